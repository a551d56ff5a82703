"""Shares: how many of how many, and the difference between two arms.

Sources: E. B. Wilson (1927), Journal of the American Statistical Association 22:209-212, for one share; R. G. Newcombe
(1998), Statistics in Medicine 17:873-890, method 10, for the interval of a difference; the pooled two-proportion z test
as in Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3.3, without continuity correction;
A. Agresti and B. Caffo (2000), The American Statistician 54:280-288, for the standard error.
"""

import math

from innovate.experiments.statistics.distributions import normal_p, normal_reach
from innovate.experiments.statistics.estimate import LEVEL, Estimate

Counted = tuple[float, float]  # successes, trials


def wilson(counted: Counted, level: float = LEVEL) -> tuple[float, float]:
    """The score interval of one share; it never leaves 0 to 1, and holds the share itself at both ends too."""
    successes, trials = counted
    z = normal_reach(level)
    share, whole = successes / trials, trials + z * z
    centre = (successes + z * z / 2) / whole
    reach = z * math.sqrt(trials * share * (1 - share) + z * z / 4) / whole
    low = 0.0 if successes == 0 else min(share, centre - reach)
    high = 1.0 if successes == trials else max(share, centre + reach)
    return low, high


def difference_of_shares(variant: Counted, control: Counted, level: float = LEVEL) -> Estimate:
    """Variant minus control, with Newcombe's hybrid score interval and the pooled z test.

    Where no trial of either arm succeeded, or all did, nothing speaks against equal shares: p is 1.
    """
    one, other = variant[0] / variant[1], control[0] / control[1]
    one_low, one_high = wilson(variant, level)
    other_low, other_high = wilson(control, level)
    effect = one - other
    low = effect - math.hypot(one - one_low, other_high - other)
    high = effect + math.hypot(one_high - one, other - other_low)
    return Estimate(effect, max(-1.0, low), min(1.0, high), _p_value(variant, control), _error(variant, control))


def _p_value(variant: Counted, control: Counted) -> float:
    pooled = (variant[0] + control[0]) / (variant[1] + control[1])
    variance = pooled * (1 - pooled) * (1 / variant[1] + 1 / control[1])
    if variance == 0:
        return 1.0
    return normal_p((variant[0] / variant[1] - control[0] / control[1]) / math.sqrt(variance))


def _error(variant: Counted, control: Counted) -> float:
    """The standard error with one success and one failure more in each arm: never nothing, however few there were."""
    variances = ((s + 1) * (n - s + 1) / (n + 2) ** 3 for s, n in (variant, control))
    return math.sqrt(sum(variances))
