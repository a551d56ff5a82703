"""Where whole days were drawn, days are compared: equal to what scipy makes of a line for each day."""

import numpy as np
import pytest
from scipy import stats

from innovate.experiments.statistics import Day, Estimate
from innovate.experiments.statistics.drawn_days import difference_of_drawn_days


def days(amounts, bases):
    return [Day(float(amount), float(base)) for amount, base in zip(amounts, bases, strict=True)]


def compared(*arms, **how) -> Estimate:
    found = difference_of_drawn_days(*arms, **how)
    assert found is not None
    return found


def drawn(seed):
    rng = np.random.default_rng(seed)
    return [(rng.uniform(10, 60, count), rng.integers(20, 90, count).astype(float)) for count in (11, 17)]


def test_with_days_of_one_size_it_is_welchs_interval_over_the_days_values():
    rng = np.random.default_rng(4)
    ours, theirs = rng.normal(6, 1, 9), rng.normal(5, 2, 14)
    found = compared(days(ours * 50, [50] * 9), days(theirs * 50, [50] * 14))
    expected = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = expected.confidence_interval(0.95)
    assert (found.p_value, found.freedom) == pytest.approx((expected.pvalue, expected.df), rel=1e-10)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_with_unequal_days_the_error_is_that_of_a_ratio_of_totals(seed):
    arms = drawn(seed)
    values = [amounts.sum() / bases.sum() for amounts, bases in arms]
    parts = [  # the mean square of what the days add to the ratio, over their number
        stats.sem((amounts - value * bases) / bases.mean()) ** 2
        for (amounts, bases), value in zip(arms, values, strict=True)
    ]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(bases) - 1) for part, (_, bases) in zip(parts, arms, strict=True))
    found = compared(*(days(*arm) for arm in arms))
    low, high = stats.t.interval(0.95, freedom, loc=values[0] - values[1], scale=sum(parts) ** 0.5)
    assert (found.effect, found.low, found.high) == pytest.approx((values[0] - values[1], low, high), rel=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_a_ratio_is_compared_on_its_logarithm(seed):
    arms = drawn(seed)
    values = [amounts.sum() / bases.sum() for amounts, bases in arms]
    parts = [
        (stats.sem((amounts - value * bases) / bases.mean()) / value) ** 2
        for (amounts, bases), value in zip(arms, values, strict=True)
    ]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(bases) - 1) for part, (_, bases) in zip(parts, arms, strict=True))
    found = compared(*(days(*arm) for arm in arms), is_ratio=True)
    apart = np.log(values[0] / values[1])
    bounds = np.exp(stats.t.interval(0.95, freedom, loc=apart, scale=sum(parts) ** 0.5))
    assert (found.effect, found.low, found.high) == pytest.approx((values[0] / values[1], *bounds), rel=1e-10)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(apart) / sum(parts) ** 0.5, freedom), rel=1e-10)


@pytest.mark.parametrize(
    ("ours", "is_ratio"),
    [([(3, 10)], False), ([(3, 10), (6, 20)], False), ([(0, 10), (0, 20)], True)],
    ids=["one day", "days that do not vary", "no event"],
)
def test_nothing_is_said_where_nobody_knows_how_much_days_vary(ours, is_ratio):
    theirs = days([3, 5, 9], [10, 10, 10])
    assert difference_of_drawn_days(days(*zip(*ours, strict=True)), theirs, is_ratio=is_ratio) is None
    assert difference_of_drawn_days(theirs, days(*zip(*ours, strict=True)), is_ratio=is_ratio) is None
