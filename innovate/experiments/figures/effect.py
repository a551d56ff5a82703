"""The effect as it stood day after day, with its band, the line of no change and the smallest effect worth having."""

import math
from collections.abc import Sequence

from innovate.experiments.figures.axes import Span, calendar, round_span, upright
from innovate.experiments.figures.plot import HEIGHT, Column, Drawn, Level, Plot, Point, Row, placed
from innovate.experiments.readout.so_far import SoFar

FURTHEST = 1.6  # how many times as far as the estimates, the target and the last band the drawing follows earlier bands


def effect_so_far(
    points: Sequence[SoFar], *, unit: str, better: str = "", target: float | None, target_words: str = ""
) -> Plot | None:
    """The effect of all days up to each one; None for fewer than two. `better` says which way is."""
    shown = [one for one in points if math.isfinite(one.effect)]
    if len(shown) < 2:
        return None
    first, last = shown[0], shown[-1]
    wide = Span(first.day.toordinal(), last.day.toordinal())
    up = _up(shown, target)
    line = Drawn(
        "Effect so far",
        "accent",
        [Point(one.day.toordinal(), one.effect, _held(one.low, up), _held(one.high, up)) for one in shown],
    )
    return Plot(
        description=(
            f"The effect of all days up to each one. On {_named(last)} it is {_signed(last.effect)}, with an interval "
            f"from {_signed(last.low)} to {_signed(last.high)}."
        ),
        x_label="All days up to this one",
        y_label=f"Difference from the control{f' ({unit})' if unit else ''}{f'. {better}' if better else ''}",
        x_ticks=calendar(first.day, last.day),
        y_ticks=upright(up, HEIGHT),
        lines=placed([line], wide, up),
        columns=(Column("Up to"), Column(f"Difference{f' ({unit})' if unit else ''}"), Column("from"), Column("to")),
        rows=tuple(
            Row(
                wide.percent(one.day.toordinal()),
                _named(one),
                tuple(_signed(value) for value in (one.effect, one.low, one.high)),
            )
            for one in shown
        ),
        level=None if target is None else _level(up, target, target_words),
        zero_y=_height(up, 0.0),
    )


def _up(shown: Sequence[SoFar], target: float | None) -> Span:
    last = shown[-1]
    needed = [0.0, last.effect, *(end for end in (last.low, last.high) if math.isfinite(end))]
    needed += [] if target is None else [target]
    reach = FURTHEST * max(map(abs, needed)) or 1.0
    wider = [value for one in shown for value in (one.effect, one.low, one.high)]
    return round_span([*needed, *(min(reach, max(-reach, value)) for value in wider)])


def _level(up: Span, target: float, words: str) -> Level:
    """The target with its words on the side that is away from the line of no change."""
    return Level(_height(up, target), words, is_below=target < 0)


def _held(value: float, up: Span) -> float:
    """A bound within the drawing, as one may be infinite."""
    return min(up.high, max(up.low, value))


def _height(up: Span, value: float) -> float:
    return round(HEIGHT * (1 - up.part(value)), 1)


def _named(one: SoFar) -> str:
    return f"{one.day.day} {one.day:%b} {one.day.year}"


def _signed(value: float) -> str:
    if not math.isfinite(value):
        return "no end"
    digits = f"{abs(value):,.3g}"
    return digits if digits.strip("0.") == "" else f"{'+' if value > 0 else '−'}{digits}"
