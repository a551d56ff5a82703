"""The planner's curve: the smallest effect that a test could find, by how many days it runs."""

import math
from collections.abc import Sequence

from innovate.core.wording import NBSP, number, plural
from innovate.experiments.figures.axes import Span, across, round_span, upright
from innovate.experiments.figures.plot import HEIGHT, Column, Drawn, Level, Plot, Point, Row, Spot, placed, ruled

CEILING = 3.0  # how many times as high as what is wanted the drawing goes


def curve(
    points: Sequence[tuple[float, float]],
    *,
    unit: str,
    wanted: float,
    planned_days: float | None = None,
    height: float = HEIGHT,
) -> Plot | None:
    """The smallest effect by days, with what is wanted marked; None for fewer than two days that could find any.

    `points` are (days, smallest effect), and both effects are sizes, without a sign, in `unit`.
    """
    known = [(days, size) for days, size in points if math.isfinite(size)]
    if len(known) < 2:
        return None
    shown = [one for one in known if one[1] <= CEILING * wanted]
    if len(shown) < 2:
        shown = known
    ends = (min(shown[0][0], planned_days or shown[0][0]), max(shown[-1][0], planned_days or shown[-1][0]))
    wide, up = Span(*ends), round_span([0.0, wanted * 1.2, *(size for _, size in shown)])
    rules = [(planned_days, f"{plural(round(planned_days), 'day')} planned", "chosen", "")] if planned_days else []
    line = Drawn("Smallest effect it can find", "accent", [Point(days, size) for days, size in shown], has_dots=False)
    enough = next((days for days, size in known if size <= wanted), None)
    y = round(height * (1 - up.part(wanted)), 1)
    spot = Spot(wide.percent(enough), y, f"from day {number(enough)}") if enough else None
    wanted_words = f"{number(wanted)}{NBSP}{unit}".rstrip()
    return Plot(
        description=_described(known, wanted_words, enough),
        x_label="Days that it runs",
        y_label=f"Smallest effect it can find{f' ({unit})' if unit else ''}",
        x_ticks=across(wide),
        y_ticks=upright(up, height),
        lines=placed([line], wide, up, height),
        columns=(Column("Days"), Column(f"Smallest effect{f' ({unit})' if unit else ''}")),
        rows=tuple(Row(wide.percent(days), number(days), (f"{size:.3g}",)) for days, size in shown),
        level=Level(y, f"worth having: {wanted_words}", is_at_end=spot is not None and spot.at <= 50),
        rules=ruled(rules, wide),
        spot=spot,
        height=height,
    )


def _described(points: Sequence[tuple[float, float]], wanted: str, enough: float | None) -> str:
    (first, most), (last, least) = points[0], points[-1]
    fall = f"After {number(first)} days it finds effects of {most:.3g} or more, after {number(last)} of {least:.3g}."
    if enough is None:
        return f"{fall} {wanted} is out of reach on these days."
    return f"{fall} {wanted} is within reach from day {number(enough)} on."
