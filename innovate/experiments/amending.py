"""What may still change after the start, and how each change is said beside the result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from innovate.core.wording import day, number
from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, Experiment, MeasureRole, MetricKind
from innovate.experiments.planning import MeasurePlan

FIELDS = (
    "target", "ends_on", "decide_on", "switch_on", "stop_rules", "conditions", "weights", "treated_from", "measures",
)  # fmt: skip
"""The keys of the sealed plan that may be amended."""

FIXED = (
    "The change, the customers, the arms, the primary metric with its unit, direction and baseline, the design, the "
    "first day, the allocation and what will be done at each outcome stay as they were sealed: with another of these "
    "it would be another experiment. Numbers are corrected where they are recorded."
)


class Changes(TypedDict, total=False):
    """What an amendment may hold; what it leaves out stays."""

    target: float
    ends_on: date
    decide_on: date | None
    switch_on: date | None
    stop_rules: str
    conditions: str
    weights: list[float]
    treated_from: list[date | None]
    measures: list[MeasurePlan]


@dataclass(frozen=True, slots=True)
class Told:
    """One change in words: what it is about, what was promised and what is now."""

    what: str
    before: str
    after: str


def told(experiment: Experiment, field: str, before: Any, after: Any) -> tuple[Told, ...]:
    """A change of the plan in words; a list is said by what differs in it."""
    match field:
        case "target":
            metric = Metric.of(experiment)
            return (Told("Target", metric.show(before), metric.show(after)),)
        case "ends_on" | "decide_on" | "switch_on":
            what = {"ends_on": "Last day", "decide_on": "Decide by", "switch_on": "First day of the change"}[field]
            return (Told(what, _day(before), _day(after)),)
        case "stop_rules" | "conditions":
            what = {"stop_rules": "What would stop it early", "conditions": "Conditions"}[field]
            return (Told(what, before or "Nothing said", after or "Nothing said"),)
        case "weights":
            names = [arm.name for arm in experiment.arms]
            return (Told("Shares of the arms", _shares(names, before), _shares(names, after)),)
        case "treated_from":
            return tuple(
                Told(f"{arm.name} begins", _day(was), _day(now))
                for arm, was, now in zip(experiment.arms, before, after, strict=False)
                if was != now
            )
        case "measures":
            return tuple(_told_measures(before, after))
        case _:
            return (Told(field, str(before), str(after)),)


def _told_measures(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Iterator[Told]:
    stood, stands = ({one["name"]: one for one in measures} for measures in (before, after))
    for name in {**stood, **stands}:
        was, now = stood.get(name), stands.get(name)
        if was != now:
            yield Told(f"“{name}”", _measure(was), _measure(now))


def _measure(one: Mapping[str, Any] | None) -> str:
    """What a further metric was or is for."""
    if one is None:
        return "Not measured"
    if one["role"] == MeasureRole.SECONDARY:
        return "Measured, without a margin"
    return f"Guardrail: may get worse by up to {margin_words(metric_of(one), one['margin'])}"


def metric_of(one: Mapping[str, Any]) -> Metric:
    """The metric of a sealed measure."""
    return Metric(one["name"], MetricKind(one["kind"]), one["unit"], Direction(one["direction"]), one["baseline"])


def margin_words(metric: Metric, margin: float) -> str:
    """A guardrail's margin as people typed it: “2 points”, “0.5 min”, “5 %”."""
    return f"{number(float(f'{metric.margin_effect(margin):.6g}'))} {metric.effect_unit}".rstrip()


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else "No day said"


def _shares(names: Sequence[str], weights: Sequence[float]) -> str:
    return ", ".join(f"{name} {number(float(weight))}" for name, weight in zip(names, weights, strict=False))
