"""Rates, held against scipy's binomial and against exact intervals that others have printed."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from innovate.experiments.statistics import rate_interval, ratio_of_rates

CASES = [
    ((41, 28_010.0), (15, 19_017.0)),
    ((11, 800), (21, 3011)),
    ((2, 17_877), (9, 16_660)),
    ((1, 1), (1, 1)),
    ((3, 0.25), (40, 7.75)),
    ((0, 10), (5, 10)),
    ((5, 10), (0, 10)),
    ((18_233, 500.5), (19_980, 499.25)),
    ((900_000, 2e5), (3, 1)),
]
arms = st.tuples(st.integers(0, 10**6), st.floats(0.01, 1e6))


def _ratio(variant, control, level=0.95):
    found = ratio_of_rates(variant, control, level)
    assert found is not None
    return found


def _odds(share):
    return share / (1 - share) if share < 1 else math.inf


@pytest.mark.parametrize(("variant", "control"), CASES)
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_interval_is_clopper_and_pearsons(variant, control, level):
    found = _ratio(variant, control, level)
    part = variant[1] / (variant[1] + control[1])
    theirs = stats.binomtest(variant[0], variant[0] + control[0], part).proportion_ci(level, method="exact")
    scale = control[1] / variant[1]
    assert found.low == pytest.approx(_odds(theirs.low) * scale, rel=1e-6)
    assert found.high == pytest.approx(_odds(theirs.high) * scale, rel=1e-6)


@pytest.mark.parametrize(("variant", "control"), CASES)
def test_p_is_twice_the_smaller_exact_tail(variant, control):
    binomial = stats.binom(variant[0] + control[0], variant[1] / (variant[1] + control[1]))
    tails = binomial.cdf(variant[0]), binomial.sf(variant[0] - 1)
    assert _ratio(variant, control).p_value == pytest.approx(min(1, 2 * min(tails)), rel=1e-9)


def test_the_interval_agrees_with_the_stata_manual():
    # Breast cancer after fluoroscopy (Boice and Monson, 1977): 1.005684 to 3.609327.
    found = _ratio((41, 28_010), (15, 19_017))
    assert (found.effect, found.low, found.high) == pytest.approx((1.855759, 1.005684, 3.6093), abs=5e-5)
    assert found.error == pytest.approx(math.sqrt(1 / 41 + 1 / 15))


def test_the_interval_agrees_with_the_manual_of_r():
    # poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)): 1.971488, 0.8584264 to 4.2772659.
    found = _ratio((11, 800), (21, 3011))
    assert (found.effect, found.low, found.high) == pytest.approx((1.971488, 0.8584264, 4.2772659), abs=1e-6)


def test_p_agrees_with_fays_example():
    # rateratio.test(c(2, 9), c(17877, 16660)): p-value = 0.05011, and an interval that just holds 1.
    found = _ratio((2, 17_877), (9, 16_660))
    assert found.p_value == pytest.approx(0.05011, abs=5e-6)
    assert found.high == pytest.approx(1.000549, abs=5e-7)


def test_without_events_on_one_side_the_ratio_is_bounded_on_the_other():
    none, all_of_them = _ratio((0, 10), (5, 10)), _ratio((5, 10), (0, 10))
    assert (none.effect, none.low, all_of_them.effect, all_of_them.high) == (0, 0, math.inf, math.inf)
    assert none.high == pytest.approx(1 / all_of_them.low)
    assert none.p_value == all_of_them.p_value == pytest.approx(2 / 2**5)
    assert none.error is all_of_them.error is None


def test_no_event_at_all_says_nothing_of_the_ratio():
    assert ratio_of_rates((0, 10), (0, 10)) is None


def test_equal_arms_have_a_p_of_one_and_no_more():
    assert _ratio((7, 3.5), (7, 3.5)).p_value == 1


def test_millions_of_events_are_read_at_once_and_exactly():
    began = time.process_time()
    found = _ratio((50_000_000, 1.0), (49_990_000, 1.0))
    assert time.process_time() - began < 0.1
    # So many that the logarithm is normal; what is left of exactness is half an event.
    reach = 1.959964 * math.sqrt(1 / 50_000_000 + 1 / 49_990_000)
    low, high = math.log(49_999_999.5 / 49_990_000.5), math.log(50_000_000.5 / 49_989_999.5)
    assert (math.log(found.low), math.log(found.high)) == pytest.approx((low - reach, high + reach), abs=1e-9)


@pytest.mark.parametrize(("events", "others"), [(999, 2_910_323), (999, 9_185_408), (1000, 17_480_226), (5, 10**7)])
@pytest.mark.parametrize("level", [0.95, 0.99])
def test_at_each_bound_the_exact_tail_is_what_it_should_be(events, others, level):
    found = _ratio((events, 1.0), (others, 1.0), level)
    part_low, part_high = (bound / (1 + bound) for bound in (found.low, found.high))
    tail = (1 - level) / 2
    assert stats.binom.sf(events - 1, events + others, part_low) == pytest.approx(tail, rel=1e-9)
    assert stats.binom.cdf(events, events + others, part_high) == pytest.approx(tail, rel=1e-9)


@given(arms, arms)
def test_the_interval_holds_the_ratio_and_swapping_turns_it_over(variant, control):
    one, other = ratio_of_rates(variant, control), ratio_of_rates(control, variant)
    if one is None or other is None:
        assert variant[0] == control[0] == 0
        return
    assert 0 <= one.low <= one.effect <= one.high
    assert one.low * other.high == pytest.approx(1) or (one.low, other.high) == (0, math.inf)
    assert one.p_value == pytest.approx(other.p_value)


@given(arms, arms)
def test_the_interval_leaves_one_out_exactly_when_p_is_below_its_complement(variant, control):
    found = ratio_of_rates(variant, control)
    if found is not None and found.p_value is not None and abs(found.p_value - 0.05) > 1e-9:
        assert (found.low > 1 or found.high < 1) == (found.p_value < 0.05)


@given(arms, arms, st.integers(2, 50))
def test_more_of_the_same_narrows_the_interval(variant, control, times):
    once = ratio_of_rates(variant, control)
    more = ratio_of_rates((variant[0] * times, variant[1] * times), (control[0] * times, control[1] * times))
    if once is not None and more is not None:
        assert once.low <= more.low
        assert more.high <= once.high


@pytest.mark.parametrize("events", [0, 1, 10, 2_000_000])
def test_the_interval_of_one_rate_is_garwoods(events):
    low, high = stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0.0, stats.chi2.ppf(0.975, 2 * events + 2) / 2
    assert rate_interval(events, 4) == pytest.approx((low / 4, high / 4), rel=1e-9)


def test_the_interval_of_one_rate_agrees_with_garwoods_table():
    assert rate_interval(10, 1) == pytest.approx((4.795, 18.390), abs=5e-4)
