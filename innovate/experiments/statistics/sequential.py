"""Intervals that stay valid however often, and whenever, somebody looks.

Source: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas (2024), Time-uniform central limit theory and
asymptotic confidence sequences, Annals of Statistics 52:2613-2640 (arXiv 2103.06476): the two-sided sequence from
Robbins' normal mixture (H. Robbins, 1970, Annals of Mathematical Statistics 41:1397-1409). The mixture is tuned to be
narrowest at the planned size, by the exact minimum that the paper gives with Lambert's W. At 95 % it then reaches 3.04
standard errors, where a single look at the end reaches 1.96: the price of looking on every day.

The theory is asymptotic. Where an error is estimated with few degrees of freedom (a mean of few values, a regression
over days), the bound is carried over to Student's t at equal tail probability, which only widens it, and less and less.
"""

import math
from functools import cache

from innovate.experiments.statistics.estimate import LEVEL


def confidence_sequence(
    effect: float, error: float, size: float, *, tuned_to: float, level: float = LEVEL, freedom: float | None = None
) -> tuple[float, float]:
    """The interval at that size, one of a sequence of which all hold the truth at once with probability `level`.

    `error` is the standard error of `effect`, on the scale on which it is added: of a ratio, the logarithm. `size` is
    how many observations there are so far, and `tuned_to` how many were planned; only their quotient matters. Where the
    error is 0, no spread has been seen yet, and nothing can be said.
    """
    if error == 0:
        return -math.inf, math.inf
    reach = reach_at(size / tuned_to, level, freedom) * error
    return effect - reach, effect + reach


def reach_at(progress: float, level: float = LEVEL, freedom: float | None = None) -> float:
    """How many standard errors the sequence reaches to each side when that part of the planned size is there."""
    mixed = _mixed(progress, level)
    reach = math.sqrt((mixed + 1) / mixed * (math.log(mixed + 1) - 2 * math.log(1 - level)))
    return reach if freedom is None else _as_t(reach, freedom)


def always_valid_p(
    effect: float, error: float, size: float, *, tuned_to: float, level: float = LEVEL, freedom: float | None = None
) -> float:
    """The p-value that belongs to the sequence: it is at most 1 - level when the interval leaves 0 out."""
    if error == 0:
        return 1.0
    z, mixed = effect / error, _mixed(size / tuned_to, level)
    if freedom is not None:
        z = _as_normal(z, freedom)
    return min(1.0, math.sqrt(mixed + 1) * math.exp(-z * z * mixed / (mixed + 1) / 2))


def _mixed(progress: float, level: float) -> float:
    """The variance of the mixture in units of one observation's, times their number."""
    return progress * _tuning(level)


@cache
def _tuning(level: float) -> float:
    """What that product is at the planned size, where the sequence is to be narrowest."""
    from scipy.special import lambertw

    return -float(lambertw(-((1 - level) ** 2) / math.e, -1).real) - 1


def _as_t(reach: float, freedom: float) -> float:
    """The value of Student's t with the same tail as that normal one; infinite where that tail is too small to tell."""
    from scipy.special import ndtr, stdtrit

    tail = float(ndtr(-reach))
    return abs(float(stdtrit(freedom, tail))) if tail else math.inf


def _as_normal(t: float, freedom: float) -> float:
    """The normal value with the same tail as that one of Student's t."""
    from scipy.special import ndtri, stdtr

    tail = float(stdtr(freedom, -abs(t)))
    return -float(ndtri(tail)) if tail else math.inf
