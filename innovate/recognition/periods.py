"""Periods that recognition is looked at by: a month, a quarter or a year of the calendar, or all time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from innovate.core import wording
from innovate.core.clock import now

_WRITTEN = re.compile(r"(20\d\d)(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


class Length(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"

    @property
    def label(self) -> str:
        return "All time" if self is Length.ALL else self.value.capitalize()

    @property
    def months(self) -> int:
        return {"month": 1, "quarter": 3, "year": 12}.get(self.value, 0)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter or year, given by its first day; all time without one."""

    length: Length
    first: date | None = None

    @property
    def key(self) -> str:
        """How an address says it: 2026-11, 2026-Q4, 2026, all."""
        if self.first is None:
            return Length.ALL.value
        if self.length is Length.YEAR:
            return f"{self.first.year}"
        if self.length is Length.QUARTER:
            return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
        return f"{self.first:%Y-%m}"

    @property
    def label(self) -> str:
        """“November 2026”, “October to December 2026”, “2026”, “All time”."""
        if self.first is None:
            return Length.ALL.label
        if self.length is Length.QUARTER:
            return f"{self.first:%B} to {_shifted(self.first, 2):%B} {self.first.year}"
        return f"{self.first.year}" if self.length is Length.YEAR else f"{self.first:%B} {self.first.year}"

    @property
    def starts_at(self) -> datetime | None:
        return _midnight(self.first) if self.first else None

    @property
    def ends_at(self) -> datetime | None:
        """The first moment that no longer belongs to it."""
        return _midnight(_shifted(self.first, self.length.months)) if self.first else None

    @property
    def last(self) -> date:
        """The last day of a month, quarter or year."""
        assert self.first is not None
        return _shifted(self.first, self.length.months) - timedelta(days=1)

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= now()

    @property
    def before(self) -> Period | None:
        """The one that came before; None before the year 2000."""
        if self.first is None or (earlier := _shifted(self.first, -self.length.months)).year < 2000:
            return None
        return Period(self.length, earlier)

    @property
    def after(self) -> Period | None:
        """The one that follows, if it has begun."""
        if self.first is None or not self.is_over:
            return None
        return Period(self.length, _shifted(self.first, self.length.months))


def running(length: Length) -> Period:
    """The one that today lies in."""
    today = wording.local(now()).date()
    months = length.months
    if not months:
        return Period(length)
    return Period(length, date(today.year, (today.month - 1) // months * months + 1, 1))


def read(text: str | None, fallback: Length = Length.QUARTER) -> Period:
    """The period that an address says; the running one for a length alone, and for what is none or has not begun."""
    if text in set(Length):
        return running(Length(text))
    found = _WRITTEN.fullmatch(text or "")
    if not found:
        return running(fallback)
    year, quarter, month = found.groups()
    if quarter:
        period = Period(Length.QUARTER, date(int(year), int(quarter) * 3 - 2, 1))
    else:
        period = (
            Period(Length.MONTH, date(int(year), int(month), 1))
            if month
            else Period(Length.YEAR, date(int(year), 1, 1))
        )
    begins = period.starts_at
    return period if begins and begins <= now() else running(period.length)


def _shifted(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), wording.local(now()).tzinfo).astimezone(UTC)
