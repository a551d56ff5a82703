"""Settings of the stepped rollout: two-way fixed effects with CR2, few teams, missing days, rare events, drift."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np

from benchmarks.coverage.before_after import CALLS, WEEK, alike
from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics.stepped import stepped

MONDAY = date(2026, 1, 5)
NEVER = 10_000


def _cells(starts: Sequence[int], days: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    team, day = (grid.ravel() for grid in np.meshgrid(np.arange(len(starts)), np.arange(days), indexing="ij"))
    return team, day, day >= np.array(starts)[team]


def _values(
    starts: Sequence[int], days: int, memory: float, missing: float = 0.0, *, is_even: bool = True
) -> Callable[[np.random.Generator], Drawn]:
    """Values with levels of teams and days (weekdays, a drift), days of a team that resemble, and an effect of one."""
    team, day, begun = _cells(starts, days)
    drift = 0.3 * np.sqrt(day)

    def draw(rng: np.random.Generator) -> Drawn:
        size = np.full(len(starts), 60.0) if is_even else rng.integers(10, 150, len(starts)).astype(float)
        bases = size[team] if is_even else np.maximum(1, rng.poisson(size[team] * CALLS[day % 7]))
        noise = np.concatenate([alike(rng, days, memory) for _ in starts])
        values = team + drift + WEEK[day % 7] + begun + noise * np.sqrt(60 / bases)
        kept = rng.random(len(team)) >= missing
        return team[kept], day[kept], values[kept], bases[kept], begun[kept]

    return draw


def _shares(starts: Sequence[int], days: int, cases: float, own: float) -> Callable[[np.random.Generator], Drawn]:
    team, day, begun = _cells(starts, days)

    def draw(rng: np.random.Generator) -> Drawn:
        trials = rng.poisson(cases * CALLS[day % 7]) + 1
        share = 0.45 + 0.02 * team + 0.05 * WEEK[day % 7] + 0.06 * begun + own * rng.normal(size=len(team))
        return team, day, rng.binomial(trials, np.clip(share, 0, 1)) / trials, trials, begun

    return draw


def _rates(starts: Sequence[int], days: int, events: float, own: float) -> Callable[[np.random.Generator], Drawn]:
    team, day, begun = _cells(starts, days)

    def draw(rng: np.random.Generator) -> Drawn:
        exposure = CALLS[day % 7] * rng.uniform(0.5, 2.0, len(starts))[team]
        rate = events * np.exp(0.05 * team + 0.1 * WEEK[day % 7] + own * rng.normal(size=len(team))) * 0.8**begun
        return team, day, rng.poisson(rate * exposure) / exposure, exposure, begun

    return draw


def _holds(truth: float, *, is_ratio: bool = False) -> Callable[[Drawn], bool | None]:
    def holds(drawn: Drawn) -> bool | None:
        team, day, values, bases, begun = drawn
        days = [MONDAY + timedelta(int(at)) for at in day]
        names = [str(one) for one in team]
        found = stepped(names, days, list(values), list(bases), list(begun), is_ratio=is_ratio)
        return None if found is None else contains(found.low, truth, found.high)

    return holds


RUNS = 3_000
SETTINGS = (
    Setting(
        "stepped: 12 teams, 28 days, independent",
        _values([7, 14, 21] * 4, 28, 0.0),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped, few teams: 5 of them, 30 days",
        _values([5, 10, 15, 20, 25], 30, 0.0),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped, few teams: 8 of them, 28 days, each 0.4 like the last",
        _values([7, 7, 14, 14, 21, 21, NEVER, NEVER], 28, 0.4),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped: 16 teams, 56 days, each 0.5 like the last",
        _values([14, 24, 34, 44] * 4, 56, 0.5),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped, unequal teams, one day in five missing: 10 teams, 35 days",
        _values([0, 7, 7, 14, 14, 21, 21, 28, 28, NEVER], 35, 0.3, 0.2, is_even=False),
        _holds(1),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped, shares, weekday effects: 10 teams, 28 days of 25",
        _shares([7, 14, 21, NEVER, 14] * 2, 28, 25, 0.05),
        _holds(0.06),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped, rates, clustered: 10 teams, 28 days of 8 events",
        _rates([7, 14, 21, 21, 14] * 2, 28, 8, 0.2),
        _holds(0.8, is_ratio=True),
        at_most=0.96,
        runs=RUNS,
    ),
    Setting(
        "stepped, rates, rare: 8 teams, 42 days of 1 event",
        _rates([7, 14, 21, 28] * 2, 42, 1, 0.0),
        _holds(0.8, is_ratio=True),
        at_most=0.96,
        runs=RUNS,
    ),
)
