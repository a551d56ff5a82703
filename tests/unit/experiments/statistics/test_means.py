"""Means, held against scipy, statsmodels and Student's own data."""

import math
from itertools import islice
from statistics import mean, stdev, variance

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from innovate.experiments.statistics import (
    Day,
    Mean,
    difference_of_days,
    difference_of_means,
    mean_interval,
    mean_of_days,
    mean_of_sums,
    mean_of_values,
    spread_of_sums,
)
from innovate.experiments.statistics.distributions import t_reach
from innovate.experiments.statistics.means import welch_freedom

SLEEP = (  # Student (1908), Biometrika 6:1-25
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
ARMS = [
    SLEEP,
    ([12.5, 13.1, 9.9], [30.0, 2.5, 8.1, 44.0, 7.7, 12.2]),
    ([1e6 + 0.1, 1e6 + 0.4, 1e6 + 0.2], [1e6, 1e6 + 0.3]),
    ([5.0, 5.0, 5.0, 5.0], [4.0, 6.0, 5.5]),
]
values = st.lists(st.floats(-1e6, 1e6, allow_subnormal=False), min_size=2, max_size=30)


def _day(given):
    return Day(sum(given), len(given), stdev(given) if len(given) > 1 else None)


def _mean(given):
    found = mean_of_values([_day(given)])
    assert found is not None
    return found


@pytest.mark.parametrize("arms", ARMS)
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_welch_agrees_with_scipy_and_statsmodels(arms, level):
    found = difference_of_means(_mean(arms[0]), _mean(arms[1]), level)
    whole = [number for arm in arms for number in (mean(arm), stdev(arm), len(arm))]
    theirs = stats.ttest_ind_from_stats(*whole, equal_var=False)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-9)
    interval = CompareMeans(*(DescrStatsW(arm) for arm in arms)).tconfint_diff(1 - level, usevar="unequal")
    assert (found.low, found.high) == pytest.approx(interval, rel=1e-7)


def test_welch_agrees_with_the_sleep_data_of_student():
    # As R's manual of t.test prints it for `sleep`: t = -1.8608, df = 17.776, p-value = 0.07939.
    one, other = (_mean(arm) for arm in SLEEP)
    found = difference_of_means(one, other)
    assert welch_freedom(one, other) == found.freedom == pytest.approx(17.776, abs=5e-4)
    assert (found.effect, found.low, found.high) == pytest.approx((-1.58, -3.3654832, 0.2054832), abs=1e-6)
    assert found.p_value == pytest.approx(0.07939, abs=5e-6)
    assert found.error == pytest.approx(-1.58 / -1.8608, abs=5e-5)


def test_the_interval_of_one_mean_agrees_with_the_sleep_data_of_student():
    # R's t.test(sleep$extra[sleep$group == 2]): 0.8976775 to 3.7623225.
    assert mean_interval(_mean(SLEEP[1])) == pytest.approx((0.8976775, 3.7623225), abs=1e-6)


@pytest.mark.parametrize("arm", [arm for arms in ARMS for arm in arms])
def test_sums_say_what_the_values_say(arm):
    squares = math.fsum(value * value for value in arm)
    found = mean_of_sums(len(arm), math.fsum(arm), squares)
    assert found is not None
    assert (found.value, found.freedom) == pytest.approx((mean(arm), len(arm) - 1))
    # What the squares lost when they were added up cannot come back.
    assert found.variance == pytest.approx(variance(arm) / len(arm), rel=1e-9, abs=1e-16 * squares)


def test_sums_lose_no_digit_that_was_given():
    whole = [10**7 + step for step in range(9)]  # sums and squares of whole numbers below 2^53 are exact
    found = spread_of_sums(9, sum(whole), sum(value * value for value in whole))
    assert found == pytest.approx(stdev(range(9)), rel=1e-15)


@pytest.mark.parametrize(("count", "total", "squares"), [(2, 10, 49), (5, 0, -1), (3, 1e9, 1e9)])
def test_sums_that_no_values_have_are_refused(count, total, squares):
    with pytest.raises(ValueError, match="No values have"):
        spread_of_sums(count, total, squares)


def test_equal_values_with_a_third_in_their_sums_have_no_spread():
    assert spread_of_sums(3, 3 * (1 / 3), 3 * (1 / 3) ** 2) == pytest.approx(0, abs=1e-7)


def test_fewer_than_two_values_have_no_interval():
    assert mean_of_sums(1, 4, 16) is None
    assert mean_of_sums(0, 0, 0) is None
    assert mean_of_values([Day(4, 1)]) is None
    assert mean_of_values([]) is None
    assert mean_of_days([Day(120, 30)]) is None
    assert difference_of_days([Day(120, 30)], [Day(110, 30)]) is None


@pytest.mark.parametrize("parted", [[3, 7], [1, 9], [1, 1, 8], [5, 5]])
def test_however_the_values_fall_on_days_their_mean_and_its_variance_are_the_same(parted):
    given = iter(SLEEP[0])
    found, known = mean_of_values([_day(list(islice(given, size))) for size in parted]), _mean(SLEEP[0])
    assert found is not None
    assert (found.value, found.variance, found.freedom) == pytest.approx((known.value, known.variance, known.freedom))


def test_a_day_without_values_changes_nothing():
    days = [_day([1.0, 2.0, 4.0]), _day([3.0, 3.5])]
    others = [Day(7.0, 3), Day(6.5, 2)]
    assert mean_of_values([*days, Day(0, 0)]) == mean_of_values(days)
    assert mean_of_days([*days, Day(0, 0)]) == mean_of_days(days)
    assert difference_of_days([*days, Day(0, 0)], [*others, Day(1, 1)]) == difference_of_days(days, others)


def test_a_spread_far_below_the_mean_keeps_its_digits():
    found = mean_of_values([Day(1e9 * 1000, 1000, 0.25), Day(1e9 * 500, 500, 0.25)])
    assert found is not None
    assert math.sqrt(found.variance * 1500) == pytest.approx(0.25, rel=1e-3)


def test_a_day_of_several_values_without_their_spread_leaves_them_unknown():
    assert mean_of_values([Day(12, 3, 1.5), Day(8, 2)]) is None


def test_means_without_any_spread_differ_for_certain():
    one, other = _mean([5, 5, 5]), _mean([4, 4])
    found = difference_of_means(one, other)
    assert (found.effect, found.low, found.high, found.p_value) == (1, 1, 1, 0)
    assert difference_of_means(one, one).p_value == 1


def test_one_arm_without_spread_leaves_the_freedom_of_the_other():
    found = difference_of_means(_mean([5, 5, 5]), _mean(SLEEP[0]))
    assert found.freedom == 9


def test_a_variance_too_small_to_be_squared_still_has_its_freedom():
    one = Mean(1.0, 1e-200, 9)
    assert welch_freedom(one, one) == pytest.approx(18)


def test_means_of_days_of_one_value_each_are_the_means_of_the_values():
    one = mean_of_days([Day(value, 1) for value in SLEEP[0]])
    assert one is not None
    known = _mean(SLEEP[0])
    assert (one.value, one.variance, one.freedom) == pytest.approx((known.value, known.variance, known.freedom))


def test_the_variance_of_a_mean_of_days_is_what_leaving_out_one_day_after_another_makes_of_it():
    rng = np.random.default_rng(7)
    bases = rng.integers(800, 1200, 200)
    days = [Day(float(6 * base + rng.normal(0, 60)), float(base)) for base in bases]
    found = mean_of_days(days)
    assert found is not None
    amount, base = sum(day.amount for day in days), sum(day.base for day in days)
    without = [(amount - day.amount) / (base - day.base) for day in days]
    assert found.variance == pytest.approx((len(days) - 1) * np.var(without), rel=0.01)


def test_days_of_both_arms_are_compared_in_pairs():
    # R's t.test(extra ~ group, sleep, paired = TRUE): t = -4.0621, df = 9, p = 0.002833, -2.4598858 to -0.7001142.
    one, other = ([Day(value * 50, 50) for value in arm] for arm in SLEEP)
    found = difference_of_days(one, other)
    assert found is not None
    assert (found.effect, found.low, found.high) == pytest.approx((-1.58, -2.4598858, -0.7001142), abs=1e-6)
    assert found.p_value == pytest.approx(0.002833, abs=5e-7)
    assert found.freedom == 9
    theirs = stats.ttest_rel(*SLEEP)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(theirs.confidence_interval()), rel=1e-9)


def test_what_a_day_does_to_both_arms_cancels():
    week = [0, 3, -2, 40, 5, 90, -7]
    one, other = ([Day((value + extra) * 10, 10) for value, extra in zip(arm, week, strict=False)] for arm in SLEEP)
    found = difference_of_days(one, other)
    one, other = ([Day(value * 10, 10) for value in arm[:7]] for arm in SLEEP)
    plain = difference_of_days(one, other)
    assert found is not None
    assert plain is not None
    assert (found.effect, found.low, found.high) == pytest.approx((plain.effect, plain.low, plain.high))


@given(values, values)
def test_the_interval_holds_the_difference_and_swapping_mirrors_it(variant, control):
    one = difference_of_means(_mean(variant), _mean(control))
    other = difference_of_means(_mean(control), _mean(variant))
    assert one.low <= one.effect <= one.high
    assert (one.low, one.high, one.p_value) == pytest.approx((-other.high, -other.low, other.p_value))


@given(values, values, st.integers(2, 20))
def test_more_of_the_same_never_widens_the_interval(variant, control, times):
    once = difference_of_means(_mean(variant), _mean(control))
    more = difference_of_means(_mean(variant * times), _mean(control * times))
    assert more.high - more.low <= (once.high - once.low) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("freedom", "quantile"),  # two-sided 5 %, as in every printed table of Student's t
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980), (1e6, 1.960)],
)
def test_the_reach_of_students_t_agrees_with_the_printed_table(freedom, quantile):
    assert t_reach(0.95, freedom) == pytest.approx(quantile, abs=5e-4)
