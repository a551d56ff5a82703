"""Spans of time that a statement is about: a month on the company's clock, days from and to, or all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from innovate.core import wording
from innovate.core.clock import now
from innovate.core.errors import BadInput
from innovate.rewards.models import Period

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 31)  # before anybody's first point, and long after


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment until just before another; None for no bound. `query` is how an address says it."""

    label: str
    query: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    first: date | None = None
    last: date | None = None

    @property
    def is_all(self) -> bool:
        return self.starts_at is None and self.ends_at is None


ALL = Span("All time")


def of_month(first: date) -> Span:
    """That month, given by its first day."""
    return Span(
        f"{first:%B} {first.year}",
        f"month={first:%Y-%m}",
        _midnight(first),
        _midnight(month_after(first)),
        first,
        month_after(first) - timedelta(days=1),
    )


def of_days(first: date | None, last: date | None) -> Span:
    """From one day to another, both included. Raises BadInput when they are the wrong way round, or out of our time."""
    for field, day in (("first", first), ("last", last)):
        if day and not EARLIEST <= day <= LATEST:
            raise BadInput(f"Give a day between {EARLIEST.year} and {LATEST.year}.", field)
    if first and last and last < first:
        raise BadInput("The last day comes before the first. Turn them round.", "last")
    words = " to ".join(wording.day(one) for one in (first, last) if one)
    label = words if first and last else f"from {words}" if first else f"until {words}"
    query = "&".join(f"{name}={day:%Y-%m-%d}" for name, day in (("from", first), ("to", last)) if day)
    ends = _midnight(last + timedelta(days=1)) if last else None
    return Span(label, query, _midnight(first) if first else None, ends, first, last)


def read(month: str | None, first: str | None, last: str | None) -> Span:
    """The span that an address says. Raises BadInput for what is no month and no day."""
    if month:
        if not _MONTH.fullmatch(month):
            raise BadInput("That is no month. Choose one, such as November 2026.")
        return of_month(_day(f"{month}-01"))
    if not first and not last:
        return ALL
    return of_days(_day(first) if first else None, _day(last) if last else None)


def this_month() -> date:
    """The first day of the running month."""
    return month_of(now())


def month_of(moment: datetime) -> date:
    """The first day of the month in which that moment lies."""
    return wording.local(moment).date().replace(day=1)


def month_after(first: date) -> date:
    """The first day of the month that follows."""
    return (first + timedelta(days=31)).replace(day=1)


def month_before(span: Span) -> Span:
    """The month before that month."""
    assert span.first is not None
    return of_month((span.first - timedelta(days=1)).replace(day=1))


def around(period: Period, moment: datetime) -> Span:
    """The month, quarter or year in which that moment lies: “November 2026”, “the fourth quarter of 2026”, “2026”."""
    month = month_of(moment)
    if period is Period.MONTH:
        return of_month(month)
    months = 3 if period is Period.QUARTER else 12
    first = month.replace(month=(month.month - 1) // months * months + 1)
    after = date(first.year + (first.month + months > 12), (first.month + months - 1) % 12 + 1, 1)
    quarter = ("first", "second", "third", "fourth")[(first.month - 1) // 3]
    label = f"the {quarter} quarter of {first.year}" if period is Period.QUARTER else str(first.year)
    return Span(label, "", _midnight(first), _midnight(after), first, after - timedelta(days=1))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise BadInput("That is no day. Give one such as 2026-11-30.")
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), wording.local(now()).tzinfo).astimezone(UTC)
