"""How a plan comes to stand on an experiment, and how the next round takes it over."""

from datetime import date, timedelta

from innovate.core.db import db
from innovate.experiments.models import Arm, Design, Experiment, Measure, MeasureRole, Member, MetricKind, UnitKind
from innovate.experiments.planning.terms import MeasurePlan, Plan


def lay_down(experiment: Experiment, plan: Plan) -> None:
    """Put the whole plan on the experiment: what it does not name stands empty afterwards."""
    _lay_down_hypothesis(experiment, plan)
    _lay_down_days(experiment, plan)
    experiment.owner_id, experiment.team_id = plan["owner_id"], plan.get("team_id")
    experiment.budget_cents = plan["budget_cents"]
    experiment.risks, experiment.conditions = plan.get("risks", ""), plan.get("conditions", "")
    experiment.stop_rules = plan.get("stop_rules", "")
    experiment.if_better, experiment.if_unclear = plan.get("if_better", ""), plan.get("if_unclear", "")
    experiment.if_worse = plan.get("if_worse", "")
    _lay_down_arms(experiment, plan)
    _lay_down_measures(experiment, plan.get("measures") or [])
    _lay_down_members(experiment, set(plan["member_ids"]) - {plan["owner_id"]})


def _lay_down_hypothesis(experiment: Experiment, plan: Plan) -> None:
    kind = plan["metric_kind"]
    experiment.change, experiment.customers = plan["change"], plan["customers"]
    experiment.insight = plan["insight"]
    experiment.metric_id, experiment.metric = plan.get("metric_id"), plan["metric"].strip()
    experiment.metric_kind, experiment.direction = kind, plan["direction"]
    experiment.unit = "" if kind is MetricKind.SHARE else plan["unit"]
    experiment.baseline, experiment.target = float(plan["baseline"]), float(plan["target"])
    experiment.spread = plan.get("spread") if kind is MetricKind.MEAN else None
    experiment.traffic = plan.get("traffic")


def _lay_down_days(experiment: Experiment, plan: Plan) -> None:
    experiment.design = plan["design"]
    experiment.unit_kind = _unit_kind(plan)
    experiment.starts_on, experiment.ends_on = plan["starts_on"], plan["ends_on"]
    experiment.switch_on = plan.get("switch_on") if plan["design"] is Design.BEFORE_AFTER else None
    experiment.decide_on = plan.get("decide_on")


def _lay_down_arms(experiment: Experiment, plan: Plan) -> None:
    """The arms are made anew when their names changed; in a stepped rollout with its days none is the control."""
    names = [name.strip() for name in plan["arms"]]
    is_stepped = plan["design"] is Design.STEPPED
    weights = (plan.get("weights") if plan["design"] is Design.PARALLEL else None) or [1.0] * len(names)
    days = (plan.get("treated_from") if is_stepped else None) or [None] * len(names)
    if [arm.name for arm in experiment.arms] != names:
        experiment.arms.clear()
        db.session.flush()  # names may be swapped, and are unique within the experiment
        experiment.arms.extend(Arm(name=name, position=place) for place, name in enumerate(names))
    for arm, weight, begins_on in zip(experiment.arms, weights, days, strict=True):
        arm.weight, arm.treated_from = float(weight), begins_on
        arm.is_control = arm.position == 0 and not any(days)


def _lay_down_measures(experiment: Experiment, measures: list[MeasurePlan]) -> None:
    """What else is measured, made anew when anything of it changed."""
    wanted = [_as_kept(measure) for measure in measures]
    if [_facts_of(measure) for measure in experiment.measures] == wanted:
        return
    experiment.measures.clear()
    db.session.flush()  # names and places may be swapped, and are unique within the experiment
    experiment.measures.extend(Measure(**facts, position=place) for place, facts in enumerate(wanted))


def _as_kept(measure: MeasurePlan) -> MeasurePlan:
    baseline, margin = measure.get("baseline"), measure.get("margin")
    return {
        "role": measure["role"],
        "metric_id": measure.get("metric_id"),
        "name": measure["name"].strip(),
        "kind": measure["kind"],
        "unit": "" if measure["kind"] is MetricKind.SHARE else measure["unit"],
        "direction": measure["direction"],
        "baseline": None if baseline is None else float(baseline),
        "margin": float(margin) if margin is not None and measure["role"] is MeasureRole.GUARDRAIL else None,
    }


def _facts_of(measure: Measure) -> MeasurePlan:
    return {
        "role": measure.role,
        "metric_id": measure.metric_id,
        "name": measure.name,
        "kind": measure.kind,
        "unit": measure.unit,
        "direction": measure.direction,
        "baseline": measure.baseline,
        "margin": measure.margin,
    }


def _lay_down_members(experiment: Experiment, members: set[int]) -> None:
    for member in list(experiment.members):
        if member.person_id not in members:
            experiment.members.remove(member)
    present = {member.person_id for member in experiment.members}
    experiment.members.extend(Member(person_id=person_id) for person_id in sorted(members - present))


def redraws(experiment: Experiment, plan: Plan) -> bool:
    """Whether that plan leaves the lots that were drawn for the experiment without meaning."""
    if experiment.design is not plan["design"] or experiment.unit_kind is not _unit_kind(plan):
        return True
    names = [name.strip() for name in plan["arms"]]
    if [arm.name for arm in experiment.arms] != names:
        return True
    if plan["design"] is Design.STEPPED:
        return [arm.treated_from for arm in experiment.arms] != (plan.get("treated_from") or [None] * len(names))
    if experiment.unit_kind is UnitKind.DAY and (experiment.starts_on, experiment.ends_on) != (
        plan["starts_on"],
        plan["ends_on"],
    ):
        return True
    return [arm.weight for arm in experiment.arms] != (plan.get("weights") or [1.0] * len(names))


def _unit_kind(plan: Plan) -> UnitKind | None:
    """What lots are drawn of; before and after leaves nothing to chance."""
    return plan.get("unit_kind") if plan["design"] is not Design.BEFORE_AFTER else None


def copied(experiment: Experiment, *, starts_on: date | None = None, ends_on: date | None = None) -> Plan:
    """The plan of that experiment, to begin another from; from another first day on, its other days move along."""
    starts_on = starts_on or experiment.starts_on
    later = starts_on - experiment.starts_on
    ends_on = ends_on or experiment.ends_on + later
    stepped = [_moved(arm.treated_from, later, starts_on, ends_on) for arm in experiment.arms]
    decide_on = experiment.decide_on
    return {
        "change": experiment.change,
        "customers": experiment.customers,
        "insight": experiment.insight,
        "metric_id": experiment.metric_id,
        "metric": experiment.metric,
        "metric_kind": experiment.metric_kind,
        "unit": experiment.unit,
        "direction": experiment.direction,
        "baseline": experiment.baseline,
        "target": experiment.target,
        "spread": experiment.spread,
        "traffic": experiment.traffic,
        "design": experiment.design,
        "unit_kind": experiment.unit_kind,
        "owner_id": experiment.owner_id,
        "member_ids": [member.person_id for member in experiment.members],
        "team_id": experiment.team_id,
        "arms": [arm.name for arm in experiment.arms],
        "weights": [arm.weight for arm in experiment.arms],
        "treated_from": stepped if len(set(stepped)) > 1 else [],
        "measures": [_facts_of(measure) for measure in experiment.measures],
        "budget_cents": experiment.budget_cents,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "switch_on": _moved(experiment.switch_on, later, starts_on + timedelta(days=1), ends_on),
        "decide_on": None if decide_on is None else max(decide_on + later, ends_on),
        "risks": experiment.risks,
        "conditions": experiment.conditions,
        "stop_rules": experiment.stop_rules,
        "if_better": experiment.if_better,
        "if_unclear": experiment.if_unclear,
        "if_worse": experiment.if_worse,
    }


def _moved(day: date | None, later: timedelta, first: date, last: date) -> date | None:
    """The same day so much later; None where it would fall outside."""
    return day + later if day is not None and first <= day + later <= last else None
