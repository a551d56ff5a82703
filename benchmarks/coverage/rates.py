"""Settings of rates: the exact conditional interval of a ratio."""

from collections.abc import Callable

import numpy as np

from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics import Day, ratio_of_rates
from innovate.experiments.statistics.checks import UNEVEN_ALARM, uneven_rates

CAREFUL = "careful by construction: an exact interval never covers less, and more where events are few"
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 1.1, 0.5, 0.4])


def _events(variant: tuple[float, float], control: tuple[float, float]) -> Callable[[np.random.Generator], Drawn]:
    """Poisson events of a rate over an exposure."""
    return lambda rng: tuple((float(rng.poisson(rate * base)), base) for rate, base in (variant, control))


def _days(ratio: float, clump: float, days: int = 28) -> Callable[[np.random.Generator], Drawn]:
    """Daily events with a weekday that both arms share; a clump above 0 makes each day of an arm vary by itself."""

    def draw(rng: np.random.Generator) -> Drawn:
        bases = rng.uniform(0.5, 1.5, (2, days)) * np.resize(WEEK, days)
        rates = np.array([[40.0 * ratio], [40.0]]) * np.ones((2, days))
        if clump:
            rates = rates * rng.gamma(1 / clump, clump, (2, days))
        counts = rng.poisson(rates * bases)
        return tuple(
            [Day(float(n), float(t)) for n, t in zip(*arm, strict=True)] for arm in zip(counts, bases, strict=True)
        )

    return draw


def _holds(truth: float) -> Callable[[Drawn], bool | None]:
    def holds(drawn: Drawn) -> bool | None:
        found = ratio_of_rates(*drawn)
        return None if found is None else contains(found.low, truth, found.high)

    return holds


def _holds_of_days(truth: float) -> Callable[[Drawn], bool | None]:
    holds = _holds(truth)
    return lambda drawn: holds([(sum(day.amount for day in arm), sum(day.base for day in arm)) for arm in drawn])


def _warns(drawn: tuple[list[Day], list[Day]]) -> bool:
    found = uneven_rates(*drawn)
    return found is not None and found.p_value < UNEVEN_ALARM


SETTINGS = (
    Setting("rates: 36 against 40 per 1,000 of 20,000", _events((36, 20), (40, 20)), _holds(0.9), at_most=0.96),
    Setting(
        "rates, many events: about 18,000 against 20,000",
        _events((36, 500), (40, 500)),
        _holds(0.9),
        at_most=0.96,
    ),
    Setting(
        "rates, unequal arms: a tenth of the exposure",
        _events((36, 5), (40, 45)),
        _holds(0.9),
        at_most=0.96,
    ),
    Setting(
        "rates, weekday effects: 28 days",
        _days(0.9, 0.0),
        _holds_of_days(0.9),
        at_most=0.96,
    ),
    Setting("rates, rare: 8 against 12 events expected", _events((0.8, 10), (1.2, 10)), _holds(2 / 3), note=CAREFUL),
    Setting("rates, rarer: 1 against 9 events expected", _events((1, 1), (1, 9)), _holds(1), note=CAREFUL),
    Setting(
        "rates, clustered: each day of an arm varies by a quarter of itself",
        _days(0.9, 1 / 16),
        _holds_of_days(0.9),
        beyond="events that do not come one by one",
        warns=_warns,
    ),
)
