"""What was promised, and whether it was kept: length, size, changes and numbers from before the seal."""

import math
from collections.abc import Iterator

from innovate.core.wording import plural
from innovate.experiments.models import Design
from innovate.experiments.readout.reading import Caveat
from innovate.experiments.readout.terms import Promise, Series, Test

TWO_WEEKS = 14
NEARLY = 0.95  # of the planned size is as good as all of it


def of_the_promise(test: Test) -> Iterator[Caveat]:
    promise = test.promise
    if promise is None:
        days = len({one.day for arm in _with_the_change(test) for one in arm.days})
        if days < TWO_WEEKS:
            yield Caveat("too_short", _short_of_weeks(days))
        return
    if promise.amendments:
        yield Caveat(
            "changed_after_sealing",
            f"The plan was changed {_times(promise.amendments)} after the start. Read the changes beside the result "
            "before you rely on it.",
        )
    if promise.early_days:
        yield Caveat(
            "early_numbers",
            f"The numbers of {plural(promise.early_days, 'day')} are from before the plan was sealed: whoever knew "
            "them could choose the target to fit. Rely on the days after.",
        )
    yield from _too_short(test, promise)


def _too_short(test: Test, promise: Promise) -> Iterator[Caveat]:
    last = test.latest_day
    first = promise.switch_on if test.design is Design.BEFORE_AFTER and promise.switch_on else promise.starts_on
    days = max(0, (last - first).days + 1) if last else 0
    is_over = promise.is_concluded or promise.today > promise.ends_on
    if days < TWO_WEEKS:
        yield Caveat("too_short", _short_of_weeks(days, is_over=is_over))
        return
    size, planned = sum(arm.base for arm in test.series) * test.metric.per, promise.planned_size or 0.0
    if is_over and size < planned * test.metric.per * NEARLY:
        due = test.metric.sample(round(planned * test.metric.per) / test.metric.per)
        yield Caveat(
            "too_short",
            f"It has {math.floor(size):,} of the {due} that were planned, so it can miss an effect that is there. Let "
            "it run on, or plan a longer round.",
        )


def _with_the_change(test: Test) -> list[Series]:
    """Whose days are counted: of a before and after those after."""
    return [arm for arm in test.series if test.design is not Design.BEFORE_AFTER or not arm.is_control]


def _short_of_weeks(days: int, *, is_over: bool = False) -> str:
    has, what = ("had", "Plan a longer round.") if is_over else ("has", "Wait before you decide.")
    so_far = "" if is_over else " so far"
    return f"It {has} {plural(days, 'day')}{so_far}: weekdays differ, and a test needs two whole weeks of them. {what}"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")
