"""Shares, held against statsmodels and against what Newcombe printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest

from innovate.experiments.statistics import difference_of_shares, wilson

# Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
SINGLE = [
    ((81, 263), 0.2553, 0.3662),
    ((15, 148), 0.0624, 0.1605),
    ((0, 20), 0.0000, 0.1611),
    ((1, 29), 0.0061, 0.1718),
]

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

COUNTED = [
    ((56, 70), (48, 80)),
    ((3, 1000), (9, 100_000)),
    ((41_233, 60_001), (40_871, 59_800)),
    ((1, 9), (8, 9)),
    ((0, 12), (5, 30)),
    ((12, 12), (25, 30)),
    ((3_100_000, 10_000_000), (3_101_000, 10_000_000)),
]


@st.composite
def counted(draw):
    trials = draw(st.integers(1, 5000))
    return draw(st.integers(0, trials)), trials


def _times(arm, times):
    return arm[0] * times, arm[1] * times


def _failures(arm):
    return arm[1] - arm[0], arm[1]


@pytest.mark.parametrize(("arm", "low", "high"), SINGLE)
def test_wilson_agrees_with_newcombes_table(arm, low, high):
    assert wilson(arm) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("arm", [arm for arms in COUNTED for arm in arms])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_wilson_agrees_with_statsmodels(arm, level):
    assert wilson(arm, level) == pytest.approx(proportion_confint(*arm, alpha=1 - level, method="wilson"), abs=1e-12)


@given(counted())
def test_an_interval_of_a_share_holds_it_and_stays_within_0_and_1(arm):
    low, high = wilson(arm)
    assert 0 <= low <= arm[0] / arm[1] <= high <= 1


@pytest.mark.parametrize(("variant", "control", "low", "high"), NEWCOMBE)
def test_the_difference_agrees_with_newcombes_table(variant, control, low, high):
    found = difference_of_shares(variant, control)
    assert found.effect == pytest.approx(variant[0] / variant[1] - control[0] / control[1])
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("variant", "control"), COUNTED)
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_difference_agrees_with_statsmodels(variant, control, level):
    found = difference_of_shares(variant, control, level)
    theirs = confint_proportions_2indep(*variant, *control, method="newcomb", compare="diff", alpha=1 - level)
    assert (found.low, found.high) == pytest.approx(theirs, abs=1e-10)
    _, p_value = proportions_ztest([variant[0], control[0]], [variant[1], control[1]])
    assert found.p_value == pytest.approx(p_value, rel=1e-9)


def test_the_test_agrees_with_agrestis_aspirin():
    # Agresti (2007), 2.2: 189 of 11,034 against 104 of 11,037, chi-square 25.01 with one degree of freedom.
    found = difference_of_shares((189, 11_034), (104, 11_037))
    assert found.effect == pytest.approx(0.0077, abs=5e-5)
    assert found.p_value == pytest.approx(5.7e-7, rel=0.01)


@pytest.mark.parametrize(("variant", "control"), [((0, 8), (0, 20)), ((8, 8), (20, 20)), ((0, 1), (0, 1))])
def test_nothing_speaks_against_equal_shares_where_all_turned_out_alike(variant, control):
    found = difference_of_shares(variant, control)
    assert (found.effect, found.p_value) == (0, 1)
    assert found.low < 0 < found.high
    assert found.error is not None
    assert found.error > 0


@given(counted(), counted())
def test_the_interval_holds_the_difference_and_stays_within_what_is_possible(variant, control):
    found = difference_of_shares(variant, control)
    assert -1 <= found.low <= found.effect <= found.high <= 1
    assert found.p_value is not None
    assert 0 <= found.p_value <= 1


@given(counted(), counted())
def test_swapping_the_arms_mirrors_the_interval(variant, control):
    one, other = difference_of_shares(variant, control), difference_of_shares(control, variant)
    assert (one.low, one.effect, one.high) == pytest.approx((-other.high, -other.effect, -other.low))
    assert (one.p_value, one.error) == pytest.approx((other.p_value, other.error))


@given(counted(), counted())
def test_successes_and_failures_are_told_alike(variant, control):
    one = difference_of_shares(variant, control)
    other = difference_of_shares(_failures(variant), _failures(control))
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-9)


@given(counted(), counted(), st.integers(2, 50))
def test_more_of_the_same_narrows_the_interval(variant, control, times):
    once = difference_of_shares(variant, control)
    more = difference_of_shares(_times(variant, times), _times(control, times))
    assert more.high - more.low < once.high - once.low


@given(counted(), counted())
def test_a_higher_level_reaches_further(variant, control):
    narrow, wide = difference_of_shares(variant, control, 0.9), difference_of_shares(variant, control, 0.99)
    assert wide.low <= narrow.low <= narrow.high <= wide.high
