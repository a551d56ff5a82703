"""How evenly points lie: the Gini index, and the part that the fifth with the most holds."""

from collections.abc import Sequence
from itertools import pairwise

FEWEST = 25  # people; a fifth of them is a group that may be spoken of
STEP = 5  # percent, to which shares of points are rounded


def gini(amounts: Sequence[int]) -> float:
    """Nought when all have as much, near one when one has all: half the mean difference of two, by their mean."""
    total, n = sum(amounts), len(amounts)
    if not total:
        return 0.0
    return sum((2 * place - n + 1) * amount for place, amount in enumerate(sorted(amounts))) / (n * total)


def fifths(amounts: Sequence[int]) -> tuple[int, ...] | None:
    """What part each fifth of the people holds, from the least to the most, in rounded percent; None for few people."""
    total, n = sum(amounts), len(amounts)
    if n < FEWEST or not total:
        return None
    ranked = sorted(amounts)
    bounds = [n * part // 5 for part in range(6)]
    parts = [sum(ranked[low:high]) for low, high in pairwise(bounds)]
    return tuple(STEP * round(100 * part / (STEP * total)) for part in parts)
