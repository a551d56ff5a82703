"""What a day's numbers must be, and how they are read from a spreadsheet."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from innovate.experiments.metric import Metric
from innovate.experiments.models import MetricKind

Row = tuple[int, date, float, float, float | None]
"""One arm on one day: arm id, day, amount, base and, of a mean, the standard deviation where it is known."""

Numbers = tuple[float, float, float | None]
"""The numbers of such a row."""

NOTHING: Mapping[tuple[int, date], Numbers] = {}
MOST_LINES = 400
BIGGEST = 1e15
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}")


def problem(kind: MetricKind, amount: float, base: float, spread: float | None) -> str | None:
    """Why these cannot be a day's numbers, in words; None when they can."""
    values = (amount, base) if spread is None else (amount, base, spread)
    if not all(math.isfinite(value) and abs(value) <= BIGGEST for value in values):
        return "Give numbers that can be measured."
    if base <= 0:
        return "The second number must be above zero."
    return _problem_of_mean(base, spread) if kind is MetricKind.MEAN else _problem_of_count(kind, amount, base, spread)


def _problem_of_mean(base: float, spread: float | None) -> str | None:
    if base != int(base):
        return "The count must be a whole number."
    if spread is not None and spread < 0:
        return "A spread cannot be negative."
    if spread and base == 1:
        return "A single value has no spread. Leave it empty."
    return None


def _problem_of_count(kind: MetricKind, amount: float, base: float, spread: float | None) -> str | None:
    if spread is not None:
        return "Only a mean has a spread. Leave it empty."
    if amount < 0:
        return "A count cannot be negative."
    if amount != int(amount) or (kind is MetricKind.SHARE and base != int(base)):
        return "Give whole numbers."
    if kind is MetricKind.SHARE and amount > base:
        return "The first number cannot be larger than the second: it counts a part of them."
    return None


def day_problem(day: date, *, starts_on: date, ends_on: date, today: date) -> str | None:
    """Why nothing can be recorded for that day; None when it can."""
    if day > today:
        return "That day has not come yet."
    if not starts_on <= day <= ends_on:
        return f"The experiment runs from {starts_on:%Y-%m-%d} to {ends_on:%Y-%m-%d}."
    return None


@dataclass(frozen=True, slots=True)
class Line:
    """One line that was pasted: the row that it stands for and what it replaces, or what is wrong with it."""

    number: int
    text: str
    row: Row | None = None
    problem: str = ""
    replaces: str = ""


def number_of(text: str) -> float | None:
    """The number that somebody typed, with a decimal point or comma; None when it is none."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace("’", "").replace("'", "")
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    return float(plain) if re.fullmatch(r"[+-]?([0-9]{1,20}\.?[0-9]*|\.[0-9]+)", plain) else None


def day_of(text: str) -> date | None:
    """The day that somebody typed, as 2026-11-22, 22.11.2026 or 22/11/2026; None when it is none."""
    text = text.strip()
    if not _DAY.fullmatch(text):
        return None
    form = "%Y-%m-%d" if text[4] == "-" else "%d/%m/%Y"
    try:
        return datetime.strptime(text.replace(".", "/"), form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def read_paste(
    text: str,
    metric: Metric,
    arms: Mapping[str, int],
    *,
    starts_on: date,
    ends_on: date,
    today: date,
    kept: Mapping[tuple[int, date], Numbers] = NOTHING,
) -> list[Line]:
    """Each pasted line, read: day, arm, amount, base and, for a mean, perhaps the spread.

    Cells are parted by tabs, semicolons or commas; a first line of headings is passed over. `kept` is what is recorded
    already, so that each line knows what it replaces.
    """
    lines: list[Line] = []
    seen: set[tuple[int, date]] = set()
    names = {name.casefold(): arm_id for name, arm_id in arms.items()}
    for place, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        cells = _cells(raw)
        if not lines and day_of(cells[0]) is None and not any(char.isdigit() for char in cells[0]):
            continue
        found = _row(cells, metric, names, starts_on, ends_on, today)
        if isinstance(found, str):
            lines.append(Line(place, raw, problem=found))
        elif found[:2] in seen:
            lines.append(Line(place, raw, problem="This arm and day are on an earlier line already."))
        else:
            seen.add(found[:2])
            before = kept.get(found[:2])
            replaces = metric.show_day(*before) if before and before != found[2:] else ""
            lines.append(Line(place, raw, found, replaces=replaces))
    return lines[: MOST_LINES + 1]


def _cells(raw: str) -> list[str]:
    for separator in ("\t", ";"):
        if separator in raw:
            return [cell.strip() for cell in raw.split(separator)]
    return [cell.strip() for cell in raw.split(",")]


def _row(
    cells: Sequence[str],
    metric: Metric,
    names: Mapping[str, int],
    starts_on: date,
    ends_on: date,
    today: date,
) -> Row | str:
    cells = [*cells]
    while cells and not cells[-1]:
        cells.pop()
    most = 5 if metric.kind is MetricKind.MEAN else 4
    if not 4 <= len(cells) <= most:
        return f"Expected {most if most == 4 else '4 or 5'} cells, found {len(cells)}."
    day = day_of(cells[0])
    if day is None:
        return f"“{cells[0][:20]}” is not a day. Write it as 2026-11-22."
    if cells[1].casefold() not in names:
        return f"There is no arm named “{cells[1][:60]}”."
    numbers = [number_of(cell) for cell in cells[2:]]
    for cell, value in zip(cells[2:], numbers, strict=True):
        if value is None:
            return f"“{cell[:20]}” is not a number."
    amount, base, *rest = (value for value in numbers if value is not None)
    base /= metric.per
    spread = rest[0] if rest else None
    wrong = day_problem(day, starts_on=starts_on, ends_on=ends_on, today=today)
    wrong = wrong or problem(metric.kind, amount, base, spread)
    return wrong or (names[cells[1].casefold()], day, amount, base, spread)
