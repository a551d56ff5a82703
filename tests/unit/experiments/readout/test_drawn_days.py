"""Where chance gave whole days to the arms, days are compared and not cases."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from innovate.experiments.models import Design, UnitKind
from innovate.experiments.readout import Observed, Series, read, terms
from innovate.experiments.readout.so_far import so_far
from innovate.experiments.statistics import difference_of_drawn_days
from tests.unit.experiments.readout.making import (
    KEPT,
    MEAN,
    PLANNED,
    RATE,
    SHARE,
    beside,
    day,
    plain,
    promise,
    reading,
    running,
)


def drawn(metric=SHARE, *, seed=1, days=PLANNED, promised=KEPT, swing=0.08, **sides):
    """Days that differ by more than chance, every second of them the variant's."""
    rng = np.random.default_rng(seed)
    arms: tuple[list[Observed], list[Observed]] = ([], [])
    for place in range(days):
        share = min(1.0, max(0.0, 0.6 + swing * rng.normal()))
        arms[place % 2].append(Observed(day(place), float(rng.binomial(100, share)), 100.0))
    series = (Series("Today", True, tuple(arms[0])), Series("Phone label", False, tuple(arms[1])))
    return terms.Test(metric, Design.PARALLEL, series, promised, drawn=UnitKind.DAY, **sides)


def values(test):
    return [[one.amount / one.base for one in arm.days] for arm in test.series]


def test_with_days_of_one_size_a_share_is_read_as_welch_reads_its_days():
    test = drawn()
    theirs, ours = values(test)
    expected = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = expected.confidence_interval(0.95)
    found = reading(test).main
    assert (found.low, found.high, found.p_value) == pytest.approx((interval.low, interval.high, expected.pvalue))
    assert found.chance == pytest.approx(stats.t.cdf(expected.statistic, expected.df))


def test_days_that_differ_make_the_interval_wider_than_their_cases_do():
    by_days, by_cases = reading(drawn()).main, reading(replace(drawn(), drawn=None)).main
    assert by_days.estimate == pytest.approx(by_cases.estimate)
    assert by_days.low < by_cases.low < by_cases.high < by_days.high


@pytest.mark.parametrize("metric", [MEAN, RATE])
def test_means_and_rates_are_read_by_days_as_well(metric):
    test = drawn(metric)
    found, expected = (
        reading(test).main,
        difference_of_drawn_days(test.series[1].days, test.series[0].days, is_ratio=metric is RATE),
    )
    assert expected is not None
    assert (found.low, found.high) == (expected.low, expected.high)


def test_where_nothing_changed_days_are_called_different_as_seldom_as_promised_and_cases_too_often():
    by_days = [reading(drawn(seed=seed, swing=0.12)).verdict.value for seed in range(100)]
    by_cases = [reading(replace(drawn(seed=seed, swing=0.12), drawn=None)).verdict.value for seed in range(100)]
    assert by_days.count("unclear") >= 88
    assert by_cases.count("unclear") <= 75


def test_it_says_that_days_are_compared_and_misses_none_of_the_other_arms_days():
    found = reading(drawn())
    assert plain(found.explained).endswith("Whole days were drawn, so days are compared, not cases.")
    assert found.codes == ()


def test_a_day_of_neither_arm_is_missing():
    test = drawn()
    control = replace(test.series[0], days=test.series[0].days[1:])
    found = reading(replace(test, series=(control, test.series[1])))
    (words,) = [one.sentence for one in found.warnings if one.code == "missing_days"]
    assert words.startswith("1 day without numbers (")


def test_the_sample_ratio_counts_days_and_not_how_many_cases_they_had():
    test = drawn()
    larger = tuple(replace(one, amount=one.amount * 2, base=one.base * 2) for one in test.series[1].days)
    assert (
        "sample_ratio"
        not in reading(replace(test, series=(test.series[0], replace(test.series[1], days=larger)))).codes
    )


def test_a_guardrail_is_read_by_days_too():
    test = drawn()
    side = replace(beside(0.02, (62, 100), (60, 100), SHARE), series=test.series)
    guarded = reading(drawn(guardrails=(side,))).guardrails[0].comparison
    assert (guarded.low, guarded.high) == (reading(test).main.low, reading(test).main.high)


def test_nothing_is_said_of_a_single_day_each():

    assert read(drawn(days=2, promised=running(2))) is None


def test_days_without_any_success_are_read_by_their_cases():
    test = drawn()
    none = tuple(replace(one, amount=0.0) for one in test.series[0].days)
    some = tuple(replace(one, amount=float(place % 2)) for place, one in enumerate(test.series[1].days))
    series = (replace(test.series[0], days=none), replace(test.series[1], days=some))
    assert reading(replace(test, series=series)).main.low < 0.005 < reading(replace(test, series=series)).main.high


def test_its_past_is_read_by_days_too():
    last = so_far(drawn(promised=running(PLANNED)))[-1]
    now = reading(drawn(promised=replace(promise(), today=day(PLANNED - 1))), sequential=True).main
    assert (last.low, last.high) == pytest.approx((now.effect_low, now.effect_high))
