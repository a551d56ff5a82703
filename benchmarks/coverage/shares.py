"""Settings of shares: Newcombe's interval of a difference."""

from collections.abc import Callable

import numpy as np

from benchmarks.coverage.simulating import Drawn, Setting, contains
from innovate.experiments.statistics import difference_of_shares
from innovate.experiments.statistics.checks import has_small_counts

WEEK = np.array([0.66, 0.65, 0.63, 0.64, 0.60, 0.44, 0.40])  # a share that falls at the weekend
DRIFT = np.linspace(0.45, 0.70, 28)  # one that rises through four weeks, in both arms alike


def _fixed(variant: tuple[float, int], control: tuple[float, int]) -> Callable[[np.random.Generator], Drawn]:
    """A share of so many in either arm."""
    return lambda rng: tuple((float(rng.binomial(n, share)), float(n)) for share, n in (variant, control))


def _daily(control: np.ndarray, effect: float, means: tuple[float, float]) -> Callable[[np.random.Generator], Drawn]:
    """Days whose share differs, and a difference that does not; the cases of a day are Poisson."""

    def draw(rng: np.random.Generator) -> Drawn:
        arms = []
        for share, mean in ((control + effect, means[0]), (control, means[1])):
            trials = rng.poisson(mean, len(share))
            arms.append((float(rng.binomial(trials, share).sum()), float(trials.sum())))
        return tuple(arms)

    return draw


def _holds(truth: float) -> Callable[[Drawn], bool]:
    def holds(drawn: Drawn) -> bool:
        found = difference_of_shares(*drawn)
        return contains(found.low, truth, found.high)

    return holds


def _warns(drawn: Drawn) -> bool:
    return has_small_counts(*drawn)


def _of(name: str, variant: tuple[float, int], control: tuple[float, int]) -> Setting:
    return Setting(name, _fixed(variant, control), _holds(variant[0] - control[0]), at_most=0.96)


SETTINGS = (
    _of("shares: 63 % against 60 % of 400", (0.63, 400), (0.60, 400)),
    _of("shares, unequal arms: 66 % of 90 against 62 % of 900", (0.66, 90), (0.62, 900)),
    _of("shares, rare: 3 % against 2 % of 1,000", (0.03, 1000), (0.02, 1000)),
    _of("shares, rarer: 0.8 % against 0.5 % of 4,000", (0.008, 4000), (0.005, 4000)),
    _of("shares, rare and unequal: 3 % of 500 against 2 % of 4,500", (0.03, 500), (0.02, 4500)),
    _of("shares, high: 97 % against 95 % of 600", (0.97, 600), (0.95, 600)),
    Setting(
        "shares, weekday effects: 60 a day and arm, four weeks",
        _daily(np.tile(WEEK, 4), 0.04, (60, 60)),
        _holds(0.04),
        at_most=0.96,
    ),
    Setting("shares, drift: 60 a day and arm, four weeks", _daily(DRIFT, 0.04, (60, 60)), _holds(0.04)),
    Setting(
        "shares, very small: 60 % against 40 % of 8",
        _fixed((0.6, 8), (0.4, 8)),
        _holds(0.2),
        beyond="eight of each",
        warns=_warns,
    ),
    Setting(
        "shares, very rare: 0.2 % against 0.2 % of 500",
        _fixed((0.002, 500), (0.002, 500)),
        _holds(0),
        beyond="one success in an arm",
        warns=_warns,
    ),
)
