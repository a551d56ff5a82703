"""Amendments: what of the sealed plan changes after the start, openly, dated and for a reason."""

from datetime import date
from typing import Unpack

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments import planning, sealing
from innovate.experiments.amending import Changes, told
from innovate.experiments.commands.run import REASON
from innovate.experiments.holding import hold
from innovate.experiments.models import (
    Amendment,
    Design,
    Experiment,
    ExperimentState,
    Measure,
    Measurement,
    MeasureRole,
)
from innovate.experiments.planning import MeasurePlan


def amend_plan(
    actor: Person, experiment: Experiment, *, reason: str, version: int | None = None, **changes: Unpack[Changes]
) -> Experiment:
    """Change the sealed plan openly; each change is kept for good with what was promised, who changed it and why.

    Raises BadInput at the field for what cannot be, RuleBroken unless the experiment is running, or when somebody
    changed it since `version`.
    """
    permissions.amend_plan.require(actor, experiment)
    hold(experiment)
    db.session.expire(experiment, ["arms", "measures"])
    if experiment.state is not ExperimentState.RUNNING:
        raise RuleBroken("Only the plan of a running experiment is amended.")
    if version is not None and version != experiment.version:
        raise RuleBroken("Somebody amended this plan meanwhile. Look at it as it stands now, then amend it.")
    if not reason.strip():
        raise BadInput("Say why. It stands beside the result for everybody to read.", "reason")
    before = sealing.plan_of(experiment)
    _check(experiment, changes)
    _lay_down(experiment, changes)
    after = sealing.plan_of(experiment)
    amended = [name for name in before if before[name] != after[name]]
    if not amended:
        raise BadInput("Nothing differs from the plan as it stands.", "reason")
    for name in amended:
        amendment = Amendment(field=name, before=before[name], after=after[name], reason=reason.strip()[:REASON])
        amendment.experiment_id, amendment.person_id, amendment.at = experiment.id, actor.id, now()
        db.session.add(amendment)
    flag_modified(experiment, "target")  # other arms or guardrails are another version too
    about = [one.what for name in amended for one in told(experiment, name, before[name], after[name])]
    record(
        events.PlanAmended(
            actor_id=actor.id,
            idea_id=experiment.idea_id,
            experiment_id=experiment.id,
            reason=reason.strip()[:REASON],
            changed=about,
        )
    )
    return experiment


def _check(experiment: Experiment, changes: Changes) -> None:
    plan = planning.copied(experiment)
    plan.update(changes)  # type: ignore[typeddict-item]  # each of its keys is a key of the plan
    planning.check_promise(plan)
    if "ends_on" in changes and changes["ends_on"] != experiment.ends_on:
        _check_last_day(changes["ends_on"])
    if changes.get("switch_on") != experiment.switch_on and "switch_on" in changes:
        _check_switch(experiment, changes["switch_on"])
    if "measures" in changes:
        _check_measures(experiment, changes["measures"])


def _check_last_day(ends_on: date) -> None:
    if ends_on < today():
        raise BadInput("That day has passed. Choose today or a later one, or decide now.", "ends_on")


def _check_switch(experiment: Experiment, switch_on: date | None) -> None:
    """What a day belongs to follows from the day of the change: where numbers stand, it does not move over them."""
    if experiment.design is not Design.BEFORE_AFTER or switch_on is None or experiment.switch_on is None:
        raise BadInput("The day on which the change begins is said when the plan is made.", "switch_on")
    first, last = sorted((experiment.switch_on, switch_on))
    crossed = sa.select(sa.func.count()).where(
        Measurement.experiment_id == experiment.id, Measurement.day >= first, Measurement.day < last
    )
    if db.session.scalar(crossed):
        sentence = "Numbers of the days between are recorded as if the change had begun. Take them out first."
        raise BadInput(sentence, "switch_on")


def _check_measures(experiment: Experiment, measures: list[MeasurePlan]) -> None:
    """What is measured stays what it is; what has numbers stays beside the result."""
    wanted = {one["name"].strip(): one for one in measures}
    for place, one in enumerate(experiment.measures):
        now_wanted = wanted.get(one.name)
        if now_wanted is None:
            if _has_numbers(one):
                sentence = f"Numbers of “{one.name}” are recorded, so it stays. A guardrail may become a mere metric."
                raise BadInput(sentence, f"measures-{place}-role")
        elif (now_wanted["kind"], now_wanted["unit"], now_wanted["direction"]) != (one.kind, one.unit, one.direction):
            raise BadInput(f"What “{one.name}” is cannot change.", f"measures-{place}-role")


def _has_numbers(measure: Measure) -> bool:
    query = sa.select(Measurement.id).where(Measurement.measure_id == measure.id).limit(1)
    return db.session.scalar(query) is not None


def _lay_down(experiment: Experiment, changes: Changes) -> None:
    for name in ("target", "ends_on", "decide_on", "switch_on", "stop_rules", "conditions"):
        if name in changes:
            setattr(experiment, name, changes[name])
    for arm, weight in zip(experiment.arms, changes.get("weights") or (), strict=False):
        arm.weight = float(weight)
    for arm, begins_on in zip(experiment.arms, changes.get("treated_from") or (), strict=False):
        arm.treated_from = begins_on
    if "measures" in changes:
        _lay_down_measures(experiment, changes["measures"])
    db.session.flush()  # what is measured is read anew, in order
    db.session.expire(experiment, ["measures"])


def _lay_down_measures(experiment: Experiment, measures: list[MeasurePlan]) -> None:
    """What goes goes, what stays keeps its numbers, and what is new comes last."""
    wanted = {one["name"].strip(): one for one in measures}
    for measure in list(experiment.measures):
        plan = wanted.pop(measure.name, None)
        if plan is None:
            experiment.measures.remove(measure)
        else:
            measure.role, measure.margin = plan["role"], _margin(plan)
    db.session.flush()  # a place that was left may be taken
    place = max((one.position for one in experiment.measures), default=-1) + 1
    for name, plan in wanted.items():
        experiment.measures.append(
            Measure(
                name=name,
                metric_id=plan.get("metric_id"),
                role=plan["role"],
                position=place,
                kind=plan["kind"],
                unit=plan["unit"],
                direction=plan["direction"],
                baseline=plan.get("baseline"),
                margin=_margin(plan),
            )
        )
        place += 1


def _margin(plan: MeasurePlan) -> float | None:
    from_plan = plan.get("margin")
    return float(from_plan) if from_plan is not None and plan["role"] is MeasureRole.GUARDRAIL else None
