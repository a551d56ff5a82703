"""The main comparison as it stood day after day, each with the interval that is valid however often one looks."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date

from innovate.experiments.models import Design
from innovate.experiments.readout.estimating import always_valid, compare
from innovate.experiments.readout.terms import Observed, Series, Test

MOST = 30  # days that are read; of more, so many as far apart as they can be
FEWEST = 2


@dataclass(frozen=True, slots=True)
class SoFar:
    """The effect of all days up to this one, in the metric's unit of effect."""

    day: date
    effect: float
    low: float
    high: float


def so_far(test: Test) -> tuple[SoFar, ...]:
    """Of parallel groups, how the main comparison came about; empty for other designs and before there are two days.

    A regression over days is made anew by each of them, so its past says nothing that its present does not.
    """
    arms = _main(test)
    if test.design is not Design.PARALLEL or len(arms) < 2:
        return ()
    days = sorted({one.day for arm in arms for one in arm.days})
    found = []
    for last in _some(days):
        upto = [replace(arm, days=arm.days[: bisect_right(arm.days, last, key=_day)]) for arm in arms]
        for one in compare(test.metric, test.design, upto, test.promise, has_drawn_days=test.has_drawn_days):
            estimate = always_valid(test.metric, one)
            numbers = (test.metric.effect_of(value) for value in (estimate.effect, estimate.low, estimate.high))
            found.append(SoFar(last, *numbers))
    return tuple(found) if len(found) >= FEWEST else ()


def _main(test: Test) -> list[Series]:
    """The control and the arm that the experiment was made for."""
    control = next((arm for arm in test.series if arm.is_control), None)
    changed = next((arm for arm in test.series if not arm.is_control), None)
    return [arm for arm in (control, changed) if arm is not None]


def _day(one: Observed) -> date:
    return one.day


def _some(days: list[date]) -> list[date]:
    """At most so many of these days, the last among them."""
    if len(days) <= MOST:
        return days
    step = (len(days) - 1) / (MOST - 1)
    return [days[round(place * step)] for place in range(MOST)]
