"""Tests of made-up numbers, for what is said of them."""

from collections.abc import Sequence
from datetime import date, timedelta

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, MetricKind
from innovate.experiments.readout import Observed, Promise, Reading, Series, Side, read, terms

SHARE = Metric("first-contact resolution", MetricKind.SHARE, "", Direction.UP, 0.62, 0.64)
MEAN = Metric("handling time", MetricKind.MEAN, "min", Direction.DOWN, 6.5, 6.0)
RATE = Metric("repeat contacts", MetricKind.RATE, "per 1,000 orders", Direction.DOWN, 40.0, 34.0)
BARE = Metric("the share", MetricKind.SHARE)

START = date(2026, 6, 1)  # a Monday
PLANNED = 28
LONG_AFTER = date(2026, 9, 1)


def day(place: int) -> date:
    return START + timedelta(days=place)


def promise(today: date = LONG_AFTER, **fields) -> Promise:
    return Promise(START, day(PLANNED - 1), today, **fields)


def running(days: int, **fields) -> Promise:
    """What was promised, read in the evening after so many days."""
    return promise(day(days - 1), **fields)


KEPT = promise()


def arm(name: str, amount: float, base: float, spread: float | None = None, *, days: int = PLANNED, **fields) -> Series:
    """An arm whose numbers are spread over its days as evenly as whole numbers allow."""

    def part(whole: float, place: int) -> float:
        if isinstance(whole, int):
            return whole * (place + 1) // days - whole * place // days
        return whole / days

    shown = tuple(Observed(day(place), part(amount, place), part(base, place), spread) for place in range(days))
    return Series(name, fields.pop("is_control", False), shown, **fields)


def control(*numbers, **fields) -> Series:
    return arm("Today", *numbers, is_control=True, **fields)


def variant(*numbers, name: str = "Phone label", **fields) -> Series:
    return arm(name, *numbers, **fields)


def two(metric: Metric, theirs, ours, promised: Promise | None = KEPT, *, days: int = PLANNED, **sides) -> terms.Test:
    """Two parallel arms with the control's numbers and the variant's."""
    series = (control(*theirs, days=days), variant(*ours, days=days))
    return terms.Test(metric, Design.PARALLEL, series, promised, **sides)


def many(metric: Metric, theirs, others: Sequence, promised: Promise | None = KEPT, **sides) -> terms.Test:
    """A control and several variants, named by letters."""
    arms = [variant(*one, name=chr(65 + place)) for place, one in enumerate(others)]
    return terms.Test(metric, Design.PARALLEL, (control(*theirs), *arms), promised, **sides)


def beside(margin: float | None, theirs, ours, metric: Metric = MEAN, **fields) -> Side:
    """A guardrail, or without a margin a secondary metric, with the control's numbers and the variant's."""
    return Side(metric.name, metric, (control(*theirs, **fields), variant(*ours, **fields)), margin)


def reading(test: terms.Test, **how) -> Reading:
    found = read(test, **how)
    assert found is not None
    return found


def plain(words: str) -> str:
    """The words with every space an ordinary one."""
    return words.replace("\u00a0", " ")


def said(test: terms.Test, **how) -> str:
    return plain(reading(test, **how).sentence)
