"""Settings of the checks beside a result: how often data with nothing wrong are warned of."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from benchmarks.coverage.simulating import Drawn, Setting
from innovate.experiments.statistics import Day
from innovate.experiments.statistics.checks import (
    BASELINE_ALARM,
    OUTLYING_CHANCE,
    RATIO_ALARM,
    UNEVEN_ALARM,
    apart_from_baseline,
    outlying,
    sample_ratio,
    uneven_rates,
    uneven_shares,
)

MONDAY = date(2026, 3, 2)
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.5, 0.4])
CHANCE = 0.005  # how far the runs may lie from what is promised
RUNS = 4_000


def _dates(days: int) -> list[date]:
    return [MONDAY + timedelta(days=place) for place in range(days)]


def _cases(rng: np.random.Generator) -> Drawn:
    """Two arms that each got half, day after day."""
    return rng.poisson(40, (2, 60)).cumsum(axis=1).T.tolist()


def _ratio_stays(drawn: Drawn) -> bool:
    return all(sample_ratio(day, (1, 1)) >= RATIO_ALARM for day in drawn)


def _rates(rng: np.random.Generator) -> Drawn:
    """Events that come one by one, with a weekday that both arms share."""
    bases = rng.uniform(0.5, 1.5, (2, 28)) * np.resize(WEEK, 28)
    counts = rng.poisson(np.array([[18.0], [20.0]]) * bases)
    return [[Day(float(n), float(t)) for n, t in zip(*arm, strict=True)] for arm in zip(counts, bases, strict=True)]


def _shares(rng: np.random.Generator) -> Drawn:
    """Cases that turn out well one by one, with a weekday that both arms share."""
    trials = rng.poisson(40, (2, 28)) + 1
    counts = rng.binomial(trials, np.resize(WEEK, 28) * 0.5 + np.array([[0.03], [0.0]]))
    return [[Day(float(s), float(n)) for s, n in zip(*arm, strict=True)] for arm in zip(counts, trials, strict=True)]


def _values(days: int, weekend: float) -> Callable[[np.random.Generator], Drawn]:
    """Daily values with a weekend unlike the week, by so many of their spreads."""
    dates = _dates(days)
    centre = np.array([weekend if day.weekday() >= 5 else 0.0 for day in dates])
    return lambda rng: (dates, rng.normal(centre, 1).tolist())


def _none_outlying(drawn: Drawn) -> bool:
    return not outlying(*drawn)


def _before(rng: np.random.Generator) -> Drawn:
    return [Day(float(rng.binomial(60, 0.62)), 60) for _ in range(28)]


def _usual(drawn: Drawn) -> bool:
    found = apart_from_baseline(drawn, 0.62)
    return found is not None and found.p_value >= BASELINE_ALARM


def _even_rates(drawn: Drawn) -> bool:
    found = uneven_rates(*drawn)
    return found is None or found.p_value >= UNEVEN_ALARM


def _even_shares(drawn: Drawn) -> bool:
    found = uneven_shares(*drawn)
    return found is None or found.p_value >= UNEVEN_ALARM


SETTINGS = (
    Setting("sample ratio, looked at on 60 days", _cases, _ratio_stays, 0.98, runs=RUNS),
    Setting("uneven days: rates", _rates, _even_rates, 1 - UNEVEN_ALARM - CHANCE, runs=RUNS),
    Setting("uneven days: shares", _shares, _even_shares, 1 - UNEVEN_ALARM - CHANCE, runs=RUNS),
    Setting("outlying: 14 days", _values(14, 0), _none_outlying, 1 - OUTLYING_CHANCE - CHANCE, runs=RUNS),
    Setting(
        "outlying: 14 days, weekends unlike", _values(14, 8), _none_outlying, 1 - OUTLYING_CHANCE - CHANCE, runs=RUNS
    ),
    Setting(
        "outlying: 60 days, weekends unlike", _values(60, 8), _none_outlying, 1 - OUTLYING_CHANCE - CHANCE, runs=RUNS
    ),
    Setting("an ordinary time before", _before, _usual, 1 - BASELINE_ALARM - CHANCE, runs=RUNS),
)
