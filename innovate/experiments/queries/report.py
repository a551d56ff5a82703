"""What the printed report says beside the page: the whole plan, every number, the diary, and how it was computed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from innovate.accounts.models import Person
from innovate.core.wording import NBSP, money, plural
from innovate.core.wording import day as day_words
from innovate.experiments.deciding import doubt
from innovate.experiments.metric import Metric
from innovate.experiments.models import Arm, Design, Experiment, MeasureRole, MetricKind
from innovate.experiments.queries.diary import DiaryLine, diary
from innovate.experiments.queries.numbers import Numbers
from innovate.experiments.queries.result import chance_words
from innovate.experiments.readout import Comparison, Reading
from innovate.experiments.readout.digits import Digits, chosen

ENTRIES = 12  # of the diary


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One comparison with every number, as it is written."""

    name: str
    role: str
    effect: str
    interval: str
    p_value: str
    p_holm: str
    relative: str
    chance: str
    says: str


@dataclass(frozen=True, slots=True)
class Report:
    """All that only the report shows."""

    plan: tuple[tuple[str, str], ...]
    numbers: tuple[NumberLine, ...]
    has_holm: bool
    methods: tuple[str, ...]
    diary: tuple[DiaryLine, ...]
    has_more_diary: bool
    against: str  # why the decision does not follow from the numbers, and what was said for it
    departure: str


def report_of(viewer: Person, experiment: Experiment, numbers: Numbers) -> Report:
    """That experiment on paper."""
    reading = numbers.reading
    lines = tuple(_lines(reading)) if reading else ()
    entries = diary(viewer, experiment, size=ENTRIES)
    return Report(
        plan=tuple((name, words) for name, words in _plan(experiment) if words),
        numbers=lines,
        has_holm=any(one.p_holm for one in lines),
        methods=tuple(_methods(experiment, reading)),
        diary=tuple(entries.items),
        has_more_diary=entries.next is not None,
        against=doubt(experiment.conclusion, experiment.verdict) if experiment.conclusion else "",
        departure=experiment.departure,
    )


# The plan.


def _plan(experiment: Experiment) -> Iterator[tuple[str, str]]:
    metric = Metric.of(experiment)
    yield "Change", experiment.change
    yield "For whom", experiment.customers
    yield "Because", experiment.insight
    yield "Metric", experiment.metric
    yield "From and to", f"{metric.show(experiment.baseline)} to {metric.show(experiment.target)}"
    yield "Smallest effect worth having", _wanted(metric)
    yield "Design", experiment.design.label
    if experiment.design is Design.STEPPED:
        yield "Teams, and when they begin", ", ".join(_team(arm) for arm in experiment.arms)
    else:
        yield "Arms", ", ".join(arm.name for arm in experiment.arms)
    yield "Days", f"{day_words(experiment.starts_on)} to {day_words(experiment.ends_on)}"
    yield "First day of the change", day_words(experiment.switch_on)
    yield "Decided by", day_words(experiment.decide_on)
    for role in (MeasureRole.GUARDRAIL, MeasureRole.SECONDARY):
        named = [_measure(one.name, Metric.beside(one), one.margin) for one in experiment.measures if one.role is role]
        yield f"{role.label}s", ", ".join(named)
    yield "Budget", money(experiment.budget_cents)
    yield "Risks", experiment.risks
    yield "Conditions", experiment.conditions
    yield "Stops when", experiment.stop_rules


def _team(arm: Arm) -> str:
    return f"{arm.name} ({day_words(arm.treated_from)})" if arm.treated_from else arm.name


def _wanted(metric: Metric) -> str:
    wanted = metric.target_effect
    return "" if wanted is None else f"{chosen(wanted)}{NBSP}{metric.effect_unit}".rstrip()


def _measure(name: str, metric: Metric, margin: float | None) -> str:
    if margin is None:
        return name
    size = f"{chosen(metric.margin_effect(margin))}{NBSP}{metric.effect_unit}".rstrip()
    return f"{name} (may get worse by {size})"


# The numbers.


def _lines(reading: Reading) -> Iterator[NumberLine]:
    several = len(reading.comparisons) > 1
    for one in reading.comparisons:
        yield _line(one.arm if several else reading.metric.name, "Primary", reading.metric, one, one.verdict.label)
    for guard in reading.guardrails:
        name = f"{guard.name}, {guard.comparison.arm}" if several else guard.name
        yield _line(name, "Guardrail", guard.metric, guard.comparison, guard.state.label)
    for beside in reading.secondaries:
        name = f"{beside.name}, {beside.comparison.arm}" if several else beside.name
        yield _line(name, "Secondary", beside.metric, beside.comparison, beside.comparison.verdict.label)


def _line(name: str, role: str, metric: Metric, one: Comparison, says: str) -> NumberLine:
    digits = Digits.of(metric, one.effect, one.effect_low, one.effect_high)
    return NumberLine(
        name,
        role,
        digits.with_unit(_end(digits, one.effect)),
        f"{_end(digits, one.effect_low)} to {_end(digits, one.effect_high)}",
        _p(one.p_value),
        _p(one.p_holm),
        "" if one.relative is None else f"{one.relative * 100:+.1f}{NBSP}%".replace("-", "−"),
        chance_words(one.chance),
        says,
    )


def _end(digits: Digits, value: float) -> str:
    return digits.signed(value, plus="+") if math.isfinite(value) else "no end"


def _p(value: float | None) -> str:
    if value is None:
        return ""
    return "< 0.0001" if value < 0.0001 else f"{value:.4f}"


# How it was computed.


def _methods(experiment: Experiment, reading: Reading | None) -> Iterator[str]:
    yield _estimator(experiment.design, experiment.metric_kind)
    if reading is None:
        return
    if reading.is_sequential:
        yield (
            "The interval is an asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas, "
            "2024), tuned to the planned size: it may be looked at on every day."
        )
    if len(reading.comparisons) > 1:
        yield f"{plural(len(reading.comparisons), 'arm')} are judged together by Holm’s method."
    if len(reading.secondaries) > 1:
        yield "Secondary metrics are judged together by Holm’s method, apart from the primary one."
    if reading.guardrails:
        yield (
            "A guardrail is kept where the interval’s bad end lies within its margin (non-inferiority), and broken "
            "where the whole interval lies beyond."
        )
    if reading.main.chance is not None:
        yield "The chance to be better stands under Jeffreys’ prior. It is a help for reading, never the rule."


def _estimator(design: Design, kind: MetricKind) -> str:
    if design is Design.BEFORE_AFTER:
        return (
            "Segmented regression: one trend through the days before and after, a jump at the first day of the change, "
            "weekdays where there are enough of each, and Newey–West errors."
        )
    if design is Design.STEPPED:
        return (
            "Two-way fixed effects of teams and days, with errors clustered by team: CR2 with Bell and McCaffrey’s "
            "degrees of freedom."
        )
    return {
        MetricKind.SHARE: "The difference of two shares, with Newcombe’s hybrid score interval (method 10, without "
        "continuity correction) and the pooled two-proportion z test.",
        MetricKind.MEAN: "The difference of two means, with Welch’s interval and test.",
        MetricKind.RATE: "The ratio of two rates, with the exact conditional (Clopper–Pearson) interval; p is twice "
        "the smaller exact tail.",
    }[kind]
