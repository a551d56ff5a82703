"""The distributions behind the estimates, as plain functions of plain numbers.

The normal one comes from Python itself, so that what needs nothing else never loads scipy.
"""

import math
from statistics import NormalDist

_NORMAL = NormalDist()


def normal_quantile(probability: float) -> float:
    """The standard normal value below which that probability lies."""
    return _NORMAL.inv_cdf(probability)


def normal_reach(level: float) -> float:
    """How many standard errors a two-sided normal interval reaches to each side: 1.96 at 95 %."""
    return normal_quantile((1 + level) / 2)


def normal_p(z: float) -> float:
    """The two-sided p-value of a standard normal statistic."""
    return math.erfc(abs(z) / math.sqrt(2))


def t_cdf(t: float, freedom: float) -> float:
    """The probability that Student's t is at most `t`."""
    from scipy.special import stdtr

    return float(stdtr(freedom, t))


def t_reach(level: float, freedom: float) -> float:
    """How many standard errors a two-sided interval of Student's t reaches to each side."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + level) / 2))


def t_p(t: float, freedom: float) -> float:
    """The two-sided p-value of Student's t."""
    return min(1.0, 2 * t_cdf(-abs(t), freedom))


def beta_cdf(a: float, b: float, x: float) -> float:
    """The probability that a Beta(a, b) variable is at most `x`."""
    from scipy.special import betainc

    return float(betainc(a, b, x))


def beta_quantile(a: float, b: float, probability: float) -> float:
    """The value below which a Beta(a, b) variable lies with that probability."""
    from scipy.special import betainc, betaincinv

    value = float(betaincinv(a, b, probability))
    return _nearer(value, a, b, float(betainc(a, b, value)) - probability)


def beta_upper_quantile(a: float, b: float, probability: float) -> float:
    """The value above which a Beta(a, b) variable lies with that probability, exact where that is close to none."""
    from scipy.special import betaincc, betainccinv

    value = float(betainccinv(a, b, probability))
    return _nearer(value, a, b, probability - float(betaincc(a, b, value)))


def _nearer(value: float, a: float, b: float, beyond: float) -> float:
    """A step of Newton's: for a few parameters, a = 1,000 among them, scipy stops looking after six digits."""
    from scipy.special import betaln

    if not 0 < value < 1 or beyond == 0:
        return value
    density = math.exp((a - 1) * math.log(value) + (b - 1) * math.log1p(-value) - float(betaln(a, b)))
    nearer = value - beyond / density if density else value
    return nearer if 0 < nearer < 1 else value


def chi_square_p(statistic: float, freedom: float) -> float:
    """The probability of a chi-square at least as large."""
    from scipy.special import chdtrc

    return float(chdtrc(freedom, statistic))
