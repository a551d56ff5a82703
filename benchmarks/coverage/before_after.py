"""Settings of before/after: segmented regression where days resemble one another, lack, or have few events."""

import math
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics.segmented import segmented, tells_weekdays

MONDAY = date(2026, 1, 5)
WEEK = np.array([0.0, -0.2, -0.2, 0.0, 0.3, 0.8, 1.0])  # what a weekday adds
CALLS = np.array([1.3, 1.1, 1.0, 1.0, 1.1, 0.5, 0.3])  # how many cases it has
PAST = 60  # days before the first, whose shocks are still felt
ANOTHER = "the working model is a first-order autoregression, and this is none"


def alike(rng: np.random.Generator, days: int, *memory: float) -> np.ndarray:
    """Normal noise in which each day has so much of the days before it; of variance one if it has of one day."""
    scale = math.sqrt(1 - memory[0] ** 2) if len(memory) == 1 else 1.0
    return scale * np.convolve(rng.normal(size=days + PAST), _echo(memory))[PAST : PAST + days]


@lru_cache
def _echo(memory: tuple[float, ...]) -> np.ndarray:
    """What is left of a day's shock on that day and those after it."""
    echo = np.zeros(PAST)
    echo[0] = 1.0
    for day in range(1, PAST):
        echo[day] = sum(part * echo[day - lag] for lag, part in enumerate(memory, 1) if day >= lag)
    return echo


def _averaged(rng: np.random.Generator, days: int) -> np.ndarray:
    shocks = rng.normal(size=days + 1)
    return shocks[1:] + 0.5 * shocks[:-1]


def _values(
    days: int,
    before: int,
    noise: Callable[[np.random.Generator, int], np.ndarray],
    missing: float = 0.0,
    *,
    is_even: bool = True,
) -> Callable[[np.random.Generator], Drawn]:
    """Values with a trend, weekdays and a jump of one."""

    def draw(rng: np.random.Generator) -> Drawn:
        at = np.arange(days)
        bases = np.full(days, 60.0) if is_even else rng.integers(15, 200, days) * np.resize(CALLS, days)
        values = 8 + 0.05 * at + np.resize(WEEK, days) + (at >= before) + noise(rng, days) * np.sqrt(60 / bases)
        kept = rng.random(days) >= missing
        return at[kept], values[kept], bases[kept], before

    return draw


def _shares(days: int, before: int, own: float) -> Callable[[np.random.Generator], Drawn]:
    """So many of the day's cases, with a share that rises, has weekdays, and wanders from day to day."""

    def draw(rng: np.random.Generator) -> Drawn:
        at = np.arange(days)
        trials = rng.poisson(50 * np.resize(CALLS, days)) + 1
        share = 0.5 + 0.05 * np.resize(WEEK, days) + 0.001 * at + 0.08 * (at >= before)
        share = share + own * alike(rng, days, 0.4) if own else share
        return at, rng.binomial(trials, np.clip(share, 0, 1)) / trials, trials.astype(float), before

    return draw


def _rates(days: int, before: int, events: float, own: float) -> Callable[[np.random.Generator], Drawn]:
    """Events a day over an exposure with weekdays, a trend, days that clump, and a fifth fewer after."""

    def draw(rng: np.random.Generator) -> Drawn:
        at = np.arange(days)
        exposure = np.resize(CALLS, days) * rng.uniform(0.8, 1.2, days)
        rate = events * np.exp(0.2 * np.resize(WEEK, days) + 0.3 * at / days) * np.where(at >= before, 0.8, 1.0)
        rate = rate * np.exp(own * alike(rng, days, 0.4)) if own else rate
        return at, rng.poisson(rate * exposure) / exposure, exposure, before

    return draw


def _holds(truth: float, *, is_ratio: bool = False) -> Callable[[Drawn], bool | None]:
    def holds(drawn: Drawn) -> bool | None:
        at, values, bases, before = drawn
        days = [MONDAY + timedelta(int(day)) for day in at]
        found = segmented(days, list(values), list(bases), MONDAY + timedelta(before), is_ratio=is_ratio)
        return None if found is None else contains(found.low, truth, found.high)

    return holds


def _warns(drawn: Drawn) -> bool:
    """The page warns of fewer than two weeks before the change, and where weekdays cannot be told from it."""
    at, values, bases, before = drawn
    days = [MONDAY + timedelta(int(day)) for day in at]
    return before < 14 or not tells_weekdays(days, list(values), list(bases), MONDAY + timedelta(before))


def _memory(*memory: float) -> Callable[[np.random.Generator, int], np.ndarray]:
    return lambda rng, days: alike(rng, days, *memory)


RUNS = 4_000
SETTINGS = (
    Setting("before/after: 28 days, independent", _values(28, 14, _memory(0.0)), _holds(1), at_most=0.96, runs=RUNS),
    Setting(
        "before/after: 28 days, each 0.3 like the last",
        _values(28, 14, _memory(0.3)),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after: 28 days, each 0.6 like the last",
        _values(28, 14, _memory(0.6)),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after: 56 days, each 0.5 like the last",
        _values(56, 28, _memory(0.5)),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting("before/after: 90 days, independent", _values(90, 45, _memory(0.0)), _holds(1), at_most=0.96, runs=RUNS),
    Setting(
        "before/after: 90 days, each 0.6 like the last",
        _values(90, 60, _memory(0.6)),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after: 180 days, each 0.4 like the last",
        _values(180, 120, _memory(0.4)),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after: 180 days, each 0.7 like the last",
        _values(180, 90, _memory(0.7)),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after: 90 days, like the last two",
        _values(90, 45, _memory(0.3, 0.2)),
        _holds(1),
        at_least=0.93,
        at_most=0.96,
        runs=RUNS,
        note=ANOTHER,
    ),
    Setting(
        "before/after: 90 days, moving average",
        _values(90, 45, _averaged),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
        note=ANOTHER,
    ),
    Setting(
        "before/after, unequal days, one in seven missing: 63 days",
        _values(63, 35, _memory(0.4), 1 / 7, is_even=False),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after, shares, weekday effects: 56 days of 50",
        _shares(56, 28, 0.0),
        _holds(0.08),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after, shares that wander: 90 days of 50", _shares(90, 45, 0.06), _holds(0.08), at_most=0.96, runs=RUNS
    ),
    Setting(
        "before/after, rates: 56 days of 20 events",
        _rates(56, 28, 20, 0.0),
        _holds(0.8, is_ratio=True),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after, rates, clustered: 90 days of 20 events",
        _rates(90, 45, 20, 0.3),
        _holds(0.8, is_ratio=True),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after, rates, rare: 84 days of 1 event",
        _rates(84, 42, 1, 0.0),
        _holds(0.8, is_ratio=True),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "before/after: 21 days, each 0.3 like the last",
        _values(21, 11, _memory(0.3)),
        _holds(1),
        runs=RUNS,
        beyond="twelve days more than parameters tell little of how alike days are",
        warns=_warns,
    ),
    Setting(
        "before/after, long before, short after: 60 days and 10",
        _values(70, 60, _memory(0.3)),
        _holds(1),
        at_most=0.97,
        runs=RUNS,
        note="careful: ten days after the switch",
    ),
    Setting(
        "before/after, too short: 7 days and 7",
        _values(14, 7, _memory(0.3)),
        _holds(1),
        runs=RUNS,
        beyond="weekdays cannot be told from the jump",
        warns=_warns,
    ),
)
