"""From what the arms showed to estimates: the method that the design and the kind of metric ask for."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind
from innovate.experiments.readout.terms import Observed, Promise, Series
from innovate.experiments.statistics import (
    LEVEL,
    Estimate,
    always_valid_p,
    chance_of_effect,
    chance_of_mean,
    chance_of_rate,
    chance_of_share,
    checks,
    confidence_sequence,
    difference_of_days,
    difference_of_drawn_days,
    difference_of_means,
    difference_of_shares,
    mean_of_days,
    ratio_of_rates,
    relative,
)
from innovate.experiments.statistics.segmented import segmented, tells_weekdays
from innovate.experiments.statistics.stepped import Panel

USUAL_DAYS = 28  # of a test whose length nobody wrote down
BEGUN, NOT_YET = "Teams that began", "Teams that had not"
FEWEST_DRAWN = 2  # days of an arm, before anybody knows how much days differ
PACE_DAYS = 7  # how many first days show what a day brings


@dataclass(frozen=True, slots=True)
class Found:
    """What one arm showed against the control, before anybody judges it."""

    arm: str
    control: str
    estimate: Estimate  # natural; of a rate a ratio
    relative: float | None
    higher: float | None  # the chance that the arm's value is the higher one
    size: float  # observations behind it: the base of both arms, or days of a regression
    planned: float  # how many there were to be
    is_balanced: bool = True  # of skewed means: enough values, or arms of like size, to be read on every day
    panel: Panel | None = None  # of a rollout: its cells, of which more can be asked


def compare(
    metric: Metric,
    design: Design,
    series: Sequence[Series],
    promise: Promise | None,
    *,
    has_drawn_days: bool = False,
) -> tuple[Found, ...]:
    """Each arm against the control, in order; without those of which nothing can be said yet."""
    listed = [_with_any_base(one) for one in series]
    if design is Design.BEFORE_AFTER:
        found = _before_and_after(metric, listed, promise)
        return (found,) if found else ()
    if design is Design.STEPPED and any(day.is_treated for one in listed for day in one.days):
        found = _stepped(metric, listed, promise)
        return (found,) if found else ()
    control = next((one for one in listed if one.is_control), None)
    if control is None:
        return ()
    weights = sum(one.weight for one in listed)
    how = _difference_of_drawn_days if has_drawn_days else _difference
    compared = (
        _parallel(metric, one, control, promise, weights, how(metric, one, control))
        for one in listed
        if not one.is_control and one.days and control.days
    )
    return tuple(one for one in compared if one)


def _with_any_base(series: Series) -> Series:
    """Without days on which there was nothing to count."""
    if min((day.base for day in series.days), default=1.0) > 0:
        return series
    return replace(series, days=tuple(day for day in series.days if day.base > 0))


def always_valid(metric: Metric, found: Found, level: float = LEVEL) -> Estimate:
    """The same effect with the interval and the p-value that hold however often somebody looks.

    It is never narrower than the interval of a single look, which is exact where numbers are small.
    """
    once = found.estimate
    effect, error = _on_its_scale(metric, once)
    if error is None or not math.isfinite(effect) or not found.is_balanced:
        return replace(once, low=0.0 if metric.kind is MetricKind.RATE else -math.inf, high=math.inf, p_value=1.0)
    size, tuned_to, freedom = found.size, found.planned, once.freedom
    low, high = confidence_sequence(effect, error, size, tuned_to=tuned_to, level=level, freedom=freedom)
    p_value = always_valid_p(effect, error, size, tuned_to=tuned_to, level=level, freedom=freedom)
    if metric.kind is MetricKind.RATE:
        low, high = _exp(low), _exp(high)
    low, high = min(low, once.low), max(high, once.high)
    if metric.kind is MetricKind.SHARE:
        low, high = max(low, min(-1.0, once.low)), min(high, max(1.0, once.high))
    return replace(once, low=low, high=high, p_value=max(p_value, once.p_value or 0.0))


def _on_its_scale(metric: Metric, estimate: Estimate) -> tuple[float, float | None]:
    """Effect and standard error on the scale on which they add up: of a ratio, its logarithm."""
    if metric.kind is not MetricKind.RATE:
        return estimate.effect, estimate.error
    return math.log(estimate.effect) if estimate.effect else -math.inf, estimate.error


def _exp(value: float) -> float:
    return math.exp(value) if value < 700 else math.inf


# Parallel groups.


Difference = tuple[Estimate | None, float | None, bool]
"""The estimate of two arms, the chance that the first is the higher one, and whether it may be read every day."""


def _parallel(
    metric: Metric, arm: Series, control: Series, promise: Promise | None, weights: float, difference: Difference
) -> Found | None:
    estimate, higher, is_balanced = difference
    if estimate is None:
        return None
    reference = control.value or 0.0
    part_of_it = _relative(metric, estimate, reference)
    size = arm.base + control.base
    part = (arm.weight + control.weight) / weights
    planned = promise.planned_size * part if promise and promise.planned_size else _at_first_pace(arm, control, promise)
    return Found(arm.name, control.name, estimate, part_of_it, higher, size, planned, is_balanced)


def _difference(metric: Metric, arm: Series, control: Series) -> Difference:
    """Of cases that are independent of one another."""
    one, other = (arm.amount, arm.base), (control.amount, control.base)
    if metric.kind is MetricKind.SHARE:
        return difference_of_shares(one, other), chance_of_share(one, other), True
    if metric.kind is MetricKind.RATE:
        return ratio_of_rates(one, other), chance_of_rate(one, other), True
    return _difference_of_means(arm, control)


def _difference_of_drawn_days(metric: Metric, arm: Series, control: Series) -> Difference:
    """Of days: whoever drew days learns as much as there are days, however many cases each of them has.

    Where the days of an arm do not vary, as where nothing happened on any of them, chance among their cases is all that
    is known.
    """
    if min(len(arm.days), len(control.days)) < FEWEST_DRAWN:
        return None, None, True
    found = difference_of_drawn_days(arm.days, control.days, is_ratio=metric.kind is MetricKind.RATE)
    if found is None:
        return _difference(metric, arm, control) if metric.kind is not MetricKind.MEAN else (None, None, True)
    if metric.kind is MetricKind.SHARE:
        found = replace(found, low=max(-1.0, found.low), high=min(1.0, found.high))
    effect, error = _on_its_scale(metric, found)
    return found, chance_of_effect(effect, error or 0.0, found.freedom), True


def _difference_of_means(arm: Series, control: Series) -> Difference:
    """From single values where the spread of every day is known; else from the days, beside each other if they can."""
    ours, theirs = arm.days, control.days
    one, other = arm.mean, control.mean
    if one and other:
        is_balanced = not checks.is_out_of_balance(one, other)
        return difference_of_means(one, other), chance_of_mean(one, other), is_balanced
    if [day.day for day in arm.days] == [day.day for day in control.days]:
        estimate = difference_of_days(ours, theirs)
        if estimate is None or estimate.error is None:
            return None, None, True
        return estimate, chance_of_effect(estimate.effect, estimate.error, estimate.freedom), True
    one, other = mean_of_days(ours), mean_of_days(theirs)
    return (difference_of_means(one, other), chance_of_mean(one, other), True) if one and other else (None, None, True)


def _relative(metric: Metric, estimate: Estimate, reference: float) -> float | None:
    if metric.kind is MetricKind.RATE:
        return estimate.effect - 1 if math.isfinite(estimate.effect) else None
    return relative(estimate.effect, reference)


def _at_first_pace(arm: Series, control: Series, promise: Promise | None) -> float:
    """How many observations the first days promised for the whole test: known before any interval is read."""
    by_day: dict[date, float] = {}
    for day in (*arm.days[:PACE_DAYS], *control.days[:PACE_DAYS]):
        by_day[day.day] = by_day.get(day.day, 0.0) + day.base
    first = [by_day[day] for day in sorted(by_day)[:PACE_DAYS]]
    return sum(first) / len(first) * _days(promise)


def _days(promise: Promise | None) -> float:
    return promise.tuned_days if promise else USUAL_DAYS


# Before and after; stepped rollout.


def _before_and_after(metric: Metric, series: Sequence[Series], promise: Promise | None) -> Found | None:
    found = _around_the_switch(series, promise)
    if found is None:
        return None
    estimate = segmented(*found.numbers, is_ratio=metric.kind is MetricKind.RATE)
    if estimate is None:
        return None
    return _regressed(metric, found.after, found.before, estimate, _value(found.earlier), len(found.days), promise)


def tells_weekdays_apart(metric: Metric, series: Sequence[Series], promise: Promise | None) -> bool:
    """Whether a before and after knows which part of its difference is one of weekdays."""
    found = _around_the_switch([_with_any_base(one) for one in series], promise)
    return found is None or tells_weekdays(*found.numbers, is_ratio=metric.kind is MetricKind.RATE)


@dataclass(frozen=True, slots=True)
class _Switched:
    """The days of a before and after in their order, each on its side of the first day of the change."""

    before: str
    after: str
    days: Sequence[Observed]
    switch_on: date

    @property
    def earlier(self) -> Sequence[Observed]:
        return [day for day in self.days if day.day < self.switch_on]

    @property
    def numbers(self) -> tuple[list[date], list[float], list[float], date]:
        """As the regression takes them: days, values, and their weights."""
        values = [one.amount / one.base for one in self.days]
        return [one.day for one in self.days], values, [one.base for one in self.days], self.switch_on


def _around_the_switch(series: Sequence[Series], promise: Promise | None) -> _Switched | None:
    """None while there are no days on one of its sides."""
    before = next((one for one in series if one.is_control), None)
    after = next((one for one in series if not one.is_control), None)
    if not before or not after or not before.days or not after.days:
        return None
    switch_on = (promise and promise.switch_on) or after.days[0].day
    earlier = [day for day in before.days if day.day < switch_on]
    days = sorted((*earlier, *(day for day in after.days if day.day >= switch_on)), key=lambda one: one.day)
    if not earlier or len(days) == len(earlier):
        return None
    return _Switched(before.name, after.name, days, switch_on)


def _stepped(metric: Metric, series: Sequence[Series], promise: Promise | None) -> Found | None:
    panel = _panel(metric, series)
    estimate = panel.effect() if panel else None
    if estimate is None:
        return None
    still = [day for one in series for day in one.days if not day.is_treated]
    days = {day.day for one in series for day in one.days}
    found = _regressed(metric, BEGUN, NOT_YET, estimate, _value(still), len(days), promise)
    return replace(found, panel=panel)


def _panel(metric: Metric, series: Sequence[Series]) -> Panel | None:
    """The cells of a rollout: one row a team and day."""
    cells = [(one.name, day) for one in series for day in one.days]
    return Panel.of(
        [name for name, _ in cells],
        [day.day for _, day in cells],
        [day.amount / day.base for _, day in cells],
        [day.base for _, day in cells],
        [day.is_treated for _, day in cells],
        is_ratio=metric.kind is MetricKind.RATE,
    )


def _value(days: Sequence[Observed]) -> float:
    return sum(day.amount for day in days) / sum(day.base for day in days)


def _regressed(
    metric: Metric, arm: str, control: str, estimate: Estimate, reference: float, days: int, promise: Promise | None
) -> Found:
    effect, error = _on_its_scale(metric, estimate)
    higher = None if error is None else chance_of_effect(effect, error, estimate.freedom)
    part = _relative(metric, estimate, reference)
    return Found(arm, control, estimate, part, higher, float(days), float(_days(promise)))
