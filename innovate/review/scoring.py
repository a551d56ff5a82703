"""How scores are summed up: the weighted mean of a scorecard, and how far reviewers lie apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LOWEST, HIGHEST = 1, 5
AGREED, SPLIT = 1, 3  # so many points between the lowest and the highest score


def overall(scores: Iterable[tuple[int, int]]) -> float:
    """The weighted mean of (value, weight) pairs, from 1 to 5; ValueError when there is none."""
    pairs = list(scores)
    weight = sum(weight for _, weight in pairs)
    if weight <= 0:
        raise ValueError("A scorecard needs at least one score.")
    return sum(value * weight for value, weight in pairs) / weight


@dataclass(frozen=True, slots=True)
class Spread:
    """What several reviewers gave for one criterion."""

    values: tuple[float, ...]  # in ascending order
    mean: float

    @property
    def range(self) -> float:
        return self.values[-1] - self.values[0]

    @property
    def words(self) -> str:
        """Whether they agree, in a word or two; nothing for a single score."""
        if len(self.values) < 2:
            return ""
        if self.range >= SPLIT:
            return "split"
        return "agreed" if self.range <= AGREED else "some distance"


def spread(values: Sequence[float]) -> Spread:
    """The scores in order with their plain mean; every reviewer counts the same."""
    if not values:
        raise ValueError("A spread needs at least one score.")
    return Spread(tuple(sorted(values)), sum(values) / len(values))
