"""A metric by arm over time: each day as a point, or each week or four where there are many days."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from innovate.core.wording import NBSP, number, sentence
from innovate.experiments.figures.axes import Span, calendar, round_span, upright
from innovate.experiments.figures.plot import (
    HEIGHT,
    MOST_NAMED,
    TONES,
    Column,
    Drawn,
    Level,
    Plot,
    Point,
    Row,
    placed,
    ruled,
    tone_of,
)
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind
from innovate.experiments.readout.terms import Observed, Series
from innovate.experiments.statistics import mean_interval, mean_of_values, rate_interval, wilson

SIZES = (1, 7, 28)  # days that are one point
MOST_POINTS = 110
MOST_POINTS_OF_MANY = 60  # where there are more arms than have a name
MOST_BANDS = 3
BEYOND = 0.6  # how far a band may widen the axis, as a part of what the lines need
POINT = {1: "Day", 7: "Week", 28: "Four weeks"}


@dataclass(frozen=True, slots=True)
class Marked:
    """A day to be marked: kind is switch, step or amended."""

    day: date
    words: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Bucket:
    """What one arm showed in a day or a week."""

    first: date
    days: tuple[Observed, ...]

    @property
    def amount(self) -> float:
        return math.fsum(one.amount for one in self.days)

    @property
    def base(self) -> float:
        return math.fsum(one.base for one in self.days)


def by_day(
    metric: Metric,
    design: Design,
    series: Sequence[Series],
    *,
    target: float | None = None,
    switch_on: date | None = None,
    marks: Iterable[Marked] = (),
    until: date | None = None,
) -> Plot | None:
    """Each arm over time with its intervals; None before any number.

    `target` is in the metric's own unit as it is kept. Of before and after, the trend of both sides is drawn and what
    would have come without the change; of a stepped rollout, each team's line is dashed until its turn.
    """
    days = sorted({one.day for arm in series for one in arm.days if one.base > 0})
    if not days:
        return None
    last = max(days[-1], until or days[-1])
    size = _size((last - days[0]).days + 1, len(series))
    first = days[0] - timedelta(days=days[0].weekday() if size > 1 else 0)
    starts = [first + timedelta(days=away) for away in range(0, (last - first).days + 1, size)]
    arms = [(arm, _buckets(arm, starts, size)) for arm in series]
    factor = 100.0 if metric.kind is MetricKind.SHARE else 1.0
    lines = _lines(metric, design, arms, factor)
    trend = _trend(metric, arms, switch_on, factor) if design is Design.BEFORE_AFTER and switch_on else []
    if trend:
        lines = [*(replace(line, is_loose=True) for line in lines), *trend]
    wide = Span(starts[0].toordinal(), max(starts[-1].toordinal(), starts[0].toordinal() + 1))
    up = _up(lines, None if target is None else target * factor, metric)
    table = [(arm, found) for arm, found in arms if any(bucket.days for bucket in found)]
    has_bands = len(table) <= MOST_NAMED and any(_has_band(metric, found) for _, found in table)
    unit = "%" if metric.kind is MetricKind.SHARE else metric.unit
    rules = [
        (one.day.toordinal(), one.words, one.kind, f"{one.day.day} {one.day:%b}")
        for one in marks
        if days[0] <= one.day <= last
    ]
    return Plot(
        description=_described(metric, table, starts, size),
        x_label=f"{POINT[size]} that begins on" if size > 1 else POINT[size],
        y_label=f"{sentence(metric.subject)}{f' ({unit})' if unit else ''}",
        x_ticks=calendar(starts[0], starts[-1]),
        y_ticks=upright(up, HEIGHT),
        lines=placed(lines, wide, up),
        columns=_columns(table, size, unit, has_bands=has_bands),
        rows=_rows(metric, table, starts, wide, factor, has_bands=has_bands),
        level=None if target is None else Level(_height(up, target * factor), f"target {metric.show(target)}"),
        rules=ruled(rules, wide),
    )


def _height(up: Span, value: float) -> float:
    return round(HEIGHT * (1 - up.part(value)), 1)


def _size(days: int, arms: int) -> int:
    """How many days are one point, so that there are not too many."""
    most = MOST_POINTS if arms <= MOST_NAMED else MOST_POINTS_OF_MANY
    return next((size for size in SIZES if days / size <= most), SIZES[-1])


def _buckets(arm: Series, starts: Sequence[date], size: int) -> list[_Bucket]:
    """The arm's days, a list for each start; empty where nothing was recorded."""
    held: list[list[Observed]] = [[] for _ in starts]
    for one in arm.days:
        place = (one.day - starts[0]).days // size
        if one.base > 0 and 0 <= place < len(held):
            held[place].append(one)
    return [_Bucket(start, tuple(days)) for start, days in zip(starts, held, strict=True)]


Arms = Sequence[tuple[Series, list[_Bucket]]]


def _lines(metric: Metric, design: Design, arms: Arms, factor: float) -> list[Drawn]:
    if design is Design.STEPPED and any(one.is_treated for arm, _ in arms for one in arm.days):
        return _stepped(metric, arms, factor)
    tones, place = [], 0
    for arm, _ in arms:
        tones.append(tone_of(place, is_control=arm.is_control))
        place += not arm.is_control
    named = sum(tone != "faint" for tone in tones)
    drawn = []
    for (arm, found), tone in zip(arms, tones, strict=True):
        has_band = tone != "faint" and (named <= MOST_BANDS or tone in ("quiet", "accent"))
        drawn.append(Drawn(arm.name, tone, _points(metric, found, factor, has_band=has_band)))
    return sorted(drawn, key=lambda line: line.tone != "faint")  # what is named lies above


def _stepped(metric: Metric, arms: Arms, factor: float) -> list[Drawn]:
    """Few teams: each dashed until its turn and drawn through from there; many: all that have begun, and all others."""
    if len(arms) <= min(len(TONES), MOST_NAMED):
        drawn = []
        for (arm, found), tone in zip(arms, TONES, strict=False):
            early = [_only(one, is_treated=False) for one in found]
            late = [_only(one, is_treated=True) for one in found]
            drawn.append(
                Drawn(f"{arm.name}, before", tone, _points(metric, early, factor), has_dots=False, is_dashed=True)
            )
            drawn.append(Drawn(arm.name, tone, _points(metric, late, factor)))
        return drawn
    drawn = [Drawn(arm.name, "faint", _points(metric, found, factor)) for arm, found in arms]
    for name, tone, is_treated in (("Not begun yet", "quiet", False), ("Have begun", "accent", True)):
        together = [
            _only(_Bucket(one[0].first, tuple(day for bucket in one for day in bucket.days)), is_treated=is_treated)
            for one in zip(*(found for _, found in arms), strict=True)
        ]
        drawn.append(Drawn(name, tone, _points(metric, together, factor, has_band=True)))
    return drawn


def _only(bucket: _Bucket, *, is_treated: bool) -> _Bucket:
    return replace(bucket, days=tuple(one for one in bucket.days if one.is_treated is is_treated))


def _points(metric: Metric, found: Iterable[_Bucket], factor: float, *, has_band: bool = False) -> list[Point]:
    points = []
    for one in found:
        x = one.first.toordinal()
        if not one.days:
            points.append(Point(x, None))
            continue
        low, high = (_band(metric, one) if has_band else None) or (None, None)
        scaled = (None if end is None else end * factor for end in (low, high))
        points.append(Point(x, one.amount / one.base * factor, *scaled))
    return points


def _band(metric: Metric, bucket: _Bucket) -> tuple[float, float] | None:
    if metric.kind is MetricKind.SHARE:
        return wilson((bucket.amount, bucket.base))
    if metric.kind is MetricKind.RATE:
        return rate_interval(bucket.amount, bucket.base)
    mean = mean_of_values(bucket.days)
    return mean_interval(mean) if mean else None


def _has_band(metric: Metric, found: Iterable[_Bucket]) -> bool:
    return any(one.days and _band(metric, one) for one in found)


def _up(lines: Sequence[Drawn], goal: float | None, metric: Metric) -> Span:
    """From the lines with a name and the target; bands and the many faint lines widen it only so far."""
    named = [point.value for line in lines if line.tone != "faint" for point in line.points if point.value is not None]
    named += [] if goal is None else [goal]
    if not named:
        named = [point.value for line in lines for point in line.points if point.value is not None]
    low, high = min(named), max(named)
    room = BEYOND * (high - low or abs(high) or 1.0)
    wider = [point.value for line in lines for point in line.points if point.value is not None]
    wider += [end for line in lines for point in line.points for end in (point.low, point.high) if end is not None]
    span = [*named, *(min(high + room, max(low - room, value)) for value in wider if math.isfinite(value))]
    if metric.kind is MetricKind.SHARE:
        span = [min(100.0, max(0.0, value)) for value in span]
    return round_span(span)


# Before and after: the trend, the jump, and what would have come without it.


def _trend(metric: Metric, arms: Arms, switch_on: date, factor: float) -> list[Drawn]:
    """One trend through both sides with a jump between them, by weighted least squares; weekdays stay in the points.

    Of a rate it is drawn on the scale of the logarithm, on which the effect is a ratio.
    """
    known = [
        (one.first.toordinal(), one.amount / one.base * factor, one.base, one.first >= switch_on)
        for _, found in arms
        for one in found
        if one.days and not (metric.kind is MetricKind.RATE and one.amount <= 0)
    ]
    fitted = _fit([(x, _log(metric, y), weight, late) for x, y, weight, late in known])
    if fitted is None:
        return []
    level, slope, jump = fitted

    def line(name: str, tone: str, ends: tuple[float, float], up: float, *, is_dashed: bool) -> Drawn:
        points = [Point(x, _exp(metric, level + slope * x + up)) for x in ends]
        return Drawn(name, tone, points, has_dots=False, is_dashed=is_dashed)

    first, last, switch = min(x for x, *_ in known), max(x for x, *_ in known), float(switch_on.toordinal())
    return [
        line("Trend before", "quiet", (first, switch), 0.0, is_dashed=False),
        line("Without the change", "quiet", (switch, last), 0.0, is_dashed=True),
        line("Trend after", "accent", (switch, last), jump, is_dashed=False),
    ]


def _log(metric: Metric, value: float) -> float:
    return math.log(value) if metric.kind is MetricKind.RATE else value


def _exp(metric: Metric, value: float) -> float:
    return math.exp(value) if metric.kind is MetricKind.RATE else value


def _fit(points: Sequence[tuple[float, float, float, bool]]) -> tuple[float, float, float] | None:
    """Level, slope and jump of (x, y, weight, whether after); None where they cannot be told from one another."""
    sides = [[one for one in points if one[3] is late] for late in (False, True)]
    if min(map(len, sides)) < 2:
        return None
    centres = [_centre(side) for side in sides]
    across = math.fsum(w * (x - centres[late][0]) ** 2 for x, _, w, late in points)
    if across == 0:
        return None
    slope = math.fsum(w * (x - centres[late][0]) * (y - centres[late][1]) for x, y, w, late in points) / across
    before, after = (y - slope * x for x, y in centres)
    return before, slope, after - before


def _centre(side: Sequence[tuple[float, float, float, bool]]) -> tuple[float, float]:
    weight = math.fsum(w for _, _, w, _ in side)
    return math.fsum(w * x for x, _, w, _ in side) / weight, math.fsum(w * y for _, y, w, _ in side) / weight


# The table, and the words for those who cannot see the drawing.


def _columns(table: Arms, size: int, unit: str, *, has_bands: bool) -> tuple[Column, ...]:
    columns = [Column(f"{POINT[size]} from" if size > 1 else POINT[size])]
    for arm, _ in table:
        columns.append(Column(f"{arm.name}{f' ({unit})' if unit else ''}"))
        if has_bands:
            columns += [Column("from", is_bound=True), Column("to", is_bound=True)]
    return tuple(columns)


def _rows(
    metric: Metric, table: Arms, starts: Sequence[date], wide: Span, factor: float, *, has_bands: bool
) -> tuple[Row, ...]:
    rows = []
    for place, start in enumerate(starts):
        cells: list[str] = []
        for _, found in table:
            one = found[place]
            cells.append(_digits(one.amount / one.base * factor) if one.days else "")
            if has_bands:
                band = _band(metric, one) if one.days else None
                cells += [_digits(end * factor) for end in band] if band else ["", ""]
        if any(cells):
            rows.append(Row(wide.percent(start.toordinal()), _named(start), tuple(cells)))
    return tuple(rows)


def _named(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _digits(value: float) -> str:
    return number(float(f"{value:.4g}")).replace("-", "−")


def _described(metric: Metric, table: Arms, starts: Sequence[date], size: int) -> str:
    span = f"By {POINT[size].lower()} from {_named(starts[0])} to {_named(starts[-1])}."
    told = []
    for arm, _ in table[:MOST_NAMED]:
        value = arm.value
        told.append(f"{arm.name}: {metric.show_found(value)} in all" if value is not None else f"{arm.name}: nothing")
    more = len(table) - MOST_NAMED
    rest = f"; and {more}{NBSP}more" if more > 0 else ""
    return f"{span} {'; '.join(told)}{rest}."
