"""The always-valid interval, held against the paper's bound and against Robbins' own form of it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import minimize_scalar

from innovate.experiments.statistics import always_valid_p, confidence_sequence
from innovate.experiments.statistics.sequential import reach_at

ALPHA = 0.05
progresses = st.floats(0.001, 50)


def _papers_margin(t, rho2, alpha=ALPHA):
    """Half the width of the sequence of Waudby-Smith and others (2024), for a spread of 1."""
    inside = 2 * (t * rho2 + 1) / (t * t * rho2) * math.log(math.sqrt(t * rho2 + 1) / alpha)
    return math.sqrt(inside)


def _best_rho2(t, alpha=ALPHA):
    """The mixture that makes the margin narrowest at t, found by search."""
    found = minimize_scalar(
        lambda log: _papers_margin(t, math.exp(log), alpha),
        bounds=(-20, 20),
        method="bounded",
        options={"xatol": 1e-10},
    )
    return math.exp(found.x)


@pytest.mark.parametrize("t", [1, 30, 500, 2000, 40_000])
def test_the_interval_is_the_papers_and_narrowest_at_the_planned_size(t):
    low, high = confidence_sequence(0.3, 1.7 / math.sqrt(t), t, tuned_to=500)
    margin = 1.7 * _papers_margin(t, _best_rho2(500))
    assert (low, high) == pytest.approx((0.3 - margin, 0.3 + margin), rel=1e-6)


def test_the_tuning_agrees_with_the_papers_approximation():
    # The paper's closed form, rho = sqrt((-2 log a + log(-2 log a + 1)) / t), lies close to the exact minimum.
    approximate = (-2 * math.log(ALPHA) + math.log(-2 * math.log(ALPHA) + 1)) / 500
    assert approximate == pytest.approx(_best_rho2(500), rel=0.05)


@pytest.mark.parametrize("t", [1, 30, 500, 40_000])
def test_the_bound_is_the_one_of_robbins(t):
    # Robbins (1970): sums of n unit variables stay within sqrt((n + m)(a^2 + log(1 + n/m))) but for exp(-a^2/2).
    m, a2 = 1 / _best_rho2(500), -2 * math.log(ALPHA)
    bound = math.sqrt((t + m) * (a2 + math.log(1 + t / m)))
    assert reach_at(t / 500) * math.sqrt(t) == pytest.approx(bound, rel=1e-6)


def test_looking_every_day_costs_three_standard_errors_at_the_planned_size():
    # At its minimum the square of the reach solves x = 1 + log(x) - 2 log(alpha): 9.212.
    reach = reach_at(1.0)
    assert reach == pytest.approx(3.0351, abs=5e-5)
    assert reach**2 == pytest.approx(1 + math.log(reach**2) - 2 * math.log(ALPHA))


@given(progresses)
def test_it_is_never_narrower_than_a_single_look(progress):
    assert reach_at(progress) > stats.norm.ppf(0.975)


@given(progresses, progresses)
def test_more_data_narrow_it(one, other):
    less, more = sorted((one, other))
    if more > less * 1.001:
        widths = [
            high - low for low, high in (confidence_sequence(0, 1 / math.sqrt(p), p, tuned_to=1) for p in (less, more))
        ]
        assert widths[1] < widths[0]


@given(progresses, st.floats(1, 1e6))
def test_few_degrees_of_freedom_only_widen_it(progress, freedom):
    assert reach_at(progress, freedom=freedom) >= reach_at(progress) * (1 - 1e-9)


def test_many_degrees_of_freedom_change_nothing():
    assert reach_at(0.7, freedom=1e9) == pytest.approx(reach_at(0.7), rel=1e-6)


def test_the_freedom_is_that_of_students_t_at_the_same_tail():
    assert stats.t.sf(reach_at(1.0, freedom=7), 7) == pytest.approx(stats.norm.sf(reach_at(1.0)), rel=1e-9)


def test_a_tail_too_small_to_be_told_bounds_nothing():
    low, high = confidence_sequence(1.0, 0.1, 1, tuned_to=1e6, freedom=1)
    assert (low, high) == (-math.inf, math.inf)


@pytest.mark.parametrize("freedom", [None, 4, 40.5])
@given(effect=st.floats(-20, 20), progress=progresses)
def test_p_falls_below_its_level_exactly_when_the_interval_leaves_zero_out(freedom, effect, progress):
    low, high = confidence_sequence(effect, 1.0, progress, tuned_to=1, freedom=freedom)
    p_value = always_valid_p(effect, 1.0, progress, tuned_to=1, freedom=freedom)
    if abs(p_value - ALPHA) > 1e-9:
        assert (low > 0 or high < 0) == (p_value < ALPHA)


def test_an_effect_without_any_error_says_nothing_yet():
    assert confidence_sequence(1.0, 0.0, 10, tuned_to=100) == (-math.inf, math.inf)
    assert always_valid_p(1.0, 0.0, 10, tuned_to=100) == 1


def test_only_the_part_of_the_planned_size_matters():
    few, many = confidence_sequence(1, 0.2, 30, tuned_to=60), confidence_sequence(1, 0.2, 3000, tuned_to=6000)
    assert few == pytest.approx(many)
