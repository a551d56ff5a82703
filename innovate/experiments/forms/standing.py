"""A plan as it is typed before anybody changes it: a fresh one, or the one that stands."""

from datetime import timedelta
from typing import Any

from innovate.core.clock import today
from innovate.experiments.forms.plan import BLANK_ARM, OWN
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, Experiment, Measure, MetricKind

DAYS = 28  # how long an experiment lasts unless somebody says otherwise


def fresh_plan() -> dict[str, Any]:
    """What a new plan begins with."""
    ends_on = today() + timedelta(days=DAYS - 1)
    return {
        "metric_kind": MetricKind.SHARE,
        "direction": Direction.UP,
        "design": Design.PARALLEL,
        "arms": [BLANK_ARM | {"name": "Today"}, BLANK_ARM],
        "starts_on": today(),
        "ends_on": ends_on,
    }


def plan_as_typed(experiment: Experiment) -> dict[str, Any]:
    """A plan as people typed it."""
    metric = Metric.of(experiment)
    effect = metric.target_effect
    return {
        "change": experiment.change,
        "customers": experiment.customers,
        "insight": experiment.insight,
        "metric_id": experiment.metric_id or OWN,
        "metric": experiment.metric,
        "metric_kind": experiment.metric_kind,
        "unit": experiment.unit,
        "direction": experiment.direction,
        "baseline": metric.typed(experiment.baseline),
        "least": None if effect is None else round(abs(effect), 6),
        "spread": experiment.spread,
        "traffic": None if experiment.traffic is None else round(experiment.traffic * metric.per, 6),
        "measures": [_measure_as_typed(measure) for measure in experiment.measures],
        "design": experiment.design,
        "arms": [{"name": arm.name, "weight": arm.weight, "treated_from": arm.treated_from} for arm in experiment.arms],
        "unit_kind": experiment.unit_kind,
        "switch_on": experiment.switch_on,
        "starts_on": experiment.starts_on,
        "ends_on": experiment.ends_on,
        "decide_on": experiment.decide_on,
        "owner_id": experiment.owner_id,
        "member_ids": [member.person_id for member in experiment.members],
        "team_id": experiment.team_id,
        "budget": experiment.budget_cents / 100,
        "risks": experiment.risks,
        "conditions": experiment.conditions,
        "stop_rules": experiment.stop_rules,
        "if_better": experiment.if_better,
        "if_unclear": experiment.if_unclear,
        "if_worse": experiment.if_worse,
    }


def _measure_as_typed(measure: Measure) -> dict[str, Any]:
    metric = Metric.beside(measure)
    return {
        "metric_id": measure.metric_id or OWN,
        "role": measure.role,
        "margin": None if measure.margin is None else round(metric.margin_effect(measure.margin), 6),
        "name": measure.name,
        "kind": measure.kind,
        "unit": measure.unit,
        "direction": measure.direction,
        "baseline": None if measure.baseline is None else round(metric.typed(measure.baseline), 6),
    }
