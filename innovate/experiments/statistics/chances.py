"""The chance that one arm is better than another, under a prior that is stated; a help for readers, never the rule.

One prior for all kinds, Jeffreys': it says next to nothing, and the same whatever scale a metric is kept on. It makes a
share's posterior Beta(s + 1/2, n - s + 1/2) and a rate's Gamma(events + 1/2, exposure); for means, flat in the mean and
in the logarithm of the spread, it makes Student's t, and the difference of two is taken as Welch's. Nothing is drawn at
random: shares are integrated, rates and means have closed forms.

Sources: H. Jeffreys (1961), Theory of Probability, 3rd ed., III; L. D. Brown, T. T. Cai and A. DasGupta (2001),
Statistical Science 16:101-133, for shares; A. Gelman and others (2013), Bayesian Data Analysis, 3rd ed., 2 and 3.
"""

import math

from innovate.experiments.statistics.distributions import beta_cdf, t_cdf
from innovate.experiments.statistics.means import Mean, difference_of_means

PRIOR = "a prior that favours no value (Jeffreys’)"  # as pages call it
NODES, STEP = 48, 0.4  # of the integral: so many nodes at least, so far apart at most
FORGOTTEN = 1e-15  # the probability beyond either end of the integral

Counted = tuple[float, float]  # successes and trials, or events and exposure


def chance_of_share(variant: Counted, control: Counted) -> float:
    """That the variant's share is the higher one; each arm is (successes, trials)."""
    return beta_above(_posterior(variant), _posterior(control))


def _posterior(counted: Counted) -> tuple[float, float]:
    return counted[0] + 0.5, counted[1] - counted[0] + 0.5


def beta_above(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The probability that one beta variable is above another, each by its two parameters.

    The density of the narrower one is summed over the distribution of the other, in equal steps of the logit: what is
    summed there is smooth and fades at both ends, where the trapezium rule is exact to about eight digits.
    """
    if _precision(one) >= _precision(other):
        return _narrow_above(one, other)
    return 1 - _narrow_above(other, one)


def _precision(parameters: tuple[float, float]) -> float:
    """How narrow a beta variable is on the logit scale."""
    return 1 / (1 / parameters[0] + 1 / parameters[1])


def _narrow_above(one: tuple[float, float], other: tuple[float, float]) -> float:
    import numpy as np
    from scipy.special import betainc, betaincc, betaincinv, expit, log_expit, logit

    a, b = one
    lowest = logit(max(betaincinv(a, b, FORGOTTEN), 1e-300))
    highest = -logit(max(betaincinv(b, a, FORGOTTEN), 1e-300))
    at = np.linspace(lowest, highest, max(NODES, math.ceil((highest - lowest) / STEP)))
    density = a * log_expit(at) + b * log_expit(-at)
    density = np.exp(density - density.max())
    lower = at < 0  # each half of the scale is asked from its own end, so that neither loses digits
    below = np.concatenate((betainc(*other, expit(at[lower])), betaincc(*other[::-1], expit(-at[~lower]))))
    return float((density * below).sum() / density.sum())


def chance_of_rate(variant: Counted, control: Counted) -> float:
    """That the variant's rate is the higher one; each arm is (events, exposure).

    Of two gamma variables, the part that one has in their sum is a beta variable.
    """
    exposures = variant[1] + control[1]
    return beta_cdf(control[0] + 0.5, variant[0] + 0.5, control[1] / exposures)


def chance_of_mean(variant: Mean, control: Mean) -> float:
    """That the variant's mean is the higher one."""
    found = difference_of_means(variant, control)
    return chance_of_effect(found.effect, found.error or 0.0, found.freedom)


def chance_of_effect(effect: float, error: float, freedom: float | None = None) -> float:
    """That an effect with that standard error is above 0, under a flat prior."""
    if error == 0:
        return 0.5 if effect == 0 else float(effect > 0)
    return t_cdf(effect / error, math.inf if freedom is None else freedom)
