"""Intervals for the difference between two arms; pure numbers, no database.

The first form: one look, two arms, the standard 95 % interval for each kind of metric. What goes further (power,
looking every day, several metrics) belongs beside these functions and answers the same `Estimate`.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
ENOUGH_EVENTS = 100  # in each arm, for the log-normal interval of a ratio; below that it is exact


@dataclass(frozen=True, slots=True)
class Day:
    """What one arm showed on one day: an amount over a base, and the values' standard deviation where it is known."""

    amount: float
    base: float
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect and its interval; the unit is the caller's business."""

    effect: float
    low: float
    high: float


# Shares.


def wilson(successes: float, trials: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of one share (Wilson, 1927)."""
    z = _z(confidence)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    reach = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    whole = 1 + z * z / trials
    return max(0.0, (centre - reach) / whole), min(1.0, (centre + reach) / whole)


def difference_of_shares(
    variant: tuple[float, float], control: tuple[float, float], confidence: float = CONFIDENCE
) -> Estimate:
    """Variant minus control, each (successes, trials): the hybrid score interval (Newcombe, 1998, method 10)."""
    one, other = variant[0] / variant[1], control[0] / control[1]
    one_low, one_high = wilson(*variant, confidence)
    other_low, other_high = wilson(*control, confidence)
    effect = one - other
    low = effect - math.hypot(one - one_low, other_high - other)
    high = effect + math.hypot(one_high - one, other - other_low)
    return Estimate(effect, low, high)


# Means.


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with the variance of that mean and the degrees of freedom behind it."""

    value: float
    variance: float
    freedom: float


def mean_of_values(days: Sequence[Day]) -> Mean | None:
    """From the spread of the single values within each day; None for fewer than two values, or without a spread.

    The squares within and between days add up to those of all values (the analysis of variance), and never lose
    digits to one another as plain sums of squares do. A single value has no spread, and needs none.
    """
    count = sum(day.base for day in days)
    if count < 2 or any(day.spread is None and day.base > 1 for day in days):
        return None
    value = sum(day.amount for day in days) / count
    within = sum((day.base - 1) * (day.spread or 0) ** 2 for day in days)
    between = sum(day.base * (day.amount / day.base - value) ** 2 for day in days)
    return Mean(value, (within + between) / (count - 1) / count, count - 1)


def mean_of_days(days: Sequence[Day]) -> Mean | None:
    """From daily sums alone, where single values are not known; None for fewer than two days.

    The mean is a ratio of totals and its variance comes from the days' distance to it (Cochran, 1977, 6.3): days
    are what varies, so this is the wider and the more careful of the two.
    """
    if len(days) < 2:
        return None
    base = sum(day.base for day in days)
    value = sum(day.amount for day in days) / base
    squares = sum((day.amount - value * day.base) ** 2 for day in days)
    return Mean(value, squares * len(days) / (len(days) - 1) / (base * base), len(days) - 1)


def difference_of_means(variant: Mean, control: Mean, confidence: float = CONFIDENCE) -> Estimate:
    """Variant minus control without assuming equal spread (Welch, 1947; Satterthwaite's degrees of freedom)."""
    effect = variant.value - control.value
    variance = variant.variance + control.variance
    if variance == 0:
        return Estimate(effect, effect, effect)
    reach = t_quantile((1 + confidence) / 2, welch_freedom(variant, control)) * math.sqrt(variance)
    return Estimate(effect, effect - reach, effect + reach)


def mean_interval(mean: Mean, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Student's interval of one mean."""
    reach = t_quantile((1 + confidence) / 2, mean.freedom) * math.sqrt(mean.variance)
    return mean.value - reach, mean.value + reach


def welch_freedom(variant: Mean, control: Mean) -> float:
    """Satterthwaite's approximation to the degrees of freedom of the difference."""
    total = (variant.variance + control.variance) ** 2
    return total / (variant.variance**2 / variant.freedom + control.variance**2 / control.freedom)


# Rates.


def ratio_of_rates(
    variant: tuple[float, float], control: tuple[float, float], confidence: float = CONFIDENCE
) -> Estimate | None:
    """Variant over control, each (events, exposure); None while an arm has no event.

    Log-normal where both arms have many events (Rothman, 2012, ch. 9); else exact, by the binomial of one arm's
    events among all (Clopper and Pearson, 1934).
    """
    events, exposure = variant
    other_events, other_exposure = control
    if events <= 0 or other_events <= 0:
        return None
    ratio = (events / exposure) / (other_events / other_exposure)
    if min(events, other_events) < ENOUGH_EVENTS:
        return Estimate(ratio, *_exact_ratio(variant, control, confidence))
    reach = _z(confidence) * math.sqrt(1 / events + 1 / other_events)
    return Estimate(ratio, ratio * math.exp(-reach), ratio * math.exp(reach))


def rate_interval(events: float, exposure: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The score interval of one Poisson rate (Garwood's exact one lies close outside; see Barker, 2002)."""
    z = _z(confidence)
    centre, reach = events + z * z / 2, z * math.sqrt(events + z * z / 4)
    return max(0.0, centre - reach) / exposure, (centre + reach) / exposure


def _exact_ratio(variant: tuple[float, float], control: tuple[float, float], confidence: float) -> tuple[float, float]:
    events, other = variant[0], control[0]
    tail = (1 - confidence) / 2
    low = _solve(lambda p: incomplete_beta(events, other + 1, p) - tail, 0.0, 1.0)
    high = _solve(lambda p: incomplete_beta(events + 1, other, p) - (1 - tail), 0.0, 1.0)
    exposures = control[1] / variant[1]
    return low / (1 - low) * exposures, high / (1 - high) * exposures


# The distributions behind them.


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def t_quantile(probability: float, freedom: float) -> float:
    """Student's t below which that probability lies, for any positive degrees of freedom."""
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    highest = 1.0
    while t_cdf(highest, freedom) < probability:
        highest *= 2
    return _solve(lambda t: t_cdf(t, freedom) - probability, 0.0, highest)


def t_cdf(t: float, freedom: float) -> float:
    """The probability that Student's t is at most `t`."""
    tail = incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2
    return 1 - tail if t > 0 else tail


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # the fraction converges quickly on the other side
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) / a * _beta_fraction(a, b, x)


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Lentz's way through the continued fraction."""
    tiny = 1e-300
    c, d = 1.0, 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    value = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for part in (even, odd):
            d = 1 + part * d
            c = 1 + part / c
            d = 1 / (d if abs(d) > tiny else tiny)
            c = c if abs(c) > tiny else tiny
            value *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return value


def _solve(function: Callable[[float], float], low: float, high: float) -> float:
    """Where an increasing function crosses zero between the bounds, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
