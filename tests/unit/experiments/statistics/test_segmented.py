"""Before and after, held against statsmodels, against the definitions written out, and against a printed example."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from innovate.experiments.statistics.segmented import fit, lag_rule, precision_of_days, segmented, tells_weekdays

MONDAY = date(2026, 1, 5)


def _days(count, every=1):
    return [MONDAY + timedelta(every * day) for day in range(count)]


def _columns(days, switch_on, *, has_weekdays):
    place = np.array([day.toordinal() for day in days], dtype=float)
    columns = [[day >= switch_on for day in days], np.ones(len(days)), (place - place[0]) / 30]
    if has_weekdays:
        columns += [[day.weekday() == weekday for day in days] for weekday in range(1, 7)]
    return np.column_stack(columns).astype(float)


def _made(count, *, seed=1, weekend=0.5):
    rng = np.random.default_rng(seed)
    days = _days(count)
    noise = np.zeros(count)
    for day in range(1, count):
        noise[day] = 0.4 * noise[day - 1] + rng.normal()
    weights = rng.integers(40, 160, count).astype(float)
    late = np.array([day.weekday() >= 5 for day in days])
    return days, 10 + 0.02 * np.arange(count) + weekend * late + noise, weights


@pytest.mark.parametrize(("count", "before", "has_weekdays"), [(40, 18, True), (90, 45, True), (14, 7, False)])
def test_the_classic_error_is_that_of_statsmodels(count, before, has_weekdays):
    days, values, weights = _made(count)
    found = fit(days, values, weights, days[before])
    columns = _columns(days, days[before], has_weekdays=has_weekdays)
    known = sm.WLS(values, columns, weights=weights).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag_rule(count), "use_correction": True}
    )
    assert found is not None
    assert found.has_weekdays is has_weekdays
    assert found.effect == pytest.approx(known.params[0], rel=1e-9)
    assert found.newey_west == pytest.approx(known.bse[0], rel=1e-9)


@pytest.mark.parametrize("mean", [2, 40])
def test_a_rate_has_the_slope_and_the_classic_error_of_statsmodels(mean):
    days, _, exposure = _made(60)
    events = np.random.default_rng(4).poisson(mean * exposure / 100)
    found = fit(days, events / exposure, exposure, days[25], is_ratio=True)
    columns = _columns(days, days[25], has_weekdays=True)
    known = sm.GLM(events, columns, family=sm.families.Poisson(), exposure=exposure).fit(
        cov_type="HAC", cov_kwds={"maxlags": lag_rule(60), "use_correction": True}, tol=1e-13
    )
    assert found is not None
    assert found.effect == pytest.approx(known.params[0], abs=1e-8)
    assert found.newey_west == pytest.approx(known.bse[0], rel=1e-6)


def test_error_and_freedom_are_those_of_the_working_model_written_out():
    days, values, weights = _made(50, seed=3)
    days, values, weights = (
        [one for place, one in enumerate(kept) if place % 11 != 4] for kept in (days, values, weights)
    )
    found = fit(days, values, weights, days[20])
    assert found is not None
    columns = _columns(days, days[20], has_weekdays=True) * np.sqrt(weights)[:, None]
    outcome = np.sqrt(weights) * values
    slope = np.linalg.pinv(columns)[0]
    without = np.eye(len(days)) - columns @ np.linalg.pinv(columns)
    apart = np.abs(np.subtract.outer(*2 * [np.array([day.toordinal() for day in days])]))
    bartlett = np.clip(1 - apart / (lag_rule(len(days)) + 1), 0, None)
    form = without @ (slope[:, None] * bartlett * slope) @ without
    covariance = found.correlation ** apart.astype(float)
    mean, square = np.trace(form @ covariance), np.trace(form @ covariance @ form @ covariance)
    assert found.error == pytest.approx(math.sqrt(outcome @ form @ outcome * (slope @ covariance @ slope) / mean))
    assert found.freedom == pytest.approx(mean**2 / square)
    residuals = without @ outcome
    neighbours = (apart == 1).astype(float)
    own = residuals @ neighbours @ residuals / (residuals @ residuals)
    expected = np.trace(without @ neighbours @ without @ covariance) / np.trace(without @ covariance)
    assert expected == pytest.approx(own, abs=1e-3)  # the correlation is looked up in a table


def test_the_plan_expects_the_error_of_the_working_model():
    days = _days(42)
    columns = _columns(days, days[21], has_weekdays=True)
    covariance = 0.3 ** np.abs(np.subtract.outer(np.arange(42.0), np.arange(42.0)))
    slope = np.linalg.pinv(columns)[0]
    expected = precision_of_days(days, [4.0] * 42, days[21], correlation=0.3)
    assert expected is not None
    assert expected[0] == pytest.approx(math.sqrt(slope @ covariance @ slope) / 2)
    assert 3 < expected[1] < 12


# Lopez Bernal, Cummins and Gasparrini (2017), Int J Epidemiol 46:348-355: coronary events a month in Sicily, a smoking
# ban from month 37 on, and the standard population; their quasi-Poisson model without seasons is ours.
SICILY = [
    *(728, 659, 791, 734, 757, 726, 760, 740, 720, 814, 795, 858, 887, 766, 851, 769, 781, 756, 766, 752),
    *(765, 831, 879, 928, 914, 808, 937, 840, 916, 828, 845, 818, 860, 839, 887, 886, 831, 796, 833, 820),
    *(877, 758, 767, 738, 781, 843, 850, 908, 1021, 859, 976, 888, 962, 838, 810, 876, 843, 936, 912),
]
PEOPLE = [
    *(379875.3, 376495.5, 377040.8, 377116.4, 377383.4, 374113.1, 379513.3, 376295.5, 374653.2, 378485.6),
    *(375955.5, 378349.7, 376762.4, 379032.3, 379360.4, 376162.0, 377972.4, 381830.7, 379888.6, 380872.2),
    *(380966.9, 381240.4, 382104.9, 381802.7, 381656.3, 383680.0, 383504.2, 386462.9, 383783.1, 380836.8),
    *(383483.0, 380906.2, 382926.8, 384052.4, 384449.6, 383428.4, 388153.2, 388373.2, 386470.1, 386033.2),
    *(383686.4, 385509.3, 385901.9, 386516.6, 388436.5, 383255.2, 390148.7, 385874.9, 391613.6, 391750.4),
    *(394005.6, 391364.9, 391664.6, 389022.3, 391878.5, 388575.3, 392989.0, 390018.8, 390712.3),
]


def test_the_smoking_ban_of_sicily_has_the_printed_ratio():
    days = _days(len(SICILY), every=7)  # what is even in months is made even in weeks
    rates = [events / people for events, people in zip(SICILY, PEOPLE, strict=True)]
    found = segmented(days, rates, PEOPLE, days[36], is_ratio=True)
    assert found is not None
    assert found.effect == pytest.approx(0.894, abs=5e-4)
    assert found.low < 0.864  # printed without overdispersion and autocorrelation: 0.864 to 0.925
    assert found.high > 0.925
    assert found.p_value is not None
    assert found.p_value < 0.05


def test_the_classic_error_would_call_one_quiet_test_in_eight_a_finding_and_ours_one_in_twenty():
    rng = np.random.default_rng(99)
    days, runs = _days(28), 1000
    classic = ours = 0
    for _ in range(runs):
        noise = list(np.convolve(rng.normal(size=60), 0.3 ** np.arange(32), "valid")[:28])
        found = fit(days, noise, [1.0] * 28, days[14])
        read = segmented(days, noise, [1.0] * 28, days[14])
        assert found is not None
        assert read is not None
        classic += abs(found.effect) > 1.96 * found.newey_west
        ours += not read.low <= 0 <= read.high
    assert classic / runs > 0.125
    assert ours / runs == pytest.approx(0.05, abs=0.02)


def test_a_jump_is_found_beside_a_trend_and_a_weekend():
    days, values, weights = _made(84)
    after = np.arange(84) >= 42
    found = segmented(days, values + 5 * after, weights, days[42])
    assert found is not None
    assert found.low > 2
    assert found.low < 5 < found.high
    assert found.p_value is not None
    assert found.p_value < 0.001


def test_the_order_of_rows_and_rows_without_a_base_do_not_matter():
    days, values, weights = _made(30)
    known = segmented(days, values, weights, days[15])
    shuffled = np.random.default_rng(1).permutation(30)
    mixed = segmented(
        [*(days[at] for at in shuffled), MONDAY + timedelta(99)],
        [*values[shuffled], 0.0],
        [*weights[shuffled], 0.0],
        days[15],
    )
    assert known is not None
    assert mixed is not None
    assert (mixed.low, mixed.high) == pytest.approx((known.low, known.high))


def test_one_day_in_two_rows_is_one_day():
    days, values, weights = _made(30)
    known = segmented(days, values, weights, days[15])
    parted = segmented(
        [*days, days[3]], [*values, values[3]], [*weights[:3], 10, *weights[4:], weights[3] - 10], days[15]
    )
    assert known is not None
    assert parted is not None
    assert (parted.low, parted.high) == pytest.approx((known.low, known.high))


def test_another_unit_of_the_base_changes_nothing():
    days, values, weights = _made(30)
    known, scaled = segmented(days, values, weights, days[15]), segmented(days, values, weights / 1000, days[15])
    assert known is not None
    assert scaled is not None
    assert (scaled.low, scaled.high, scaled.freedom) == pytest.approx((known.low, known.high, known.freedom))


@pytest.mark.parametrize(
    ("count", "before", "has_weekdays"),
    [(13, 6, False), (14, 7, False), (16, 8, True), (28, 14, True), (60, 57, True), (28, 3, True), (9, 4, False)],
)
def test_weekdays_are_in_the_model_as_soon_as_they_can_be_told_from_the_jump(count, before, has_weekdays):
    days, values, weights = _made(count)
    found = fit(days, values, weights, days[before])
    assert found is not None
    assert found.has_weekdays is has_weekdays
    assert tells_weekdays(days, values, weights, days[before]) is has_weekdays


def test_where_values_are_of_weeks_there_are_no_weekdays_to_tell():
    weeks = [MONDAY + timedelta(7 * place) for place in range(12)]
    assert tells_weekdays(weeks, [1.0] * 12, [9.0] * 12, weeks[6])


def test_an_odd_saturday_does_not_hide_the_other_weekdays():
    days = [day for day in _days(42) if day.weekday() < 5 or day == MONDAY + timedelta(12)]
    found = fit(days, [float(day.weekday() + place % 3) for place, day in enumerate(days)], [9.0] * len(days), days[15])
    assert found is not None
    assert found.has_weekdays


@pytest.mark.parametrize(
    ("values", "before"),
    [([3.0] * 30, 15), ([0.1 * day for day in range(30)], 15), ([1.0, 2.0, 1.0, 4.0, 1.0], 2), ([], 0)],
    ids=["all equal", "a straight line", "too few", "none"],
)
def test_where_nothing_can_be_told_nothing_is_said(values, before):
    days = _days(len(values))
    assert segmented(days, values, [50.0] * len(values), MONDAY + timedelta(before)) is None


def test_a_switch_outside_the_days_tells_nothing():
    days, values, weights = _made(30)
    assert segmented(days, values, weights, days[0]) is None
    assert segmented(days, values, weights, MONDAY + timedelta(99)) is None


@pytest.mark.parametrize("empty", [slice(0, 15), slice(15, 30), slice(0, 30)])
def test_a_rate_without_events_on_a_side_has_no_ratio(empty):
    events = np.full(30, 7.0)
    events[::2] = 9
    events[empty] = 0
    assert segmented(_days(30), list(events / 50), [50.0] * 30, MONDAY + timedelta(15), is_ratio=True) is None


def test_events_on_one_day_of_each_side_have_no_finite_ratio():
    events = np.zeros(20)
    events[9] = events[19] = 30
    assert segmented(_days(20), list(events / 50), [50.0] * 20, MONDAY + timedelta(10), is_ratio=True) is None


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30), st.sampled_from([0.0, 0.5, 1, 80, 1e6])), max_size=45),
    st.integers(0, 40),
    st.booleans(),
)
def test_no_data_break_it(rows, switch, is_ratio):
    days = [MONDAY + timedelta(day) for day, _, _ in rows]
    weights = [weight for _, _, weight in rows]
    values = [events / weight if weight else 0.0 for _, events, weight in rows]
    found = segmented(days, values, weights, MONDAY + timedelta(switch), is_ratio=is_ratio)
    if found is not None:
        assert found.low <= found.effect <= found.high
        assert found.error is not None
        assert found.error > 0


@pytest.mark.parametrize("every", [2, 7, 30])
def test_weekly_values_are_read_as_daily_ones(every):
    _, values, weights = _made(30)
    days = _days(30, every)
    found = fit(days, values, weights, days[15])
    assert found is not None
    if every == 7:  # one weekday alone, and the same places
        columns = _columns(days, days[15], has_weekdays=False)
        known = sm.WLS(values, columns, weights=weights).fit(
            cov_type="HAC", cov_kwds={"maxlags": lag_rule(30), "use_correction": True}
        )
        assert found.newey_west == pytest.approx(known.bse[0], rel=1e-9)
