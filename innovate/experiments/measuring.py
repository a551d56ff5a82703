"""What a day's numbers must be, and how they are typed."""

import math
import re
from datetime import date, datetime
from typing import NamedTuple

from innovate.experiments.models import MetricKind

Numbers = tuple[float, float, float | None]
"""Amount, base and, of a mean, the standard deviation where it is known."""

PlainRow = tuple[int, date, float, float, float | None]
"""A row of the primary metric: arm id, day, and its numbers."""


class Cell(NamedTuple):
    """An arm's day; `measure_id` is None for the primary metric."""

    arm_id: int
    day: date
    measure_id: int | None = None


class Row(NamedTuple):
    """What one arm showed on one day."""

    arm_id: int
    day: date
    amount: float
    base: float
    spread: float | None = None
    measure_id: int | None = None

    @property
    def cell(self) -> Cell:
        return Cell(self.arm_id, self.day, self.measure_id)

    @property
    def numbers(self) -> Numbers:
        return self.amount, self.base, self.spread


BIGGEST = 1e15
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4}")
_THOUSANDS = {
    ",": re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"),
    ".": re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?"),
}
_PLAIN = re.compile(r"[+-]?([0-9]{1,20}\.?[0-9]{0,40}|\.[0-9]{1,40})")
_BLANKS = str.maketrans("", "", " \u00a0\u202f’'")


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


def number_of(text: str, decimal: str = "") -> float | None:
    """The number that somebody typed, with a decimal point or comma; None when it is none.

    `decimal` is the mark that a whole sheet uses, where that is known: the other mark then parts thousands.
    """
    plain = text.translate(_BLANKS).strip()
    if plain.isdigit() and len(plain) <= 20 and plain.isascii():
        return float(plain)
    parts = "." if decimal == "," else ","
    if _THOUSANDS[parts].fullmatch(plain):
        plain = plain.replace(parts, "")
    plain = plain.replace(",", ".")
    return float(plain) if _PLAIN.fullmatch(plain) else None


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
