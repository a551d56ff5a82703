"""Several comparisons at once: each p-value adjusted so that the whole family errs no more often than one.

Source: S. Holm (1979), Scandinavian Journal of Statistics 6:65-70. It assumes nothing about how the comparisons hang
together, and never asks for more than Bonferroni's correction does.
"""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> list[float]:
    """The adjusted p-values, in the order of those given."""
    adjusted, least = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        least = max(least, min(1.0, p_values[place] * (len(p_values) - rank)))
        adjusted[place] = least
    return adjusted


def relative(effect: float, reference: float) -> float | None:
    """A difference as a part of what it is compared with, with the sign of the difference; None beside nothing."""
    return effect / abs(reference) if reference else None
