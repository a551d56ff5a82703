"""Rates: events over an exposure, and the ratio of two arms.

Given all events of both arms, how many fell in one of them is binomial, and its exact interval is that of the ratio:
C. J. Clopper and E. S. Pearson (1934), Biometrika 26:404-413; J. Przyborowski and H. Wilenski (1940), Biometrika
31:313-323; K. J. Rothman (2012), Epidemiology: An Introduction, 2nd ed., ch. 9. One rate: F. Garwood (1936), Biometrika
28:437-442. The exact method is used whatever the number of events; it never covers less than its level, and covers
more where events are few.
"""

import math

from innovate.experiments.statistics.distributions import beta_cdf, beta_quantile, beta_upper_quantile
from innovate.experiments.statistics.estimate import LEVEL, Estimate

Counted = tuple[float, float]  # events, exposure


def ratio_of_rates(variant: Counted, control: Counted, level: float = LEVEL) -> Estimate | None:
    """Variant over control, with the exact conditional interval and p; None while neither arm has an event.

    Without events in the variant the ratio is 0, and without any in the control infinite; the interval is then bounded
    on the other side alone. p is twice the smaller exact tail, at most 1.
    """
    events, exposure = variant
    others, other_exposure = control
    if events + others == 0:
        return None
    ratio = events / exposure * other_exposure / others if others else math.inf
    error = math.sqrt(1 / events + 1 / others) if events and others else None
    low, high = _interval(events, others, level)
    scale = other_exposure / exposure
    return Estimate(ratio, low * scale, high * scale, _p_value(variant, control), error)


def _interval(events: float, others: float, level: float) -> tuple[float, float]:
    """The bounds of the odds that an event is the variant's; each side of the odds is computed for itself."""
    tail = (1 - level) / 2
    low, high = 0.0, math.inf
    if events:
        low = beta_quantile(events, others + 1, tail) / beta_upper_quantile(others + 1, events, tail)
    if others:
        high = beta_upper_quantile(events + 1, others, tail) / beta_quantile(others, events + 1, tail)
    return low, high


def _p_value(variant: Counted, control: Counted) -> float:
    """Of the binomial of the variant's events among all, were both rates one."""
    events, exposure = variant
    others, other_exposure = control
    ours = exposure / (exposure + other_exposure)
    theirs = other_exposure / (exposure + other_exposure)
    so_many = beta_cdf(events, others + 1, ours) if events else 1.0
    so_few = beta_cdf(others, events + 1, theirs) if others else 1.0
    return min(1.0, 2 * min(so_many, so_few))


def rate_interval(events: float, exposure: float, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of one Poisson rate, from quantiles of the gamma distribution."""
    from scipy.special import gammainccinv, gammaincinv

    tail = (1 - level) / 2
    low = float(gammaincinv(events, tail)) if events else 0.0
    return low / exposure, float(gammainccinv(events + 1, tail)) / exposure
