"""The read-out: what was measured so far, in numbers and in one plain sentence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from innovate.core.wording import NBSP
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind, Verdict
from innovate.experiments.statistics import (
    Day,
    Estimate,
    Mean,
    difference_of_means,
    difference_of_shares,
    mean_of_days,
    mean_of_values,
    ratio_of_rates,
)

LONGEST = 400  # characters of a sentence that is kept with the conclusion


@dataclass(frozen=True, slots=True)
class ArmDays:
    """All that one arm showed."""

    name: str
    days: tuple[Day, ...]

    @property
    def amount(self) -> float:
        return sum(day.amount for day in self.days)

    @property
    def base(self) -> float:
        return sum(day.base for day in self.days)

    @property
    def value(self) -> float | None:
        return self.amount / self.base if self.days else None


@dataclass(frozen=True, slots=True)
class ReadOut:
    """A difference between an arm and the control, in the metric's unit of effect, with its sentence."""

    control: str
    variant: str
    estimate: Estimate
    target: float
    verdict: Verdict
    sentence: str
    short: str  # “6.2 points higher (3.1 to 9.3)”


def read_out(metric: Metric, control: ArmDays, variant: ArmDays) -> ReadOut | None:
    """The difference between two arms; None while there is too little to say."""
    estimate = _estimate(metric, control.days, variant.days)
    if estimate is None:
        return None
    better = metric.is_better(1)
    verdict = Verdict.UNCLEAR
    if estimate.low > 0 or estimate.high < 0:
        verdict = Verdict.BETTER if (estimate.low > 0) is better else Verdict.WORSE
    parts = (
        _difference(metric, control, variant, estimate),
        _interval(metric, estimate, verdict),
        _target(metric, estimate),
    )
    sentence = " ".join(parts)
    short = _short(metric, estimate)
    return ReadOut(control.name, variant.name, estimate, metric.target_effect, verdict, sentence[:LONGEST], short)


def caveats(design: Design, arms: int) -> tuple[str, ...]:
    """What an interval knows nothing of, said beside it."""
    said = []
    if design is Design.BEFORE_AFTER:
        said.append(
            "Days before are compared with days after. Whatever else changed in between is part of the difference."
        )
    if design is Design.STEPPED:
        said.append(
            "Teams began one after another. Whatever else differs between teams or days is part of the difference."
        )
    if arms > 2:
        said.append("Several arms are compared with the control: the more there are, the likelier a chance finding.")
    return tuple(said)


def _estimate(metric: Metric, control: Sequence[Day], variant: Sequence[Day]) -> Estimate | None:
    if not control or not variant:
        return None
    if metric.kind is MetricKind.SHARE:
        return _times(difference_of_shares(_total(variant), _total(control)), 100)
    if metric.kind is MetricKind.RATE:
        ratio = ratio_of_rates(_total(variant), _total(control))
        if ratio is None or ratio.effect == 0 or ratio.high == math.inf:
            return None
        return _times(Estimate(ratio.effect - 1, ratio.low - 1, ratio.high - 1), 100)
    one, other = _mean(variant), _mean(control)
    return difference_of_means(one, other) if one and other else None


def _total(days: Sequence[Day]) -> tuple[float, float]:
    return sum(day.amount for day in days), sum(day.base for day in days)


def _mean(days: Sequence[Day]) -> Mean | None:
    """From single values where the spread of every day is known, else from the days."""
    return mean_of_values(days) or mean_of_days(days)


def _times(estimate: Estimate, factor: float) -> Estimate:
    return Estimate(estimate.effect * factor, estimate.low * factor, estimate.high * factor)


def _difference(metric: Metric, control: ArmDays, variant: ArmDays, estimate: Estimate) -> str:
    found, before = metric.show_found(variant.value or 0), metric.show_found(control.value or 0)
    came = f"With “{variant.name}”, {metric.subject} came to {found}"
    if estimate.effect == 0:
        return f"{came}, the same as with “{control.name}”."
    size = f"{metric.show_effect(estimate.effect)} {_way(estimate.effect)}"
    return f"{came}, {size} than the {before} with “{control.name}”."


def _interval(metric: Metric, estimate: Estimate, verdict: Verdict) -> str:
    if verdict is Verdict.UNCLEAR:
        low, high = metric.show_effect(estimate.low), metric.show_effect(estimate.high)
        between = f"from {low} {_way(estimate.low)} to {high} {_way(estimate.high)}"
        return f"The 95{NBSP}% interval runs {between}, so this may still be chance."
    near, far = sorted((estimate.low, estimate.high), key=abs)
    between = f"from {metric.effect_digits(near)} to {metric.show_effect(far)}"
    return f"The 95{NBSP}% interval runs {between} {_way(far)}: chance alone hardly explains it."


def _target(metric: Metric, estimate: Estimate) -> str:
    goal = metric.target_effect
    words = f"the target of {metric.show_effect(goal)} {_way(goal)}"
    upwards = metric.is_better(1)
    nearest, furthest = (estimate.low, estimate.high) if upwards else (-estimate.high, -estimate.low)
    goal = goal if upwards else -goal
    if nearest >= goal:
        return f"It meets {words}."
    if furthest < goal:
        return f"It stays short of {words}."
    return f"{words[:1].upper()}{words[1:]} is neither met nor ruled out."


def _short(metric: Metric, estimate: Estimate) -> str:
    effect, low, high = (_signed(metric, value) for value in (estimate.effect, estimate.low, estimate.high))
    return f"{f'{effect}{NBSP}{metric.effect_unit}'.rstrip()} ({low} to {high})"


def _signed(metric: Metric, value: float) -> str:
    digits = metric.effect_digits(value)
    is_nothing = not any(digit in "123456789" for digit in digits)
    return digits if is_nothing else f"{'+' if value > 0 else '−'}{digits}"


def _way(effect: float) -> str:
    return "higher" if effect > 0 else "lower"
