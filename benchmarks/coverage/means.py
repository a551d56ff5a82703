"""Settings of means: Welch's interval, of single values and of daily sums."""

import math
from collections.abc import Callable

import numpy as np

from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics import Day, Mean, difference_of_days, difference_of_means, mean_of_sums
from innovate.experiments.statistics.checks import is_skewed

Values = Callable[[np.random.Generator, int], np.ndarray]
WEEK = np.array([1.0, 1.0, 0.95, 0.95, 1.05, 1.3, 1.35])  # what a weekday does to every value


def normal(mean: float, spread: float) -> Values:
    """Values around a mean, as often above it as below."""
    return lambda rng, n: rng.normal(mean, spread, n)


def lognormal(median: float, sigma: float) -> Values:
    """Values with a long tail upwards."""
    return lambda rng, n: rng.lognormal(math.log(median), sigma, n)


def exponential(mean: float) -> Values:
    """Waiting times."""
    return lambda rng, n: rng.exponential(mean, n)


def _values(variant: tuple[Values, int], control: tuple[Values, int]) -> Callable[[np.random.Generator], Drawn]:
    """Both arms by their count, sum and sum of squares, as a file gives them."""

    def draw(rng: np.random.Generator) -> Drawn:
        arms = []
        for values, n in (variant, control):
            drawn = values(rng, n)
            arms.append(mean_of_sums(float(n), float(drawn.sum()), float((drawn * drawn).sum())))
        return tuple(arms)

    return draw


def _days(
    days: int, cases: float, spread: float, week: np.ndarray, own: float = 0.0
) -> Callable[[np.random.Generator], Drawn]:
    """Both arms by daily sums alone; `own` is how much the days of one arm vary by themselves."""

    def draw(rng: np.random.Generator) -> Drawn:
        level = 6.0 * np.resize(week, days)
        arms = []
        for _ in range(2):
            bases = rng.poisson(cases, days) + 1
            centre = level + rng.normal(0, own, days) if own else level
            sums = rng.normal(bases * centre, spread * np.sqrt(bases))
            arms.append([Day(float(s), float(n)) for s, n in zip(sums, bases, strict=True)])
        return tuple(arms)

    return draw


def _holds(truth: float) -> Callable[[Drawn], bool | None]:
    def holds(drawn: tuple[Mean | None, Mean | None]) -> bool | None:
        variant, control = drawn
        if variant is None or control is None:
            return None
        found = difference_of_means(variant, control)
        return contains(found.low, truth, found.high)

    return holds


def _holds_of_days(drawn: Drawn) -> bool | None:
    found = difference_of_days(*drawn)
    return None if found is None else contains(found.low, 0.0, found.high)


def _warns(drawn: tuple[Mean, Mean]) -> bool:
    return is_skewed(*drawn)


FLAT = np.ones(7)
SETTINGS = (
    Setting("means: 60 against 60 values", _values((normal(6, 2), 60), (normal(6, 2), 60)), _holds(0), at_most=0.96),
    Setting(
        "means, unequal arms and spreads: 12 wide against 120 narrow",
        _values((normal(6, 4), 12), (normal(6, 1), 120)),
        _holds(0),
        at_most=0.96,
    ),
    Setting("means, small: 5 against 5 values", _values((normal(6, 2), 5), (normal(6, 2), 5)), _holds(0), at_most=0.96),
    Setting(
        "means, skew: 400 against 400 lognormal values",
        _values((lognormal(5, 1), 400), (lognormal(5, 1), 400)),
        _holds(0),
        at_most=0.96,
    ),
    Setting(
        "means, skew and unequal arms: 400 against 2,000 waiting times",
        _values((exponential(6), 400), (exponential(5), 2000)),
        _holds(1),
        at_most=0.96,
    ),
    Setting(
        "means, daily sums alone: 28 days of about 40",
        _days(28, 40, 2, FLAT, own=0.3),
        _holds_of_days,
        at_most=0.96,
    ),
    Setting(
        "means, daily sums alone, weekday effects: 28 days of about 40",
        _days(28, 40, 2, WEEK),
        _holds_of_days,
        at_most=0.96,
    ),
    Setting(
        "means, strong skew, small and unequal: 15 against 150 lognormal values",
        _values((lognormal(5, 1), 15), (lognormal(5, 1), 150)),
        _holds(0),
        beyond="too few values for so long a tail",
        warns=_warns,
    ),
    Setting(
        "means, stronger skew: 100 against 900 lognormal values",
        _values((lognormal(5, 1.5), 100), (lognormal(5, 1.5), 900)),
        _holds(0),
        beyond="too few values for so long a tail",
        warns=_warns,
    ),
)
