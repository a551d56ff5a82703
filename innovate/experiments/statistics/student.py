"""An effect with Student's interval around it, as regressions have it; or the ratio that it is the logarithm of."""

import math

from innovate.experiments.statistics.distributions import t_p, t_reach
from innovate.experiments.statistics.estimate import Estimate

LARGEST = math.log(1e300)


def students(effect: float, error: float, freedom: float, level: float, *, is_ratio: bool = False) -> Estimate:
    """The estimate; of a ratio `effect` and `error` are those of its logarithm, and the error remains so."""
    reach = t_reach(level, freedom) * error
    bounds = effect, effect - reach, effect + reach
    if is_ratio:
        bounds = _exponential(bounds[0]), _exponential(bounds[1]), _exponential(bounds[2])
    return Estimate(*bounds, t_p(effect / error, freedom), error, freedom)


def _exponential(logarithm: float) -> float:
    return math.exp(logarithm) if logarithm < LARGEST else math.inf
