"""The chance to be better, held against integrals, finite sums and a printed example."""

import math
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from scipy.special import betaln

from innovate.experiments.statistics import (
    Mean,
    chance_of_effect,
    chance_of_mean,
    chance_of_rate,
    chance_of_share,
    difference_of_means,
)
from innovate.experiments.statistics.chances import beta_above

SHARES = [
    ((56, 70), (48, 80)),
    ((0, 10), (0, 20)),
    ((10, 10), (0, 10)),
    ((1, 1), (0, 1)),
    ((3, 1000), (9, 100_000)),
    ((5000, 10_000), (52, 100)),
    ((3_100_000, 10_000_000), (3_101_000, 10_000_000)),
    ((0, 1_000_000), (1, 1_000_000)),
]


@st.composite
def counted(draw):
    trials = draw(st.integers(1, 5000))
    return draw(st.integers(0, trials)), trials


def _sum(a, b, c, d):
    """P(Beta(a, b) > Beta(c, d)) for a whole a, term by term (Cook, 2005, Exact calculation of beta inequalities)."""
    return math.fsum(
        math.exp(betaln(c + i, d + b) - math.log(b + i) - betaln(1 + i, b) - betaln(c, d)) for i in range(a)
    )


def test_it_agrees_with_cooks_resellers():
    # 90 of 100 against 2 of 2, under a uniform prior: 0.713.
    assert beta_above((91, 11), (3, 1)) == pytest.approx(0.713, abs=5e-4)


@pytest.mark.parametrize("whole", [(91, 11, 3, 1), (81, 219, 61, 182), (2, 30, 5, 41), (700, 300, 640, 360)])
def test_it_agrees_with_the_finite_sum(whole):
    a, b, c, d = whole
    assert beta_above((a, b), (c, d)) == pytest.approx(_sum(a, b, c, d), abs=1e-9)


@pytest.mark.parametrize(("variant", "control"), SHARES)
def test_a_share_agrees_with_the_integral(variant, control):
    one, other = (stats.beta(s + 0.5, n - s + 0.5) for s, n in (variant, control))
    points = [0.001, 0.01, 0.5, 0.99, 0.999]
    integral, _ = integrate.quad(lambda u: other.cdf(one.ppf(u)), 0, 1, limit=500, epsabs=1e-11, points=points)
    assert chance_of_share(variant, control) == pytest.approx(integral, abs=1e-7)


@given(counted(), counted())
def test_one_of_two_shares_is_the_higher(variant, control):
    assert chance_of_share(variant, control) + chance_of_share(control, variant) == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize(
    ("variant", "control"), [((41, 2.8), (15, 1.9)), ((0, 3), (0, 1)), ((0, 1.5), (4, 1.5)), ((900, 3), (3000, 11))]
)
def test_a_rate_agrees_with_the_integral(variant, control):
    one, other = (stats.gamma(events + 0.5, scale=1 / exposure) for events, exposure in (variant, control))
    integral, _ = integrate.quad(lambda u: other.cdf(one.ppf(u)), 0, 1, limit=500, epsabs=1e-11)
    assert chance_of_rate(variant, control) == pytest.approx(integral, abs=1e-7)


def test_a_mean_has_the_chance_that_welchs_test_has_in_its_tail():
    one, other = Mean(2.3, 0.04, 19), Mean(2.0, 0.09, 11)
    p_value = difference_of_means(one, other).p_value
    assert p_value is not None
    assert chance_of_mean(one, other) == pytest.approx(1 - p_value / 2)
    assert chance_of_mean(one, other) + chance_of_mean(other, one) == pytest.approx(1)


def test_means_without_any_spread_are_better_or_worse_for_certain():
    one, other = Mean(2.0, 0, 3), Mean(1.0, 0, 3)
    assert [chance_of_mean(*arms) for arms in ((one, other), (other, one), (one, one))] == [1, 0, 0.5]


def test_an_effect_without_degrees_of_freedom_is_normal():
    assert chance_of_effect(1.96, 1.0) == pytest.approx(0.975, abs=1e-5)


def test_equal_arms_have_an_even_chance():
    pairs = islice(SHARES, 3)
    assert [chance_of_share(one, one) for one, _ in pairs] == pytest.approx([0.5] * 3, abs=1e-8)
    assert chance_of_rate((7, 3.0), (7, 3.0)) == pytest.approx(0.5)
