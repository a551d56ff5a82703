"""From estimates to verdicts: what an interval says, whether it reaches the target, and whether a guardrail held."""

import math
from collections.abc import Sequence

from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, MetricKind, Verdict
from innovate.experiments.readout.digits import Digits
from innovate.experiments.readout.estimating import Found, always_valid
from innovate.experiments.readout.reading import Comparison, GuardState, Meets
from innovate.experiments.readout.terms import Promise
from innovate.experiments.statistics import LEVEL, Estimate, holm
from innovate.experiments.statistics.distributions import normal_reach
from innovate.experiments.statistics.sequential import reach_at

ALPHA = 1 - LEVEL
HOPE = 0.8416  # standard errors beyond the interval's reach: an effect as large as the target is then told 4 times of 5
A_YEAR = 365  # days; who needs more is not told how many
FEWEST_DAYS = 3  # before anybody guesses how many more it takes


def judge(listed: Sequence[tuple[Metric, Found]], *, is_sequential: bool) -> list[Comparison]:
    """Comparisons that are judged together: where there are several, a difference must also pass Holm's test."""
    estimates = [always_valid(metric, one) if is_sequential else one.estimate for metric, one in listed]
    together: Sequence[float | None] = [None] * len(listed)
    if len(listed) > 1:
        together = holm([1.0 if one.p_value is None else one.p_value for one in estimates])
    return [
        _comparison(metric, one, estimate, p_holm)
        for (metric, one), estimate, p_holm in zip(listed, estimates, together, strict=True)
    ]


def _comparison(metric: Metric, found: Found, estimate: Estimate, p_holm: float | None) -> Comparison:
    effect, low, high = (metric.effect_of(value) for value in (estimate.effect, estimate.low, estimate.high))
    target, chance = metric.target_effect, found.higher
    if chance is not None and metric.direction is Direction.DOWN:
        chance = 1 - chance
    verdict = Verdict.UNCLEAR
    if is_apart(low, high) and (p_holm is None or p_holm <= ALPHA):
        verdict = Verdict.BETTER if metric.is_better(low if low > 0 else high) else Verdict.WORSE
    return Comparison(
        arm=found.arm,
        control=found.control,
        estimate=estimate.effect,
        low=estimate.low,
        high=estimate.high,
        p_value=estimate.p_value,
        p_holm=p_holm,
        relative=found.relative,
        chance=chance,
        effect=effect,
        effect_low=low,
        effect_high=high,
        target=target,
        verdict=verdict,
        meets=None if target is None else _meets(target, low, high),
        short=_short(Digits.of(metric, effect, low, high), effect, low, high),
    )


def is_apart(low: float, high: float) -> bool:
    """Whether an interval of effects leaves no effect out."""
    return low > 0 or high < 0


def _meets(target: float, low: float, high: float) -> Meets:
    nearest, furthest = (low, high) if target > 0 else (-high, -low)
    if nearest >= abs(target):
        return Meets.MET
    return Meets.SHORT if furthest < abs(target) else Meets.OPEN


def guard(metric: Metric, margin: float, one: Comparison) -> GuardState:
    """Non-inferiority: kept when even the interval's bad end is inside the margin, broken when all of it is beyond."""
    allowed = metric.margin_effect(margin)
    worst, best = worse_by(metric, one)
    if worst < allowed:
        return GuardState.KEPT
    return GuardState.BROKEN if best > allowed else GuardState.OPEN


def worse_by(metric: Metric, one: Comparison) -> tuple[float, float]:
    """How much worse it may have become, at the interval's bad end and at its good one; below 0 is better."""
    if metric.direction is Direction.DOWN:
        return one.effect_high, one.effect_low
    return -one.effect_low, -one.effect_high


def _short(digits: Digits, effect: float, low: float, high: float) -> str:
    if not all(math.isfinite(value) for value in (effect, low, high)):
        return f"at least {digits.with_unit(digits.signed(low, plus='+'))}" if low > 0 else "no number yet"
    size = digits.with_unit(digits.signed(effect, plus="+"))
    return f"{size} ({digits.signed(low)} to {digits.signed(high)})"


# How many more days.


def days_to_go(metric: Metric, found: Found, promise: Promise, days: int, *, together: int = 1) -> int | None:
    """After so many days: how many more, at this pace, until an effect as large as the target would likely be told.

    “Likely” is four times of five. At the planned end the interval of a single look must be short enough, on every
    other day that which is valid at every look: whoever goes on has looked. Where several arms are judged
    `together`, each has to pass the first step of Holm's test. More than a year is not told in days. None without a
    target or while there is too little to go by.
    """
    target = metric.target_effect
    error = found.estimate.error
    if target is None or not error or days < FEWEST_DAYS:
        return None
    wanted = abs(math.log1p(target / 100)) if metric.kind is MetricKind.RATE else abs(target) / metric.effect_scale
    if not wanted or not math.isfinite(wanted):
        return None
    level = 1 - ALPHA / together
    for total in range(days + 1, days + A_YEAR + 1):
        is_one_look = total == promise.days and not promise.has_moved_end
        reach = normal_reach(level) if is_one_look else reach_at(found.size / found.planned * total / days, level)
        if error * math.sqrt(days / total) * (reach + HOPE) <= wanted:
            return total - days
    return A_YEAR + 1
