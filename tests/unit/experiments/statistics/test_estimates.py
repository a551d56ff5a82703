"""The intervals, held against worked examples that others have published."""

import math
from itertools import islice
from statistics import stdev

import pytest

from innovate.experiments.statistics import (
    Day,
    difference_of_means,
    difference_of_shares,
    mean_interval,
    mean_of_days,
    mean_of_values,
    rate_interval,
    ratio_of_rates,
    wilson,
)
from innovate.experiments.statistics.distributions import t_reach
from innovate.experiments.statistics.means import welch_freedom

# Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
NEWCOMBE = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]


@pytest.mark.parametrize(("variant", "control", "low", "high"), NEWCOMBE)
def test_difference_of_shares_agrees_with_newcombe(variant, control, low, high):
    found = difference_of_shares(variant, control)
    assert found.effect == pytest.approx(variant[0] / variant[1] - control[0] / control[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_wilson_agrees_with_newcombes_single_share():
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: 81 of 263.
    assert wilson((81, 263)) == pytest.approx((0.2553, 0.3662), abs=5e-5)


SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def _day(values):
    return Day(sum(values), len(values), stdev(values) if len(values) > 1 else None)


def _mean(values):
    found = mean_of_values([_day(values)])
    assert found is not None
    return found


def test_difference_of_means_agrees_with_the_sleep_data_of_student():
    # Student (1908); Welch's interval as R's manual of t.test prints it for `sleep`.
    one, other = (_mean(values) for values in SLEEP)
    found = difference_of_means(one, other)
    assert welch_freedom(one, other) == pytest.approx(17.776, abs=5e-4)
    assert (found.effect, found.low, found.high) == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=1e-6)


def test_means_of_days_of_one_value_each_are_the_means_of_the_values():
    one = mean_of_days([Day(value, 1) for value in SLEEP[0]])
    assert one is not None
    known = _mean(SLEEP[0])
    assert (one.value, one.variance, one.freedom) == pytest.approx((known.value, known.variance, known.freedom))


@pytest.mark.parametrize("parted", [[3, 7], [1, 9], [1, 1, 8], [5, 5]])
def test_however_the_values_fall_on_days_their_mean_and_its_variance_are_the_same(parted):
    values = iter(SLEEP[0])
    found, known = mean_of_values([_day(list(islice(values, size))) for size in parted]), _mean(SLEEP[0])
    assert found is not None
    assert (found.value, found.variance, found.freedom) == pytest.approx((known.value, known.variance, known.freedom))


def test_a_spread_far_below_the_mean_keeps_its_digits():
    found = mean_of_values([Day(1e9 * 1000, 1000, 0.25), Day(1e9 * 500, 500, 0.25)])
    assert found is not None
    assert math.sqrt(found.variance * 1500) == pytest.approx(0.25, rel=1e-3)


def test_a_day_of_several_values_without_their_spread_leaves_them_unknown():
    assert mean_of_values([Day(12, 3, 1.5), Day(8, 2)]) is None


def test_a_single_value_or_day_has_no_interval():
    assert mean_of_values([Day(4, 1)]) is None
    assert mean_of_days([Day(120, 30)]) is None


def test_means_without_any_spread_differ_for_certain():
    one, other = _mean([5, 5, 5]), _mean([4, 4])
    found = difference_of_means(one, other)
    assert (found.effect, found.low, found.high) == (1, 1, 1)


# Breast cancer after fluoroscopy: 41 cases in 28,010 person-years, 15 in 19,017 (Boice and Monson, 1977).
EXPOSED, UNEXPOSED = (41, 28_010), (15, 19_017)


def test_ratio_of_few_events_agrees_with_the_exact_interval_of_the_stata_manual():
    found = ratio_of_rates(EXPOSED, UNEXPOSED)
    assert found is not None
    assert (found.effect, found.low, found.high) == pytest.approx((1.855759, 1.005684, 3.6093), abs=5e-5)


def test_a_ratio_without_events_on_one_side_is_bounded_on_the_other():
    none, other = ratio_of_rates((0, 10), (5, 10)), ratio_of_rates((5, 10), (0, 10))
    assert none is not None
    assert other is not None
    assert (none.effect, none.low, other.effect, other.high) == (0, 0, math.inf, math.inf)
    assert none.high == pytest.approx(1 / other.low)


def test_no_event_at_all_says_nothing_of_the_ratio():
    assert ratio_of_rates((0, 10), (0, 10)) is None


def test_the_interval_of_one_mean_agrees_with_the_sleep_data_of_student():
    # R's t.test(sleep$extra[sleep$group == 2]): 0.8976775 to 3.7623225.
    assert mean_interval(_mean(SLEEP[1])) == pytest.approx((0.8976775, 3.7623225), abs=1e-6)


def test_the_interval_of_one_rate_is_exact():
    # Garwood (1936), table: 10 events, 4.795 to 18.39.
    assert rate_interval(10, 1) == pytest.approx((4.795389, 18.390356), abs=1e-6)
    assert rate_interval(0, 4) == pytest.approx((0, 3.688879 / 4), abs=1e-6)


@pytest.mark.parametrize(
    ("freedom", "quantile"),  # two-sided 5 %, as in every printed table of Student's t
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980), (1e6, 1.960)],
)
def test_the_reach_of_students_t_agrees_with_the_printed_table(freedom, quantile):
    assert t_reach(0.95, freedom) == pytest.approx(quantile, abs=5e-4)
