"""The read-out of one test: estimates, verdicts, warnings and the sentence, put together."""

from collections.abc import Sequence
from dataclasses import replace

from innovate.experiments.models import Design
from innovate.experiments.readout.caveats import caveats
from innovate.experiments.readout.estimating import Found, compare
from innovate.experiments.readout.judging import days_to_go, guard, judge
from innovate.experiments.readout.reading import Guarded, Reading, Secondary
from innovate.experiments.readout.terms import Promise, Side, Test
from innovate.experiments.readout.words import (
    ALWAYS,
    INTERVAL,
    INTERVAL_ALWAYS,
    OF_DAYS,
    ONCE,
    STILL_ALWAYS,
    Said,
    guard_words,
    secondary_words,
    sentence,
)
from innovate.experiments.statistics import LEVEL


def read(test: Test, *, sequential: bool | None = None, margin: float | None = None) -> Reading | None:
    """What the numbers of a test say; None while there is too little to say anything.

    Before the planned end its intervals are those that hold at every look, at the end those of a single look, unless
    `sequential` says which. A `margin` of the metric itself, as of a bare file, is put into the sentence.
    """
    promise = test.promise
    found = compare(test.metric, test.design, test.series, promise, has_drawn_days=test.has_drawn_days)
    if not found:
        return None
    is_over = promise is None or _is_over(test, promise)
    is_sequential = (not is_over or _has_moved(promise)) if sequential is None else sequential
    comparisons = judge([(test.metric, one) for one in found], is_sequential=is_sequential)
    guardrails = tuple(_guardrails(test, is_sequential))
    is_running = not is_over and promise is not None and not promise.is_concluded
    to_go = _days_to_go(test, found, promise) if is_running and promise else None
    said = Said(
        test.metric,
        test.design,
        comparisons,
        [one for one in guardrails if one.comparison.arm == comparisons[0].arm],
        is_running=is_running,
        days_to_go=to_go,
        days_left=_days_left(test, promise) if promise else 0,
        margin=margin,
    )
    explained = ONCE
    if is_sequential:
        explained = STILL_ALWAYS if is_over and _has_moved(promise) else ALWAYS
    if test.has_drawn_days:
        explained = f"{explained} {OF_DAYS}"
    return Reading(
        metric=test.metric,
        design=test.design,
        level=LEVEL,
        is_sequential=is_sequential,
        comparisons=tuple(comparisons),
        guardrails=guardrails,
        secondaries=_secondaries(test, is_sequential),
        warnings=caveats(test, comparisons, found[0].panel),
        sentence=sentence(said),
        days_to_go=to_go if said.is_open else None,
        interval_words=INTERVAL_ALWAYS if is_sequential else INTERVAL,
        explained=explained,
    )


def _is_over(test: Test, promise: Promise) -> bool:
    """Whether the planned days are all there, or past."""
    last = test.latest_day
    return promise.today > promise.ends_on or (last is not None and last >= promise.ends_on)


def _has_moved(promise: Promise | None) -> bool:
    return promise is not None and promise.has_moved_end


def _days_so_far(test: Test, promise: Promise) -> int:
    last = test.latest_day
    return max(0, (last - promise.starts_on).days + 1) if last else 0


def _days_left(test: Test, promise: Promise) -> int:
    return max(0, promise.days - _days_so_far(test, promise))


def _days_to_go(test: Test, found: Sequence[Found], promise: Promise) -> int | None:
    """Only of parallel groups: how a regression's error shrinks depends on the days that are still to come."""
    if test.design is not Design.PARALLEL:
        return None
    return days_to_go(test.metric, found[0], promise, _days_so_far(test, promise), together=len(found))


def _beside(test: Test, side: Side) -> tuple[Found, ...]:
    """The arms in a further metric; the planned size is the primary one's, whose base counts something else."""
    promise = replace(test.promise, planned_size=None) if test.promise else None
    return compare(side.metric, test.design, side.series, promise, has_drawn_days=test.has_drawn_days)


def _guardrails(test: Test, is_sequential: bool) -> list[Guarded]:
    """Each guardrail for each arm; every one must hold, so none is judged more strictly for there being several."""
    found = []
    for side in test.guardrails:
        margin = side.margin or 0.0
        for one in _beside(test, side):
            (comparison,) = judge([(side.metric, one)], is_sequential=is_sequential)
            state = guard(side.metric, margin, comparison)
            words = guard_words(side.metric.subject, side.metric, comparison, margin, state)
            found.append(Guarded(side.name, side.metric, margin, comparison, state, words))
    return found


def _secondaries(test: Test, is_sequential: bool) -> tuple[Secondary, ...]:
    """All of them are one family, apart from the primary metric: Holm's test is among them alone."""
    listed: list[tuple[Side, Found]] = [(side, one) for side in test.secondaries for one in _beside(test, side)]
    comparisons = judge([(side.metric, one) for side, one in listed], is_sequential=is_sequential)
    return tuple(
        Secondary(side.name, side.metric, comparison, secondary_words(side.metric, comparison, len(listed)))
        for (side, _), comparison in zip(listed, comparisons, strict=True)
    )
