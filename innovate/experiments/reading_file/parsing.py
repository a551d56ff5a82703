"""From the cells of a file to a test; the first cell that cannot be ends it, with its line and column."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind
from innovate.experiments.reading_file.loading import BadFile, Row, table
from innovate.experiments.readout import Observed, Series, Test
from innovate.experiments.statistics import spread_of_sums

DESIGNS = {"parallel": Design.PARALLEL, "before-after": Design.BEFORE_AFTER, "stepped": Design.STEPPED}
NUMBERS = {
    MetricKind.SHARE: ("successes", "trials"),
    MetricKind.MEAN: ("n", "sum", "sum_sq"),
    MetricKind.RATE: ("events", "exposure"),
}
WHOLE = {"successes", "trials", "n", "events"}
MAY_BE_NEGATIVE = {"sum"}
CONTROL = "control"
BIGGEST = 1e15
MOST_COUNTED = 1e9  # of a day and arm
MOST_ARMS = 200
MOST_UNITS = 400
LONGEST_DAYS = 3653
ALIKE = 1e-9  # how far, relative to it, the square of a single value may lie from its sum of squares
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES, _NO = {"1", "true", "yes"}, {"0", "false", "no"}


@dataclass(slots=True)
class _Group:
    """The rows of one arm, or in a stepped rollout of one unit."""

    name: str
    days: dict[date, Observed] = field(default_factory=dict)
    lines: dict[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The test of a file, and what its two sides are called."""

    test: Test
    arms: tuple[str, ...]  # all but the control, as they are compared
    control: str


def parse(
    text: str, kind: MetricKind, design: Design, *, control: str | None = None, lower_is_better: bool = False
) -> Parsed:
    """The test that the file describes; BadFile, with line and column, for the first thing in it that cannot be."""
    required = ("day", "arm", *(("unit", "treated") if design is Design.STEPPED else ()), *NUMBERS[kind])
    rows = list(table(text, required))
    if not rows:
        raise BadFile("there is no line under the header.", 2)
    metric = Metric(f"the {kind.value}", kind, direction=Direction.DOWN if lower_is_better else None)
    if design is Design.STEPPED:
        return _stepped(metric, rows, control)
    groups = _grouped(kind, rows)
    name = _control(groups, control)
    if len(groups) < 2:
        raise BadFile("there is only one arm. A comparison needs two.", 1, "arm")
    others = [group for group in groups.values() if group.name != name]
    if design is Design.BEFORE_AFTER:
        _check_switch(groups[name.casefold()], others)
    for group in groups.values():
        if not any(one.base for one in group.days.values()):
            raise BadFile(f"“{group.name}” has none on any day.", 1, NUMBERS[kind][-1 if kind is not _MEAN else 0])
    series = tuple(_series(group, is_control=group.name == name) for group in (groups[name.casefold()], *others))
    return Parsed(Test(metric, design, series), tuple(group.name for group in others), name)


_MEAN = MetricKind.MEAN


def _grouped(kind: MetricKind, rows: Iterable[Row]) -> dict[str, _Group]:
    groups: dict[str, _Group] = {}
    for row in rows:
        _put(groups, _name(row, "arm", groups), row, _observed(kind, row))
    if len(groups) > MOST_ARMS:
        raise BadFile(f"there are {len(groups)} arms. {MOST_ARMS} are compared at most.", 1, "arm")
    _check_span(groups.values())
    return groups


def _put(groups: dict[str, _Group], name: str, row: Row, one: Observed) -> None:
    group = groups.setdefault(name.casefold(), _Group(name))
    if one.day in group.days:
        raise BadFile(f"“{name}” has this day on line {group.lines[one.day]} already.", row.line, "day")
    group.days[one.day], group.lines[one.day] = one, row.line


def _name(row: Row, column: str, groups: Mapping[str, _Group]) -> str:
    name = row.cells[column]
    if not name:
        raise BadFile("this cell is empty.", row.line, column)
    known = groups.get(name.casefold())
    if known and known.name != name:
        raise BadFile(f"“{name}” is written “{known.name}” before. Write it alike.", row.line, column)
    return name


def _control(groups: Mapping[str, _Group], given: str | None) -> str:
    """The name of the arm that the others are compared with."""
    wanted = CONTROL if given is None else given.strip()
    found = groups.get(wanted.casefold())
    if found is None:
        names = ", ".join(f"“{group.name}”" for group in list(groups.values())[:5])
        how = "Name one with --control" if given is None else "Name one that is there"
        raise BadFile(f"there is no arm named “{wanted}”. {how}: {names}.", 1, "arm")
    return found.name


def _check_span(groups: Iterable[_Group]) -> None:
    days = sorted((day, line) for group in groups for day, line in group.lines.items())
    if (days[-1][0] - days[0][0]).days > LONGEST_DAYS:
        raise BadFile(f"this day lies more than ten years from {days[0][0]}.", days[-1][1], "day")


def _check_switch(before: _Group, others: list[_Group]) -> None:
    if len(others) > 1:
        raise BadFile("before and after has just two arms.", 1, "arm")
    switch_on = min(others[0].days)
    for day, line in sorted(before.lines.items()):
        if day >= switch_on:
            raise BadFile(
                f"“{before.name}” has a day on or after {switch_on}, the first of “{others[0].name}”.", line, "day"
            )


def _series(group: _Group, *, is_control: bool = False) -> Series:
    return Series(group.name, is_control, tuple(group.days[day] for day in sorted(group.days) if group.days[day].base))


# Stepped rollout.


def _stepped(metric: Metric, rows: Iterable[Row], control: str | None) -> Parsed:
    """Each unit is a series; the arms only name the two sides."""
    units: dict[str, _Group] = {}
    arms: dict[str, _Group] = {}
    names: dict[bool, dict[str, None]] = {False: {}, True: {}}
    wanted = (CONTROL if control is None else control.strip()).casefold()
    for row in rows:
        arm, is_treated = _name(row, "arm", arms), _is_treated(row)
        arms.setdefault(arm.casefold(), _Group(arm))
        if is_treated and arm.casefold() == wanted:
            raise BadFile(f"“{arm}” is the control and cannot be treated.", row.line, "treated")
        names[is_treated][arm] = None
        _put(units, _name(row, "unit", units), row, _observed(metric.kind, row, is_treated=is_treated))
    if control is not None:
        _control(arms, control)
    _check_units(units, names)
    series = tuple(_series(unit) for unit in units.values())
    sides = tuple(
        next(iter(names[side])) if len(names[side]) == 1 and names[False].keys() != names[True].keys() else usual
        for side, usual in ((True, "treated"), (False, CONTROL))
    )
    return Parsed(Test(metric, Design.STEPPED, series), (sides[0],), sides[1])


def _check_units(units: Mapping[str, _Group], names: Mapping[bool, Mapping[str, None]]) -> None:
    if len(units) < 2:
        raise BadFile("there is only one unit. A rollout needs two.", 1, "unit")
    if len(units) > MOST_UNITS:
        raise BadFile(f"there are {len(units)} units. {MOST_UNITS} are compared at most.", 1, "unit")
    _check_span(units.values())
    for unit in units.values():
        begun = None
        for day in sorted(unit.days):
            if unit.days[day].is_treated:
                begun = begun or day
            elif begun:
                raise BadFile(f"“{unit.name}” was treated from {begun} on and is not here.", unit.lines[day], "treated")
    for side, problem in ((True, "no line is treated."), (False, "every line is treated: there is no control.")):
        if not names[side]:
            raise BadFile(problem, 1, "treated")


def _is_treated(row: Row) -> bool:
    word = row.cells["treated"].casefold()
    if word not in _YES | _NO:
        raise BadFile(f"“{row.cells['treated']}” is neither 0 nor 1.", row.line, "treated")
    return word in _YES


# The numbers of a line.


def _observed(kind: MetricKind, row: Row, *, is_treated: bool = False) -> Observed:
    day = _day(row)
    numbers = [_number(row, column) for column in NUMBERS[kind]]
    if kind is MetricKind.MEAN:
        count, total, squares = numbers
        return Observed(day, total, count, _spread(row, count, total, squares), is_treated)
    amount, base = numbers
    if kind is MetricKind.SHARE and amount > base:
        raise BadFile(f"{amount:,.0f} successes are more than {base:,.0f} trials.", row.line, "successes")
    if amount and not base:
        raise BadFile("there are events without exposure.", row.line, "exposure")
    return Observed(day, amount, base, None, is_treated)


def _day(row: Row) -> date:
    cell = row.cells["day"]
    try:
        if _DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise BadFile(f"“{cell}” is not a day. Write it as 2026-11-22.", row.line, "day")


def _number(row: Row, column: str) -> float:
    cell = row.cells[column]
    if not _NUMBER.fullmatch(cell):
        problem = f"“{cell}” is not a number. Write it as 1234.5." if cell else "this cell is empty."
        raise BadFile(problem, row.line, column)
    value = float(cell)
    if not math.isfinite(value) or abs(value) > (MOST_COUNTED if column in WHOLE else BIGGEST):
        raise BadFile(f"“{cell}” is too large to be measured.", row.line, column)
    if value < 0 and column not in MAY_BE_NEGATIVE:
        raise BadFile(f"“{cell}” is negative.", row.line, column)
    if column in WHOLE and value != int(value):
        raise BadFile(f"“{cell}” is not a whole number.", row.line, column)
    return value


def _spread(row: Row, count: float, total: float, squares: float) -> float | None:
    """The standard deviation of a day's values; None for a single one."""
    if count == 0 and (total or squares):
        raise BadFile("there is a sum of no values.", row.line, "n")
    if count < 2:
        if abs(squares - total * total) > ALIKE * max(squares, total * total):
            raise BadFile("of one value this is not the square.", row.line, "sum_sq")
        return None
    try:
        return spread_of_sums(count, total, squares)
    except ValueError:
        raise BadFile(f"{squares:g} is too small for a sum of {total:g}.", row.line, "sum_sq") from None
