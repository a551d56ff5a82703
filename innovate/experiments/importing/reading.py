"""A sheet of numbers, read against the plan: every line is taken, or what is wrong with it is said."""

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from innovate.core.forms import composed
from innovate.experiments.importing.heads import Block, Layout, Role, layout_of
from innovate.experiments.importing.terms import MOST_COLUMNS, MOST_LINES, MOST_ROWS, Asked, Sheet, Subject, Wrong
from innovate.experiments.measuring import Cell, Row, day_of, number_of, problem
from innovate.experiments.metric import Metric
from innovate.experiments.models import MetricKind
from innovate.experiments.statistics import spread_of_sums

Line = tuple[int, list[str]]
"""The number of a line and its cells."""

_POINT = re.compile(r"[+-]?(\d*\.(\d{1,2}|\d{4,})|0?\.\d+|\d{1,3}(,\d{3})+\.\d+)")
_COMMA = re.compile(r"[+-]?(\d+,(\d{1,2}|\d{4,})|0?,\d+|\d{1,3}(\.\d{3})+,\d+)")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_NAMES = {
    Role.AMOUNT: "the first number",
    Role.BASE: "the second number",
    Role.MEAN: "the mean",
}


class Refused(Exception):
    """A cell that cannot be taken: its place in the line, and why."""

    def __init__(self, place: int, sentence: str) -> None:
        super().__init__(sentence)
        self.place, self.sentence = place, sentence


@dataclass(slots=True)
class Values:
    """Single values of one cell, put together as they come (Welford)."""

    line: int
    n: int = 0
    mean: float = 0.0
    squares: float = 0.0
    total: float = 0.0

    def add(self, value: float) -> None:
        self.n += 1
        self.total += value
        before = value - self.mean
        self.mean += before / self.n
        self.squares += before * (value - self.mean)

    @property
    def spread(self) -> float | None:
        return _short(math.sqrt(self.squares / (self.n - 1))) if self.n > 1 else None


def read_sheet(text: str, asked: Asked) -> Sheet:
    """The rows that a pasted or uploaded sheet stands for, or what is wrong with it by line and column."""
    sheet = Sheet()
    try:
        lines = _lines(text)
    except ValueError:
        sheet.problem = "This holds characters that cannot be shown. Is it really a sheet of numbers?"
        return sheet
    except csv.Error:
        sheet.problem = "One of the lines is too long to be read. Is a quotation mark left open?"
        return sheet
    if not lines:
        sheet.problem = "There is nothing to read. Paste at least one line, or choose a file."
    elif len(lines) > MOST_LINES:
        sheet.problem = f"Take from 1 to {MOST_LINES:,} lines at a time."
    elif max(len(cells) for _, cells in lines[:2]) > MOST_COLUMNS:
        sheet.problem = f"Take {MOST_COLUMNS} columns at most. Leave out those that hold no numbers of this experiment."
    else:
        _Reader(asked, layout_of([cells for _, cells in lines[:2]], asked), lines, sheet).read()
    return sheet


def _lines(text: str) -> list[Line]:
    """The lines that say something, split where most spreadsheets part their cells."""
    text = composed(text.removeprefix("\ufeff"))
    found = re.match(r"sep=(.)\r?\n", text)
    start = text[:20_000]
    parting = found[1] if found else next((mark for mark in "\t;" if mark in start), ",")
    text = text[found.end() :] if found else text
    reader, ended = csv.reader(io.StringIO(text, newline=""), delimiter=parting), 1 if found else 0
    lines: list[Line] = []
    for cells in reader:
        begun, ended = ended + 1, reader.line_num + (1 if found else 0)
        stripped = [cell.strip() for cell in cells]
        if any(stripped):
            lines.append((begun, stripped))
        if len(lines) > MOST_LINES:
            break
    return lines


@dataclass(slots=True)
class _Reader:
    """What is known while a sheet is read line by line."""

    asked: Asked
    layout: Layout
    lines: list[Line]
    sheet: Sheet
    decimal: str = ""
    days: dict[str, date | Refused] = field(default_factory=dict)
    arms: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, Subject] = field(default_factory=dict)
    taken: dict[Cell, int] = field(default_factory=dict)
    values: dict[Cell, Values] = field(default_factory=dict)

    def read(self) -> None:
        self.sheet.unknown, self.sheet.problem = self.layout.unknown, self.layout.problem
        if self.sheet.problem:
            return
        self.arms = {name.casefold(): arm_id for name, arm_id in self.asked.arms.items()}
        self.subjects = {one.metric.name.casefold(): one for one in self.asked.subjects}
        lines = self.lines[self.layout.begins :]
        self.decimal = self._decimal_mark(lines)
        for number, cells in lines:
            try:
                self._read_line(number, cells)
            except Refused as refused:
                self.sheet.wrong.append(self._wrong(number, cells, refused))
        self._put_values_together()
        if not self.sheet.rows and not self.sheet.wrong:
            self.sheet.problem = "There are no numbers in these lines."
        if len(self.sheet.rows) > MOST_ROWS:
            self.sheet.problem = f"That is {len(self.sheet.rows):,} rows. Take {MOST_ROWS:,} at most at a time."

    def _wrong(self, number: int, cells: list[str], refused: Refused) -> Wrong:
        return Wrong(number, self.layout.head(refused.place), "  ".join(cells).strip()[:120], refused.sentence)

    def _decimal_mark(self, lines: Sequence[Line]) -> str:
        """The mark that this sheet must mean, where one of its numbers says so."""
        places = {place for block in self.layout.blocks for roles in block.roles.values() for place in roles.values()}
        point = comma = False
        for _, cells in lines:
            for place in places:
                cell = cells[place] if place < len(cells) else ""
                if "," in cell or "." in cell:
                    point = point or _POINT.fullmatch(cell) is not None
                    comma = comma or _COMMA.fullmatch(cell) is not None
        return "" if point == comma else "." if point else ","

    def _read_line(self, number: int, cells: list[str]) -> None:
        layout = self.layout
        self._refuse_odd_length(cells)
        day = self._day(cells[layout.day])
        subject = self._subject(cells)
        said = self._arm(cells)
        is_empty = True
        for block in layout.blocks:
            roles = block.roles.get(subject.metric.kind, {})
            filled = {role: place for role, place in roles.items() if place < len(cells) and cells[place]}
            given = {role: (place, cells[place]) for role, place in filled.items()}
            self._refuse_foreign(cells, block, roles)
            if not given:
                continue
            if is_empty:
                self._refuse_day(day)
            is_empty = False
            arm_id = self._arm_id(block, said, day)
            self._take(number, Cell(arm_id, day, subject.measure_id), subject.metric, given)
        self.sheet.empty += is_empty
        self.sheet.lines += not is_empty

    def _refuse_odd_length(self, cells: list[str]) -> None:
        while len(cells) > 1 and not cells[-1]:
            cells.pop()
        if self.layout.heads:
            cells.extend([""] * (len(self.layout.heads) - len(cells)))
            if len(cells) > len(self.layout.heads):
                raise Refused(len(self.layout.heads), "There are more cells here than heads above.")
            return
        roles = next(iter(self.layout.blocks[0].roles.values()))
        most, least = max(roles.values()) + 1, roles[Role.BASE] + 1
        if not least <= len(cells) <= most:
            wanted = str(most) if least == most else f"{least} or {most}"
            raise Refused(min(len(cells), most), f"Expected {wanted} cells, found {len(cells)}.")

    def _day(self, text: str) -> date:
        found = self.days.get(text)
        if found is None:
            read = day_of(text)
            found = read or Refused(self.layout.day, f"“{text[:20]}” is not a day. Write it as 2026-11-22.")
            self.days[text] = found
        if isinstance(found, Refused):
            raise Refused(found.place, found.sentence)
        return found

    def _refuse_day(self, day: date) -> None:
        if wrong := self.asked.problem_of(day):
            raise Refused(self.layout.day, wrong)

    def _subject(self, cells: list[str]) -> Subject:
        place = self.layout.metric
        if place is None:
            subject = self.asked.subjects[0]
        elif (named := self.subjects.get(_unescaped(cells[place]).casefold())) is None:
            raise Refused(place, f"“{cells[place][:60]}” is not measured in this experiment.")
        else:
            subject = named
        if not any(subject.metric.kind in block.roles for block in self.layout.blocks):
            raise Refused(place or 0, f"There are no columns for the numbers of “{subject.metric.name}”.")
        return subject

    def _arm(self, cells: list[str]) -> int | None:
        """The arm that the line names, if there is a column for it."""
        place = self.layout.arm
        if place is None:
            return None
        arm_id = self.arms.get(cells[place].casefold()) or self.arms.get(_unescaped(cells[place]).casefold())
        if arm_id is None and not (self.asked.switch_on and not cells[place]):
            raise Refused(place, f"There is no arm named “{cells[place][:60]}”.")
        return arm_id

    def _arm_id(self, block: Block, said: int | None, day: date) -> int:
        named = block.arm_id or said
        by_day = self.asked.arm_of(day)
        if by_day is not None and named not in (None, by_day):
            right = next(name for name, arm_id in self.asked.arms.items() if arm_id == by_day)
            raise Refused(self.layout.arm or 0, f"That day belongs to “{right}”.")
        arm_id = named or by_day
        assert arm_id is not None  # a layout without arms is made only where days say them
        return arm_id

    def _refuse_foreign(self, cells: list[str], block: Block, roles: dict[Role, int]) -> None:
        """Numbers that another kind of metric has, in the line of this one."""
        for others in block.roles.values():
            for place in others.values():
                if place not in roles.values() and place < len(cells) and cells[place]:
                    raise Refused(place, "This number does not belong to that metric. Leave it empty.")

    def _take(self, number: int, cell: Cell, metric: Metric, given: dict[Role, tuple[int, str]]) -> None:
        figures = {role: self._figure(place, text, metric, role) for role, (place, text) in given.items()}
        place = min(place for place, _ in given.values())
        if Role.VALUE in given:
            self._take_value(number, cell, given, figures)
            return
        amount, base, spread = _numbers(figures, place)
        base /= metric.per
        if wrong := problem(metric.kind, amount, base, spread):
            raise Refused(place, wrong)
        if cell in self.taken or cell in self.values:
            before = self.taken.get(cell) or self.values[cell].line
            raise Refused(place, f"This arm and day are on an earlier line already, line {before}.")
        self.taken[cell] = number
        self.sheet.rows.append(Row(cell.arm_id, cell.day, amount, base, spread, cell.measure_id))

    def _take_value(
        self, number: int, cell: Cell, given: dict[Role, tuple[int, str]], figures: dict[Role, float]
    ) -> None:
        place = given[Role.VALUE][0]
        if len(given) > 1:
            raise Refused(place, "A single value stands alone: leave the other numbers of its line empty.")
        if cell in self.taken:
            raise Refused(place, f"This arm and day are on an earlier line already, line {self.taken[cell]}.")
        if abs(figures[Role.VALUE]) > 1e12:
            raise Refused(place, "Give numbers that can be measured.")
        self.values.setdefault(cell, Values(number)).add(figures[Role.VALUE])

    def _put_values_together(self) -> None:
        for cell, values in self.values.items():
            row = Row(cell.arm_id, cell.day, _short(values.total), float(values.n), values.spread, cell.measure_id)
            self.sheet.rows.append(row)

    def _figure(self, place: int, text: str, metric: Metric, role: Role) -> float:
        value = number_of(text, self.decimal)
        if value is None:
            raise Refused(place, f"“{text[:20]}” is not a number.")
        counts = metric.kind is not MetricKind.MEAN or role is Role.BASE
        if not self.decimal and not counts and _EITHER.fullmatch(text):
            point = text.replace(",", ".")
            whole = text.replace(",", "")
            raise Refused(place, f"“{text}” can be read in two ways. Write {whole} or {point}.")
        return value


def _numbers(figures: dict[Role, float], place: int) -> tuple[float, float, float | None]:
    """Amount, base and spread from whichever of them a line gives."""
    base = figures.get(Role.BASE)
    amount = figures.get(Role.AMOUNT)
    spread = figures.get(Role.SPREAD)
    if base is None or (amount is None and Role.MEAN not in figures):
        missing = Role.BASE if base is None else Role.AMOUNT
        raise Refused(place, f"Both numbers are needed; {_NAMES[missing]} is missing.")
    mean = figures.get(Role.MEAN)
    if amount is None:
        amount = _short((mean or 0.0) * base)
    elif mean is not None and base and abs(amount / base - mean) > 0.01 * max(1.0, abs(mean)):
        raise Refused(place, "The mean is not the sum over the count.")
    squares = figures.get(Role.SQUARES)
    if squares is not None and spread is None:
        spread = _spread_of(amount, base, squares, place)
    return amount, base, spread


def _spread_of(amount: float, base: float, squares: float, place: int) -> float | None:
    """The standard deviation behind a sum of squares."""
    if base <= 1:
        return None
    try:
        return _short(spread_of_sums(base, amount, squares))
    except ValueError:
        raise Refused(place, "The sum of squares is too small for that sum and count.") from None


def _short(value: float) -> float:
    """Rounded to where every way to add up agrees, so that the same numbers taken twice are the same."""
    return float(f"{value:.12g}")


def _unescaped(text: str) -> str:
    """A name without the mark that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t") else text
