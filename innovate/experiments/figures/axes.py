"""Axes: round numbers and days to write beside a drawing, and where they stand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

WIDTH = 600.0  # units across a drawing, which a page stretches; upright a unit is a pixel
CALENDAR_STEPS = (1, 2, 3, 7, 14, 28)
MOST_DAYS_NAMED = 7


@dataclass(frozen=True, slots=True)
class Tick:
    """A value that an axis names; a minor one is left out where there is little room."""

    at: float
    words: str
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where an axis goes."""

    low: float
    high: float

    def part(self, value: float) -> float:
        """Where a value stands, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def percent(self, value: float) -> float:
        """Where a value stands across, kept within the drawing."""
        return round(100 * min(1.0, max(0.0, self.part(value))), 2)


def span_of(values: Sequence[float], *, room: float = 0.0) -> Span:
    """All of these values with some room on either side, as a part of their distance."""
    low, high = min(values), max(values)
    if low == high:
        room, distance = 0.5, abs(high) or 1.0
    else:
        distance = high - low
    return Span(low - room * distance, high + room * distance)


def round_span(values: Sequence[float], most: int = 5) -> Span:
    """All of these values, from one round number to another."""
    span = span_of(values)
    step = round_step(span.high - span.low, most)
    low, high = math.floor(span.low / step + 1e-9) * step, math.ceil(span.high / step - 1e-9) * step
    return Span(low, high if high > low else low + step)


def round_step(distance: float, most: int) -> float:
    """The least of 1, 2 and 5 times a power of ten that fits into the distance at most so often."""
    least = distance / most
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least * (1 - 1e-9))


def round_numbers(span: Span, most: int = 5) -> tuple[float, ...]:
    """The round numbers within the span."""
    step = round_step(span.high - span.low, most)
    first, last = math.ceil(span.low / step - 1e-9), math.floor(span.high / step + 1e-9)
    return tuple(round(place * step, 12) + 0.0 for place in range(first, last + 1))


def words_of(numbers: Sequence[float], *, is_signed: bool = False) -> tuple[str, ...]:
    """Those numbers with the digits that tell them apart."""
    step = min((abs(b - a) for a, b in pairwise(numbers)), default=1.0)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return tuple(_words(number, digits, is_signed=is_signed) for number in numbers)


def _words(number: float, digits: int, *, is_signed: bool) -> str:
    sign = "−" if number < 0 else "+" if is_signed and number > 0 else ""
    return f"{sign}{abs(number):,.{digits}f}"


def upright(span: Span, height: float, most: int = 5) -> tuple[Tick, ...]:
    """The round numbers of an axis that goes up."""
    numbers = round_numbers(span, most)
    return tuple(
        Tick(round(height * (1 - span.part(number)), 1), words)
        for number, words in zip(numbers, words_of(numbers), strict=True)
    )


def across(span: Span, most: int = 6, *, is_signed: bool = False) -> tuple[Tick, ...]:
    """The round numbers of an axis that goes across; every second one is minor."""
    numbers = round_numbers(span, most)
    named = zip(numbers, words_of(numbers, is_signed=is_signed), strict=True)
    origin = numbers.index(0.0) if 0.0 in numbers else 0
    return tuple(
        Tick(span.percent(number), words, is_minor=len(numbers) > 4 and (place - origin) % 2 == 1)
        for place, (number, words) in enumerate(named)
    )


def calendar(first: date, last: date) -> tuple[Tick, ...]:
    """Days or months to name below a drawing that goes from one day to another."""
    span = Span(first.toordinal(), max(last.toordinal(), first.toordinal() + 1))
    days = (last - first).days + 1
    step = next((step for step in CALENDAR_STEPS if days / step <= MOST_DAYS_NAMED), None)
    named = [first + timedelta(days=away) for away in range(0, days, step)] if step else _months(first, last)
    words = [f"{one.day} {one:%b}" if step else _month(one, is_first=place == 0) for place, one in enumerate(named)]
    return tuple(
        Tick(span.percent(one.toordinal()), text, is_minor=len(named) > 4 and place % 2 == 1)
        for place, (one, text) in enumerate(zip(named, words, strict=True))
    )


def _months(first: date, last: date) -> list[date]:
    """The first days of months, with as many left out as there is no room for."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = next(every for every in (1, 2, 3, 6, 12, 24, 60, 240, 1200, 12000) if months / every <= MOST_DAYS_NAMED + 1)
    counted = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    starts = (date(at // 12, at % 12 + 1, 1) for at in counted if at % every == 0)
    return [start for start in starts if start >= first]


def _month(day: date, *, is_first: bool) -> str:
    return f"{day:%b %Y}" if is_first or day.month == 1 else f"{day:%b}"
