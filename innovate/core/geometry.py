"""Numbers turned into the attributes of small drawings: rings, scales and sparklines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from innovate.core.clock import now

LABEL_ROOM = 38.0  # two labels closer than this share of the width would touch
END_ROOM = 26.0  # the ends of an interval that are closer have one label


def share_left(due_at: datetime, total_days: float) -> int:
    """How much of a promise is left, in whole percent from 0 to 100."""
    if total_days <= 0:
        return 0
    left = (due_at - now()).total_seconds() / 86_400
    return round(100 * min(1.0, max(0.0, left / total_days)))


def share(part: float, whole: float) -> float:
    """A part of the whole in percent from 0 to 100, with one decimal."""
    return round(100 * min(1.0, max(0.0, part / whole)), 1) if whole > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on a scale: where it stands in percent of the width, and how its label is held; it may have no end."""

    value: float
    at: float
    anchor: str

    @property
    def is_endless(self) -> bool:
        return math.isinf(self.value)


@dataclass(frozen=True, slots=True)
class Scale:
    """An interval drawn to scale beside the line of no change and, perhaps, a target."""

    low: Mark
    estimate: Mark
    high: Mark
    zero: Mark
    target: Mark | None
    is_crowded: bool

    @property
    def width(self) -> float:
        return round(self.high.at - self.low.at, 2)

    @property
    def is_narrow(self) -> bool:
        """Whether its two ends share one label, as on a phone they would touch."""
        return self.width < END_ROOM


def interval_scale(low: float, estimate: float, high: float, target: float | None = None) -> Scale:
    """Marks for the interval from low to high, its estimate, no change, and the target, to one scale."""
    values = [low, estimate, high, 0.0] + ([] if target is None else [target])
    known = [value for value in values if math.isfinite(value)]
    first, last = min(known), max(known)
    room = (last - first) * 0.12 or 1.0
    first, last = first - room, last + room

    def mark(value: float) -> Mark:
        held = min(last, max(first, value))
        at = round(100 * (held - first) / (last - first), 2)
        return Mark(value, at, "start" if at < 12 else "end" if at > 88 else "middle")

    goal = None if target is None else mark(target)
    origin = mark(0.0)
    crowded = goal is not None and abs(goal.at - origin.at) < LABEL_ROOM
    return Scale(mark(low), mark(estimate), mark(high), origin, goal, crowded)


def spark_points(values: Sequence[float], width: int = 96, height: int = 28) -> str:
    """The `points` of a polyline through these values, filling a box of that size."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step = (width - 4) / (len(values) - 1)
    shares = [(value - low) / (high - low) if high > low else 0.5 for value in values]
    return " ".join(
        f"{2 + step * place:.1f},{height - 2 - (height - 4) * share:.1f}" for place, share in enumerate(shares)
    )
