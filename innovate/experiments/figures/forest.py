"""Effects beneath one another on one axis, each with its interval: a forest plot."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from innovate.experiments.figures.axes import Span, Tick, across, span_of

FURTHEST = 4.0  # how many times as far as the estimates and marks an axis follows a wide interval


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect to be drawn: its name, its numbers, and the words that stand beside them.

    `low` and `high` may be infinite, as may the estimate. `per` divides the numbers before they are placed, so that
    metrics of different units stand on one axis; `mark` is what the interval is held against (the smallest effect worth
    having, or a guardrail's margin with its sign).
    """

    name: str
    low: float
    estimate: float
    high: float
    words: str  # “+3.1 points (1.2 to 5.0)”
    verdict: str = "unclear"  # better | worse | unclear, or of a guardrail kept | broken | open
    state: str = ""  # the verdict in words
    mark: float | None = None
    per: float = 1.0
    note: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """One effect with where it stands, in percent of the width."""

    name: str
    words: str
    verdict: str
    state: str
    note: str
    href: str | None
    low_at: float
    at: float | None
    high_at: float
    mark_at: float | None
    goes_below: bool
    goes_above: bool

    @property
    def width(self) -> float:
        return round(max(0.6, self.high_at - self.low_at), 2)


@dataclass(frozen=True, slots=True)
class Forest:
    """The strips and their axis; without a unit each has a scale of its own, and they share the line of no change."""

    strips: tuple[Strip, ...]
    zero_at: float
    ticks: tuple[Tick, ...]
    unit: str
    mark_words: str
    zero_words: str


def forest(
    effects: Sequence[Effect],
    *,
    unit: str = "",
    mark_words: str = "smallest effect worth having",
    zero_words: str = "no change",
) -> Forest:
    """These effects on one axis, which shows all marks and estimates and follows no interval without end."""
    span = _span(effects)
    strips = tuple(_strip(one, span) for one in effects)
    ticks = across(span, is_signed=True) if unit else ()
    return Forest(strips, span.percent(0.0), ticks, unit, mark_words, zero_words)


def _span(effects: Sequence[Effect]) -> Span:
    centres = [0.0]
    for one in effects:
        centres += [value / one.per for value in (one.estimate, one.mark) if value is not None and math.isfinite(value)]
    ends = [end / one.per for one in effects for end in (one.low, one.high) if math.isfinite(end)]
    reach = FURTHEST * max((abs(value) for value in centres), default=0.0) or math.inf
    held = [min(reach, max(-reach, end)) for end in ends]
    return span_of([*centres, *held] if any(centres) or held else [-1.0, 1.0], room=0.06)


def _strip(one: Effect, span: Span) -> Strip:
    low, high = sorted((one.low / one.per, one.high / one.per))
    estimate = one.estimate / one.per
    return Strip(
        one.name,
        one.words,
        one.verdict,
        one.state,
        one.note,
        one.href,
        low_at=span.percent(low),
        at=span.percent(estimate) if span.low <= estimate <= span.high else None,
        high_at=span.percent(high),
        mark_at=None if one.mark is None else span.percent(one.mark / one.per),
        goes_below=low < span.low,
        goes_above=high > span.high,
    )
