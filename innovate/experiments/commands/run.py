"""Running it: the start seals the plan, and each day's numbers are recorded by arm."""

from collections.abc import Sequence

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments import measuring, sealing
from innovate.experiments.holding import hold, hold_both
from innovate.experiments.measuring import Row
from innovate.experiments.models import Experiment, ExperimentState, Measurement
from innovate.ideas import lifecycle


def start_experiment(
    actor: Person, experiment: Experiment, *, checklist_done: bool, version: int | None = None
) -> Experiment:
    """Start the experiment and seal its hypothesis.

    Raises BadInput while the checklist is not ticked, RuleBroken when it does not wait to be started, or when somebody
    changed the plan since `version`.
    """
    idea = hold_both(experiment)
    permissions.start_experiment.require(actor, experiment)
    if not checklist_done:
        raise BadInput("Tick each point first: after the start the plan cannot change.", "checklist")
    if version is not None and version != experiment.version:
        raise RuleBroken("Somebody changed the plan while you were reading it. Read it as it stands now, then start.")
    if experiment.ends_on < today():
        raise RuleBroken("Its last day has passed. Change the dates of the plan first.")
    lifecycle.move(actor, idea, "start")
    plan = sealing.plan_of(experiment)
    experiment.sealed, experiment.seal, experiment.sealed_at = plan, sealing.seal_of(plan), now()
    experiment.state = ExperimentState.RUNNING
    return experiment


def record_measurements(actor: Person, experiment: Experiment, *, rows: Sequence[Row]) -> int:
    """Record what arms showed on days, and correct what was recorded before; answers the number of days.

    `base` is in the unit of the metric's rate, so that amount over base compares with the baseline. Raises BadInput
    for a row that cannot be and keeps none of them then, RuleBroken unless the experiment is running.
    """
    permissions.record_measurements.require(actor, experiment)
    hold(experiment)
    if experiment.state is not ExperimentState.RUNNING:
        raise RuleBroken("Numbers are recorded while the experiment is running.")
    _check(experiment, rows)
    corrected = _corrections(experiment, rows)
    moment = now()
    statement = insert(Measurement).values(
        [
            {
                "experiment_id": experiment.id,
                "arm_id": arm_id,
                "day": day,
                "amount": float(amount),
                "base": float(base),
                "squares": None if squares is None else float(squares),
                "entered_by_id": actor.id,
                "entered_at": moment,
            }
            for arm_id, day, amount, base, squares in rows
        ]
    )
    changed = ("amount", "base", "squares", "entered_by_id", "entered_at")
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["arm_id", "day"], set_={name: statement.excluded[name] for name in changed}
        )
    )
    days = len({row[1] for row in rows})
    record(
        events.MeasurementsRecorded(
            actor_id=actor.id,
            idea_id=experiment.idea_id,
            experiment_id=experiment.id,
            days=days,
            corrected=corrected,
        )
    )
    return days


def _check(experiment: Experiment, rows: Sequence[Row]) -> None:
    if not rows:
        raise BadInput("Type the numbers of at least one day.", "rows")
    names = {arm.id: arm.name for arm in experiment.arms}
    if len({row[:2] for row in rows}) < len(rows):
        raise BadInput("An arm has two rows for the same day.", "rows")
    for arm_id, day, amount, base, squares in rows:
        if arm_id not in names:
            raise BadInput("There is no such arm.", "rows")
        wrong = measuring.day_problem(day, starts_on=experiment.starts_on, ends_on=experiment.ends_on, today=today())
        wrong = wrong or measuring.problem(experiment.metric_kind, amount, base, squares)
        if wrong:
            raise BadInput(f"{day:%Y-%m-%d}, {names[arm_id]}: {wrong}", "rows")


def _corrections(experiment: Experiment, rows: Sequence[Row]) -> list[str]:
    """What these rows change of what was recorded, for the journal: day, arm, before and after."""
    names = {arm.id: arm.name for arm in experiment.arms}
    kept = sa.select(Measurement.arm_id, Measurement.day, Measurement.amount, Measurement.base).where(
        Measurement.experiment_id == experiment.id
    )
    before = {(row.arm_id, row.day): (row.amount, row.base) for row in db.session.execute(kept)}
    return [
        f"{day:%Y-%m-%d} {names[arm_id]}: {old[0]:g} of {old[1]:g} became {amount:g} of {base:g}"
        for arm_id, day, amount, base, _ in rows
        if (old := before.get((arm_id, day))) is not None and old != (amount, base)
    ]
