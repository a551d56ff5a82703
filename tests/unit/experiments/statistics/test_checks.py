"""The checks find what they are for, and seldom anything else."""

import math
from datetime import date, timedelta
from statistics import median

import numpy as np
import pytest
from scipy import stats

from innovate.experiments.statistics import Day, Mean
from innovate.experiments.statistics.checks import (
    apart_from_baseline,
    has_few_events,
    has_small_counts,
    is_out_of_balance,
    is_skewed,
    missing_days,
    outlying,
    sample_ratio,
    uneven_rates,
    uneven_shares,
    values_needed,
    weekdays_apart,
)

MONDAY = date(2026, 3, 2)


def _days(count):
    return [MONDAY + timedelta(days=place) for place in range(count)]


def test_the_sample_ratio_agrees_with_the_example_of_kohavi_and_others():
    assert sample_ratio([821_588, 815_482], [1, 1]) == pytest.approx(1.8e-6, rel=0.02)


@pytest.mark.parametrize(
    ("bases", "weights"), [([480, 530], [1, 1]), ([90, 33, 27], [3, 1, 1]), ([1000, 2000, 3000, 4005], [1, 2, 3, 4])]
)
def test_the_sample_ratio_agrees_with_scipy(bases, weights):
    expected = np.array(weights) * sum(bases) / sum(weights)
    assert sample_ratio(bases, weights) == pytest.approx(stats.chisquare(bases, expected).pvalue, rel=1e-9)


def test_a_sample_ratio_needs_arms_and_cases():
    assert sample_ratio([0, 0], [1, 1]) == 1
    assert sample_ratio([10], [1]) == 1


def test_days_without_data_are_missing():
    days = _days(5)
    assert missing_days([days[0], days[3]], days[0], days[4]) == (days[1], days[2], days[4])
    assert missing_days(days, days[0], days[4]) == ()


def test_weekdays_that_only_one_side_has_lie_apart():
    days = _days(14)
    workdays = [(day, 10.0) for day in days if day.weekday() < 5]
    everyday = [(day, 10.0) for day in days]
    assert weekdays_apart(everyday, everyday[:7]) == pytest.approx(0)
    assert weekdays_apart(workdays, everyday) == pytest.approx(2 / 7)
    assert weekdays_apart(workdays, [one for one in everyday if one[0].weekday() >= 5]) == pytest.approx(1)


def test_a_weekday_that_weighs_less_lies_less_apart():
    days = _days(7)
    light = [(day, 1.0 if day.weekday() >= 5 else 20.0) for day in days]
    assert weekdays_apart(light, light[:5]) == pytest.approx(2 / 102)


def test_outliers_are_those_of_iglewicz_and_hoaglin():
    # NIST's e-Handbook, 1.3.5.17: of these ten the last two are outliers; here with four ordinary days more.
    values = [2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3, 2.4, 2.2, 2.5, 2.4]
    assert outlying(_days(14), values) == (8, 9)
    spread = stats.median_abs_deviation(values, scale="normal")
    assert abs(8.2 - median(values)) / spread > 3.5


def test_a_day_far_off_is_outlying_and_the_others_are_not():
    values = [10 + 0.1 * (place % 5) for place in range(28)]
    values[17] = 14
    assert outlying(_days(28), values) == (17,)


def test_a_weekend_unlike_the_week_is_not_outlying_but_a_sunday_unlike_sundays_is():
    rng = np.random.default_rng(3)
    for weeks in (2, 3, 6):
        days = _days(7 * weeks)
        values = [(4.0 if day.weekday() >= 5 else 10.0) + float(rng.normal(0, 0.2)) for day in days]
        assert outlying(days, values) == ()
        assert outlying(days, [*values[:-1], 20.0])[-1:] == (len(days) - 1,)


def test_a_day_of_few_cases_may_lie_further_out():
    shares = [0.6 + 0.01 * (place % 3 - 1) for place in range(20)]
    shares[4] = 0.9
    assert outlying(_days(20), shares, [0.02] * 20) == (4,)
    assert outlying(_days(20), shares, [0.15 if place == 4 else 0.02 for place in range(20)]) == ()


def test_what_the_days_own_errors_explain_is_never_outlying():
    values = [1.0] * 10 + [1.001] * 9 + [1.01]
    assert outlying(_days(20), values, [0.01] * 20) == ()


def test_fewer_than_two_weeks_and_days_without_any_difference_have_no_outliers():
    assert outlying(_days(13), [1.0] * 12 + [99.0]) == ()
    assert outlying(_days(20), [1.0] * 20) == ()


def test_days_that_are_mostly_equal_are_measured_by_their_mean_distance():
    assert outlying(_days(20), [1.0] * 18 + [1.1, 9.0]) == (19,)


def test_evenly_split_events_are_even_and_the_weekday_they_share_cancels():
    rng = np.random.default_rng(5)
    week = [30, 28, 25, 24, 27, 6, 3]
    bases = [float(week[place % 7]) for place in range(56)]
    variant, control = ([Day(float(rng.poisson(rate * base)), base) for base in bases] for rate in (3.6, 4.0))
    found = uneven_rates(variant, control)
    assert found is not None
    assert 0.5 < found.ratio < 1.6
    assert found.p_value > 0.01


def test_uneven_rates_agree_with_scipy_where_no_day_is_put_to_another():
    variant, control = [Day(n, 1) for n in (40, 61, 52, 33)], [Day(n, 1) for n in (55, 48, 50, 49)]
    table = np.array([[day.amount for day in arm] for arm in (variant, control)])
    expected = stats.contingency.expected_freq(table)
    found = uneven_rates(variant, control)
    assert found is not None
    assert found.p_value == pytest.approx(stats.chi2.sf(((table - expected) ** 2 / expected).sum(), 3), rel=1e-9)


def test_clumps_of_events_are_uneven():
    variant = [Day(float(n), 10) for n in (90, 5, 80, 4, 95, 6, 70)]
    control = [Day(50.0, 10)] * 7
    found = uneven_rates(variant, control)
    assert found is not None
    assert found.ratio > 10
    assert found.p_value < 1e-6


def test_a_difference_that_comes_and_goes_is_uneven():
    even = [Day(60, 100), Day(58, 100), Day(63, 100), Day(61, 100)]
    once = [Day(62, 100), Day(65, 100), Day(61, 100), Day(64, 100)]
    turned = [Day(90, 100), Day(30, 100), Day(88, 100), Day(41, 100)]
    steady, shaky = uneven_shares(once, even), uneven_shares(turned, even)
    assert steady is not None
    assert shaky is not None
    assert steady.p_value > 0.5
    assert shaky.p_value < 1e-9


def test_too_few_events_say_nothing_of_their_evenness():
    assert uneven_rates([Day(1, 1)] * 3, [Day(1, 1)] * 3) is None
    assert uneven_rates([Day(0, 1)] * 3, [Day(9, 1)] * 3) is None
    assert uneven_shares([Day(1, 3)] * 5, [Day(1, 3)] * 5) is None


@pytest.mark.parametrize(
    ("variant", "control", "is_small"),
    [((3, 40), (4, 40), True), ((6, 40), (5, 40), False), ((37, 40), (38, 40), True), ((40, 400), (0, 10), True)],
)
def test_small_counts_are_below_five_of_either_outcome(variant, control, is_small):
    assert has_small_counts(variant, control) is is_small


def test_few_events_are_below_five_in_an_arm():
    assert has_few_events((4, 10), (5, 10))
    assert not has_few_events((5, 10), (5, 10))
    assert has_few_events((1, 1), (30, 9))


def test_a_long_tail_needs_more_values():
    assert values_needed(10, 3) == 2
    assert values_needed(10, 10) == 100
    assert values_needed(10, 20) == 400
    assert values_needed(0.01, 5) == 2500
    assert values_needed(-3, 5) == 2


def test_both_arms_are_asked_for_what_the_more_skewed_one_needs():
    tame, wild = Mean(10.0, 3.0**2 / 50, 49), Mean(10.0, 20.0**2 / 1000, 999)
    assert is_skewed(tame, wild)
    assert is_skewed(wild, tame)
    assert not is_skewed(wild, wild)
    assert not is_skewed(tame, tame)


def test_skewness_misleads_who_looks_often_only_where_one_arm_is_far_larger():
    wild, twice, many = (Mean(10.0, 20.0**2 / count, count - 1) for count in (100, 200, 900))
    enough, tenfold = (Mean(10.0, 20.0**2 / count, count - 1) for count in (500, 5000))
    assert is_skewed(wild, twice)
    assert not is_out_of_balance(wild, twice)
    assert is_out_of_balance(wild, many)
    assert is_out_of_balance(many, wild)
    assert not is_out_of_balance(enough, tenfold)


def test_a_bad_month_lies_apart_from_the_baseline():
    rng = np.random.default_rng(11)
    usual, bad = ([Day(float(rng.binomial(80, share)), 80) for _ in range(28)] for share in (0.62, 0.55))
    ordinary, apart = apart_from_baseline(usual, 0.62), apart_from_baseline(bad, 0.62)
    assert ordinary is not None
    assert apart is not None
    assert ordinary.p_value > 0.05
    assert apart.p_value < 0.001
    assert apart.distance == pytest.approx(-0.07, abs=0.02)


def test_the_distance_from_a_baseline_is_students_where_days_are_equally_large():
    values = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    found = apart_from_baseline([Day(value * 20, 20) for value in values], 0.2)
    assert found is not None
    assert found.p_value == pytest.approx(stats.ttest_1samp(values, 0.2).pvalue, rel=1e-9)


def test_days_without_any_variation_lie_apart_or_do_not():
    assert apart_from_baseline([Day(10, 10)], 1) is None
    same, other = (apart_from_baseline([Day(10, 10), Day(10, 10)], baseline) for baseline in (1.0, 2.0))
    assert same is not None
    assert other is not None
    assert (same.p_value, other.p_value) == (1, 0)
    assert math.isclose(other.distance, -1)
