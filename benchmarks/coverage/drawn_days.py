"""Settings of parallel groups between which whole days were drawn: days differ by more than chance."""

from collections.abc import Callable

import numpy as np

from benchmarks.coverage.before_after import CALLS, WEEK
from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics import Day, difference_of_drawn_days

Amounts = Callable[[np.random.Generator, np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def _drawn(days: int, ours: int, cases: float, own: float, amounts: Amounts) -> Callable[[np.random.Generator], Drawn]:
    """So many days with weekdays of their own, of which chance gives so many to the variant.

    `own` is how much each day varies by itself; `amounts` makes a day's amount of whose it is, what it
    adds, and its base.
    """

    def draw(rng: np.random.Generator) -> Drawn:
        bases = rng.poisson(cases * np.resize(CALLS, days)) + 1
        added = 0.3 * own * np.resize(WEEK, days) + own * rng.normal(size=days)
        is_ours = rng.permutation(days) < ours
        found = amounts(rng, is_ours, added, bases)
        return tuple(
            [Day(float(amount), float(base)) for amount, base in zip(found[which], bases[which], strict=True)]
            for which in (is_ours, ~is_ours)
        )

    return draw


def _successes(rng: np.random.Generator, is_ours: np.ndarray, added: np.ndarray, bases: np.ndarray) -> np.ndarray:
    return rng.binomial(bases, np.clip(0.6 + 0.05 * is_ours + added, 0, 1))


def _sums(rng: np.random.Generator, is_ours: np.ndarray, added: np.ndarray, bases: np.ndarray) -> np.ndarray:
    return np.asarray(rng.normal(bases * (6 + 0.5 * is_ours + added), 2 * np.sqrt(bases)))


def _events(rng: np.random.Generator, is_ours: np.ndarray, added: np.ndarray, bases: np.ndarray) -> np.ndarray:
    return np.asarray(rng.poisson(0.2 * bases * 0.8**is_ours * np.exp(added)))


def _holds(truth: float, *, is_ratio: bool = False) -> Callable[[Drawn], bool | None]:
    def holds(drawn: Drawn) -> bool | None:
        found = difference_of_drawn_days(*drawn, is_ratio=is_ratio)
        return None if found is None else contains(found.low, truth, found.high)

    return holds


SETTINGS = (
    Setting(
        "drawn days, shares that wander: 14 against 14 days of 60",
        _drawn(28, 14, 60, 0.08, _successes),
        _holds(0.05),
        at_most=0.96,
    ),
    Setting(
        "drawn days, shares, uneven groups: 9 against 19 days of 60",
        _drawn(28, 9, 60, 0.08, _successes),
        _holds(0.05),
        at_most=0.96,
    ),
    Setting(
        "drawn days, means: 14 against 14 days of 40",
        _drawn(28, 14, 40, 0.5, _sums),
        _holds(0.5),
        at_most=0.96,
    ),
    Setting(
        "drawn days, rates that wander: 30 against 30 days of 16 events",
        _drawn(60, 30, 80, 0.25, _events),
        _holds(0.8, is_ratio=True),
        at_most=0.96,
    ),
)
