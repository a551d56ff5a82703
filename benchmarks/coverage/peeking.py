"""Settings of looking every day: an alarm is an interval of the sequence, on any day, that leaves the truth out."""

import math
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from benchmarks.coverage.before_after import alike
from benchmarks.coverage.means import Values, exponential, lognormal, normal
from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics import (
    Day,
    Mean,
    confidence_sequence,
    difference_of_days,
    difference_of_means,
    difference_of_shares,
    ratio_of_rates,
)
from innovate.experiments.statistics.checks import is_out_of_balance
from innovate.experiments.statistics.segmented import segmented
from innovate.experiments.statistics.stepped import stepped

RUNS = 2_000
DATES = [date(2026, 1, 5) + timedelta(days=place) for place in range(35)]
AT_LEAST = 0.95  # of the runs without any alarm


def _shares(shares: np.ndarray, effect: float, cases: tuple[float, float]) -> Callable[[np.random.Generator], Drawn]:
    days = len(shares)

    def draw(rng: np.random.Generator) -> Drawn:
        trials = rng.poisson(np.array(cases)[:, None], (2, days))
        counts = rng.binomial(trials, shares + np.array([[effect], [0.0]]))
        return counts.cumsum(axis=1).tolist(), trials.cumsum(axis=1).tolist()

    return draw


def _shares_hold(planned: float, effect: float) -> Callable[[Drawn], bool]:
    def holds(drawn: Drawn) -> bool:
        for s, t, m, n in zip(*drawn[0], *drawn[1], strict=True):
            if m and n:
                found = difference_of_shares((s, m), (t, n))
                if not _in(found.effect - effect, found.error, m + n, planned):
                    return False
        return True

    return holds


def _rates(rate: float, ratio: float, bases: tuple[float, float], days: int) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        exposure = np.array(bases)[:, None] * np.arange(1, days + 1)
        expected = np.array(bases) * (rate * ratio, rate)
        return rng.poisson(expected[:, None], (2, days)).cumsum(axis=1).tolist(), exposure.tolist()

    return draw


def _rates_hold(planned: float, ratio: float) -> Callable[[Drawn], bool]:
    def holds(drawn: Drawn) -> bool:
        for x, y, one, other in zip(*drawn[0], *drawn[1], strict=True):
            found = ratio_of_rates((x, one), (y, other))
            if found is None or found.error is None:  # no event in one of the arms: nothing to read yet
                continue
            if not _in(math.log(found.effect / ratio), found.error, one + other, planned):
                return False
        return True

    return holds


def _means(values: Values, cases: tuple[int, int], days: int) -> Callable[[np.random.Generator], Drawn]:
    def draw(rng: np.random.Generator) -> Drawn:
        arms = []
        for n in cases:
            drawn = values(rng, n * days)
            last = np.arange(1, days + 1) * n
            total, squares = drawn.cumsum()[last - 1], (drawn * drawn).cumsum()[last - 1]
            mean = total / last
            variance = np.maximum(squares - total * mean, 0) / np.maximum(last - 1, 1) / last
            arms.append([Mean(*one) for one in zip(mean.tolist(), variance.tolist(), (last - 1).tolist(), strict=True)])
        return arms

    return draw


def _means_hold(planned: float) -> Callable[[Drawn], bool]:
    def holds(drawn: Drawn) -> bool:
        for one, other in zip(*drawn, strict=True):
            if min(one.freedom, other.freedom) >= 1 and not is_out_of_balance(one, other):
                found = difference_of_means(one, other)
                if not _in(found.effect, found.error, one.freedom + other.freedom + 2, planned, found.freedom):
                    return False
        return True

    return holds


def _sums(rng: np.random.Generator) -> Drawn:
    """Daily sums alone, with a weekday that both arms share."""
    bases = rng.poisson(30, (2, 60)) + 1
    sums = rng.normal(bases * np.resize(WEEK, 60) * 6, 2 * np.sqrt(bases))
    return [[Day(float(s), float(n)) for s, n in zip(*arm, strict=True)] for arm in zip(sums, bases, strict=True)]


def _sums_hold(drawn: tuple[list[Day], list[Day]]) -> bool:
    for day in range(2, 61):
        found = difference_of_days(drawn[0][:day], drawn[1][:day])
        if found is not None and not _in(found.effect, found.error, day, 60, found.freedom):
            return False
    return True


def _jump(rng: np.random.Generator) -> Drawn:
    """Two weeks before a change that changes nothing, and two after it."""
    return (6 * np.resize(WEEK, 28) + alike(rng, 28, 0.2)).tolist()


def _jump_holds(values: list[float]) -> bool:
    for day in range(15, 29):
        found = segmented(DATES[:day], values[:day], [60.0] * day, DATES[14])
        if found is not None and not _in(found.effect, found.error, day, 28, found.freedom):
            return False
    return True


def _rollout(rng: np.random.Generator) -> Drawn:
    """Four teams, of which one begins each week with what changes nothing."""
    return (6 * np.resize(WEEK, 35) + np.arange(4.0)[:, None] + [alike(rng, 35, 0.2) for _ in range(4)]).tolist()


def _rollout_holds(teams: list[list[float]]) -> bool:
    for last in range(8, 36):
        cells = [(team, day) for team in range(4) for day in range(last)]
        found = stepped(
            [str(team) for team, _ in cells],
            [DATES[day] for _, day in cells],
            [teams[team][day] for team, day in cells],
            [60.0] * len(cells),
            [day >= 7 * (team + 1) for team, day in cells],
        )
        if found is not None and not _in(found.effect, found.error, last, 35, found.freedom):
            return False
    return True


def _in(effect: float, error: float | None, size: float, planned: float, freedom: float | None = None) -> bool:
    low, high = confidence_sequence(effect, error or 0.0, size, tuned_to=planned, freedom=freedom)
    return contains(low, 0.0, high)


def _share(name: str, share: float | np.ndarray, cases: tuple[float, float], days: int, effect: float = 0.0) -> Setting:
    planned, shares = sum(cases) * days, np.resize(share, days)
    return Setting(name, _shares(shares, effect, cases), _shares_hold(planned, effect), AT_LEAST, runs=RUNS)


def _rate(name: str, rate: float, bases: tuple[float, float], days: int, ratio: float = 1.0) -> Setting:
    return Setting(name, _rates(rate, ratio, bases, days), _rates_hold(sum(bases) * days, ratio), AT_LEAST, runs=RUNS)


def _mean(name: str, values: Values, cases: tuple[int, int], days: int) -> Setting:
    return Setting(name, _means(values, cases, days), _means_hold(sum(cases) * days), AT_LEAST, runs=RUNS)


WEEK = np.array([1.0, 1.0, 0.95, 0.95, 1.05, 1.3, 1.35])  # what a weekday does to every value
SETTINGS = (
    _share("share: 60 %, 50 a day and arm, 60 days", 0.6, (50, 50), 60),
    _share("share, weekday effects: 50 a day and arm, 60 days", 0.5 * WEEK, (50, 50), 60),
    _share("share, drift: 45 to 70 %, 50 a day and arm, 60 days", np.linspace(0.45, 0.7, 60), (50, 50), 60),
    _share("share, rare: 2 %, 20 a day and arm, 60 days", 0.02, (20, 20), 60),
    _share("share, rare and unequal: 2 %, 4 and 36 a day, 60 days", 0.02, (4, 36), 60),
    _share("share, few: 50 %, one a day and arm, 90 days", 0.5, (1, 1), 90),
    _share("share, a true difference: 66 % against 60 %, 50 a day and arm, 60 days", 0.6, (50, 50), 60, effect=0.06),
    _mean("mean: 20 a day and arm, 60 days", normal(6, 2), (20, 20), 60),
    _mean("mean, few: one a day and arm, 90 days", normal(6, 2), (1, 1), 90),
    _mean("mean, skew: 20 lognormal a day and arm, 60 days", lognormal(5, 1), (20, 20), 60),
    _mean("mean, skew, three times as many: 5 and 15 lognormal a day, 60 days", lognormal(5, 1.5), (5, 15), 60),
    _mean("mean, skew and unequal: 10 and 90 waiting times a day, 60 days", exponential(6), (10, 90), 60),
    _mean("mean, skew and unequal: 10 and 90 lognormal a day, 60 days", lognormal(5, 1), (10, 90), 60),
    Setting("mean, daily sums alone, weekday effects: 60 days", _sums, _sums_hold, AT_LEAST, runs=RUNS),
    Setting("before/after: two weeks and two weeks", _jump, _jump_holds, AT_LEAST, runs=RUNS),
    Setting(
        "stepped rollout: four teams, one begins each week, five weeks", _rollout, _rollout_holds, AT_LEAST, runs=RUNS
    ),
    _rate("rate: 40 per 1,000, 500 a day and arm, 60 days", 40, (0.5, 0.5), 60),
    _rate("rate, rare: one event a day in both arms, 60 days", 1, (0.5, 0.5), 60),
    _rate("rate, rare and unequal: a tenth and nine tenths of an event a day, 90 days", 1, (0.1, 0.9), 90),
    _rate("rate, a true ratio: 32 against 40 per 1,000, 500 a day and arm, 60 days", 40, (0.5, 0.5), 60, ratio=0.8),
)
