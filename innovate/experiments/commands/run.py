"""Running it: the start seals the plan, and each day's numbers are recorded by arm."""

from collections.abc import Collection, Sequence
from datetime import date

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments import measuring, sealing
from innovate.experiments.holding import hold, hold_both
from innovate.experiments.measuring import Numbers, Row
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, ExperimentState, Measurement
from innovate.ideas import lifecycle

REASON = 300
Cell = tuple[int, date]  # an arm's day


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


def record_measurements(
    actor: Person,
    experiment: Experiment,
    *,
    rows: Sequence[Row],
    taken_out: Collection[Cell] = (),
    reason: str = "",
) -> int:
    """Record what arms showed on days, correct or take out what was recorded before; answers the number of days.

    `base` is in the unit of the metric's rate, so that amount over base compares with the baseline. What changes or
    goes needs a reason, which is kept with what stood there. Raises BadInput for what cannot be and keeps nothing
    then, RuleBroken unless the experiment is running.
    """
    permissions.record_measurements.require(actor, experiment)
    hold(experiment)
    _refuse_unless_running(experiment)
    _check(experiment, rows, taken_out)
    kept = _kept(experiment)
    added = [row for row in rows if row[:2] not in kept]
    changed = [row for row in rows if row[:2] in kept and kept[row[:2]] != row[2:]]
    gone = sorted(cell for cell in taken_out if cell in kept)
    if (changed or gone) and not reason.strip():
        raise BadInput("Say why recorded numbers change. It stands beside them for everybody to read.", "reason")
    _write(actor, experiment, [*added, *changed])
    _take_out(gone)
    about = {"actor_id": actor.id, "idea_id": experiment.idea_id, "experiment_id": experiment.id}
    if added:
        record(events.MeasurementsRecorded(**about, days=len({row[1] for row in added})))
    if changed or gone:
        changes = _in_words(experiment, kept, changed, gone)
        record(events.MeasurementsCorrected(**about, reason=reason.strip()[:REASON], changes=changes))
    return len({row[1] for row in (*added, *changed)} | {day for _, day in gone})


def _refuse_unless_running(experiment: Experiment) -> None:
    if experiment.state is ExperimentState.CONCLUDED:
        raise RuleBroken("This round is concluded: its numbers stay as they were when it was decided.")
    if experiment.state is not ExperimentState.RUNNING:
        raise RuleBroken("Numbers are recorded while the experiment is running.")


def _check(experiment: Experiment, rows: Sequence[Row], taken_out: Collection[Cell]) -> None:
    if not rows and not taken_out:
        raise BadInput("Type the numbers of at least one day.", "rows")
    names = {arm.id: arm.name for arm in experiment.arms}
    cells = [*(row[:2] for row in rows), *taken_out]
    if len(set(cells)) < len(cells):
        raise BadInput("An arm has two rows for the same day.", "rows")
    if not {arm_id for arm_id, _ in cells} <= set(names):
        raise BadInput("There is no such arm.", "rows")
    for arm_id, day, amount, base, spread in rows:
        wrong = measuring.day_problem(day, starts_on=experiment.starts_on, ends_on=experiment.ends_on, today=today())
        wrong = wrong or measuring.problem(experiment.metric_kind, amount, base, spread)
        if wrong:
            raise BadInput(f"{day:%Y-%m-%d}, {names[arm_id]}: {wrong}", "rows")


def _kept(experiment: Experiment) -> dict[Cell, Numbers]:
    """What is recorded already, by arm and day."""
    query = sa.select(
        Measurement.arm_id, Measurement.day, Measurement.amount, Measurement.base, Measurement.spread
    ).where(Measurement.experiment_id == experiment.id)
    return {(row.arm_id, row.day): (row.amount, row.base, row.spread) for row in db.session.execute(query)}


def _write(actor: Person, experiment: Experiment, rows: Sequence[Row]) -> None:
    if not rows:
        return
    entered = {"experiment_id": experiment.id, "entered_by_id": actor.id, "entered_at": now()}
    values = [
        {
            "arm_id": arm_id,
            "day": day,
            "amount": float(amount),
            "base": float(base),
            "spread": None if spread is None else float(spread),
            **entered,
        }
        for arm_id, day, amount, base, spread in rows
    ]
    statement = insert(Measurement)
    changed = ("amount", "base", "spread", "entered_by_id", "entered_at")
    statement = statement.on_conflict_do_update(
        index_elements=["arm_id", "day"],
        index_where=Measurement.measure_id.is_(None),
        set_={name: statement.excluded[name] for name in changed},
    )
    db.session.execute(statement, values)  # beside the statement, which is then one for any number of rows


def _take_out(cells: Collection[Cell]) -> None:
    for arm_id, day in cells:
        db.session.execute(sa.delete(Measurement).where(Measurement.arm_id == arm_id, Measurement.day == day))


def _in_words(
    experiment: Experiment, kept: dict[Cell, Numbers], changed: Sequence[Row], gone: Sequence[Cell]
) -> list[dict[str, str]]:
    """Each correction for the journal, in order of days: where it was, what stood there and what stands now."""
    metric, names = Metric.of(experiment), {arm.id: arm.name for arm in experiment.arms}
    after: dict[Cell, Numbers | None] = {row[:2]: row[2:] for row in changed} | dict.fromkeys(gone)
    return [
        {
            "day": day.isoformat(),
            "arm": names[arm_id],
            "before": metric.show_day(*kept[arm_id, day]),
            "after": metric.show_day(*numbers) if numbers else "",
        }
        for (arm_id, day), numbers in sorted(after.items(), key=lambda one: one[0][::-1])
    ]
