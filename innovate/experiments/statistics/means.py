"""Means: of single values or of whole days, and the difference between two arms.

Sources: B. L. Welch (1947), Biometrika 34:28-35, and F. E. Satterthwaite (1946), Biometrics Bulletin 2:110-114, for the
difference and its degrees of freedom; W. G. Cochran (1977), Sampling Techniques, 3rd ed., 6.3, for the ratio of totals.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from innovate.experiments.statistics.distributions import t_reach
from innovate.experiments.statistics.estimate import LEVEL, Estimate, Shown
from innovate.experiments.statistics.student import students

ROUNDING = 1e-12  # how far, relative to the squares, a typed sum of squares may lie below the least one that can be


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with the variance of that mean and the degrees of freedom behind it."""

    value: float
    variance: float
    freedom: float


def mean_of_values(days: Sequence[Shown]) -> Mean | None:
    """From the spread of the single values within each day; None for fewer than two values, or without a spread.

    The squares within and between days add up to those of all values (the analysis of variance), and never lose
    digits to one another as plain sums of squares do. A single value has no spread, and needs none.
    """
    days = [day for day in days if day.base > 0]
    count = math.fsum(day.base for day in days)
    if count < 2 or any(day.spread is None and day.base > 1 for day in days):
        return None
    value = math.fsum(day.amount for day in days) / count
    within = math.fsum((day.base - 1) * day.spread**2 for day in days if day.spread is not None)
    between = math.fsum(day.base * (day.amount / day.base - value) ** 2 for day in days)
    return Mean(value, (within + between) / (count - 1) / count, count - 1)


def mean_of_days(days: Sequence[Shown]) -> Mean | None:
    """From daily sums alone, where single values are not known; None for fewer than two days.

    The mean is a ratio of totals and its variance comes from the days' distance to it: days are what varies, so this
    is the wider and the more careful of the two.
    """
    days = [day for day in days if day.base > 0]
    if len(days) < 2:
        return None
    base = math.fsum(day.base for day in days)
    value = math.fsum(day.amount for day in days) / base
    squares = math.fsum((day.amount - value * day.base) ** 2 for day in days)
    return Mean(value, squares * len(days) / (len(days) - 1) / (base * base), len(days) - 1)


def mean_of_sums(count: float, total: float, squares: float) -> Mean | None:
    """From how many values there are, their sum and the sum of their squares; None for fewer than two values."""
    if count < 2:
        return None
    return Mean(total / count, spread_of_sums(count, total, squares) ** 2 / count, count - 1)


def spread_of_sums(count: float, total: float, squares: float) -> float:
    """The standard deviation behind a count (two or more), a sum and a sum of squares.

    Computed in whole fractions: the two large numbers that are taken from one another lose no digit that was given.
    Raises ValueError where no values can have these sums.
    """
    n, given = Fraction(count), Fraction(squares)
    around = given - Fraction(total) ** 2 / n
    if around < -Fraction(ROUNDING) * given or given < 0:
        raise ValueError("No values have that sum and that sum of squares.")
    return math.sqrt(max(Fraction(0), around / (n - 1)))


def difference_of_means(variant: Mean, control: Mean, level: float = LEVEL) -> Estimate:
    """Variant minus control without assuming equal spread; where neither has any, the difference is certain."""
    variance = variant.variance + control.variance
    freedom = welch_freedom(variant, control) if variance else variant.freedom + control.freedom
    return _certain_or_not(variant.value - control.value, variance, freedom, level)


def difference_of_days(variant: Sequence[Shown], control: Sequence[Shown], level: float = LEVEL) -> Estimate | None:
    """Variant minus control from daily sums alone, over the same days in the same order; None for fewer than two days.

    Each mean is a ratio of totals. What a day does to both arms, as a weekday does, cancels, because the difference's
    variance comes from what the arms' distances from their means differ by on each day: Student's paired interval,
    for ratios.
    """
    pairs = [(one, other) for one, other in zip(variant, control, strict=True) if one.base > 0 and other.base > 0]
    if len(pairs) < 2:
        return None
    arms = list(zip(*pairs, strict=True))
    bases = [math.fsum(day.base for day in arm) for arm in arms]
    values = [math.fsum(day.amount for day in arm) / base for arm, base in zip(arms, bases, strict=True)]
    apart = [
        (one.amount - values[0] * one.base) / bases[0] - (other.amount - values[1] * other.base) / bases[1]
        for one, other in pairs
    ]
    freedom = len(pairs) - 1
    variance = math.fsum(one * one for one in apart) * len(pairs) / freedom
    return _certain_or_not(values[0] - values[1], variance, freedom, level)


def _certain_or_not(effect: float, variance: float, freedom: float, level: float) -> Estimate:
    """An effect with Student's interval; without any variance it is certain."""
    if variance == 0:
        return Estimate(effect, effect, effect, 1.0 if effect == 0 else 0.0, 0.0, freedom)
    return students(effect, math.sqrt(variance), freedom, level)


def mean_interval(mean: Mean, level: float = LEVEL) -> tuple[float, float]:
    """Student's interval of one mean."""
    reach = t_reach(level, mean.freedom) * math.sqrt(mean.variance)
    return mean.value - reach, mean.value + reach


def welch_freedom(variant: Mean, control: Mean) -> float:
    """Satterthwaite's approximation to the degrees of freedom of the difference, from each arm's part in its variance.

    The parts are taken relative to the whole first, so that no square of a tiny variance vanishes.
    """
    part = variant.variance / (variant.variance + control.variance)
    return 1 / (part**2 / variant.freedom + (1 - part) ** 2 / control.freedom)
