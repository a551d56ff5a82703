"""Lines over days: their paths, their bands, what is marked on them, and the table behind them."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from innovate.experiments.figures.axes import WIDTH, Span, Tick

HEIGHT = 260.0
LABEL_HEIGHT = 16.0
TONES = ("accent", "amber", "rose", "violet")
MOST_DOTS = 45  # with more points a line has none
MOST_NAMED = 5  # lines with a colour and a name of their own
MOST_RULES_NAMED = 4
AT_THE_END = 0.85  # a line that ends before this part of the width is named by the key alone
RULE_ROOM = 30.0  # percent of the width that the words of a rule take on a phone


@dataclass(frozen=True, slots=True)
class Point:
    """A value at a place across, with its interval where there is one; no value is a gap."""

    x: float
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line to be drawn, before it has a place."""

    name: str
    tone: str  # quiet (the control), a tone of TONES, or faint: one of many
    points: Sequence[Point]
    has_dots: bool = True
    is_dashed: bool = False
    is_loose: bool = False  # dots that nothing joins


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its place: paths in a box of WIDTH by HEIGHT, dots in percent and pixels."""

    name: str
    tone: str
    path: str
    band: str
    dots: tuple[tuple[float, float], ...]
    label_y: float | None  # where its name stands at its end; None where only the key names it
    is_dashed: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A line across at a value, with its words above it, or below where something else stands above."""

    y: float
    words: str
    is_below: bool = False
    is_at_end: bool = False  # its words stand at the right, where something else stands at the left

    @property
    def words_y(self) -> float:
        return self.y + 15 if self.is_below else self.y - 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with its words, as where two lines meet."""

    at: float
    y: float
    words: str

    @property
    def anchor(self) -> str:
        return "end" if self.at > 60 else "start"

    @property
    def words_y(self) -> float:
        """Above the words of the level that it lies on."""
        return self.y - 24


@dataclass(frozen=True, slots=True)
class Rule:
    """A line upright at a day: kind is switch, step, amended or chosen."""

    at: float
    words: str
    kind: str
    when: str = ""  # its day, for the list of marks
    row: int = 0  # beneath which other words its own stand
    is_named: bool = True

    @property
    def anchor(self) -> str:
        """How its words are held so that they stay within the drawing."""
        return "end" if self.at > 70 else "start"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table behind a plot."""

    words: str
    is_bound: bool = False  # the low or high end of the column before


@dataclass(frozen=True, slots=True)
class Row:
    """A row of that table: where it stands across, and its cells; the first names it."""

    at: float
    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing with all that stands in and around it."""

    description: str
    x_label: str
    y_label: str
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    level: Level | None = None
    rules: tuple[Rule, ...] = ()
    spot: Spot | None = None
    zero_y: float | None = None  # of effects, the line of no change
    height: float = HEIGHT

    @property
    def top(self) -> float:
        """The room above that the words of the rules take."""
        named = [rule.row for rule in self.rules if rule.is_named]
        return 8 + LABEL_HEIGHT * (max(named) + 1) if named else 8

    @property
    def key(self) -> tuple[Line, ...]:
        """The lines that have a colour of their own."""
        return tuple(line for line in self.lines if line.tone != "faint")

    @property
    def others(self) -> tuple[Line, ...]:
        """The lines that are one of many."""
        return tuple(line for line in self.lines if line.tone == "faint")

    @property
    def is_told(self) -> bool:
        """Whether every line in the key is named at its end too."""
        return not self.others and all(line.label_y is not None for line in self.key)

    @property
    def has_bands(self) -> bool:
        return any(line.band for line in self.lines)


def tone_of(place: int, *, is_control: bool) -> str:
    """The tone of an arm: quiet for the control, faint from where there are too many to tell apart."""
    if is_control:
        return "quiet"
    return TONES[place] if place < min(len(TONES), MOST_NAMED - 1) else "faint"


def placed(lines: Iterable[Drawn], across: Span, up: Span, height: float = HEIGHT) -> tuple[Line, ...]:
    """These lines with their paths; their names are moved apart where they would touch."""
    lines = list(lines)

    def x(value: float) -> float:
        return round(WIDTH * across.part(value), 1)

    def y(value: float) -> float:
        return round(height * (1 - min(1.0, max(0.0, up.part(value)))), 1)

    ends = {}
    for place, line in enumerate(lines):
        last = next((point for point in reversed(line.points) if point.value is not None), None)
        if last and last.value is not None and line.tone != "faint" and across.part(last.x) > AT_THE_END:
            ends[place] = y(last.value)
    labels = _apart(ends, height)
    return tuple(
        Line(
            line.name,
            line.tone,
            "" if line.is_loose else _path(line.points, x, y),
            _band(line.points, x, y),
            _dots(line, across, y),
            labels.get(place),
            line.is_dashed,
        )
        for place, line in enumerate(lines)
    )


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """The points between gaps."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _path(points: Sequence[Point], x: Callable[[float], float], y: Callable[[float], float]) -> str:
    """One subpath for each run; a point that stands alone is a stroke of no length, which round ends make a dot."""
    parts = []
    for run in _runs(points):
        steps = [f"{x(point.x):g} {y(point.value):g}" for point in run if point.value is not None]
        parts.append("M" + "L".join(steps if len(steps) > 1 else steps * 2))
    return "".join(parts)


def _band(points: Sequence[Point], x: Callable[[float], float], y: Callable[[float], float]) -> str:
    parts = []
    for run in _runs(points):
        held = [(point.x, point.low, point.high) for point in run if point.low is not None and point.high is not None]
        if len(held) < 2:
            continue
        up = [f"{x(at):g} {y(high):g}" for at, _, high in held]
        down = [f"{x(at):g} {y(low):g}" for at, low, _ in reversed(held)]
        parts.append("M" + "L".join(up + down) + "Z")
    return "".join(parts)


def _dots(line: Drawn, across: Span, y: Callable[[float], float]) -> tuple[tuple[float, float], ...]:
    known = [(point.x, point.value) for point in line.points if point.value is not None]
    if not line.has_dots or line.tone == "faint" or (len(known) > MOST_DOTS and not line.is_loose):
        return ()
    return tuple((across.percent(at), y(value)) for at, value in known)


def _apart(ends: dict[int, float], height: float) -> dict[int, float]:
    """The heights of names at the ends of lines, none nearer to another than a line of text."""
    found: dict[int, float] = {}
    floor = -math.inf
    for place, end in sorted(ends.items(), key=lambda one: one[1]):
        floor = max(end, floor + LABEL_HEIGHT)
        found[place] = floor
    over = max(0.0, max(found.values(), default=0.0) - height)
    ceiling = math.inf
    for place in sorted(found, key=found.__getitem__, reverse=True):
        ceiling = min(found[place], ceiling - LABEL_HEIGHT) if over else found[place]
        if over:
            ceiling = min(ceiling, height)
        found[place] = round(ceiling, 1)
    return found


def ruled(rules: Iterable[tuple[float, str, str, str]], across: Span) -> tuple[Rule, ...]:
    """Upright lines, each (place, words, kind, when); with too many of them a list below has their words."""
    listed = sorted(rules)
    is_named = len(listed) <= MOST_RULES_NAMED
    found: list[Rule] = []
    for x, words, kind, when in listed:
        at = across.percent(x)
        taken = {rule.row for rule in found if abs(rule.at - at) < RULE_ROOM}
        row = next(row for row in range(len(found) + 1) if row not in taken)
        found.append(Rule(at, words, kind, when, row, is_named))
    return tuple(found)
