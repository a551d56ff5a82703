"""Running it: each day's numbers are recorded by arm, corrected or taken out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments import measuring
from innovate.experiments.holding import hold
from innovate.experiments.importing import Asked, print_of, subjects_of
from innovate.experiments.measuring import Cell, Numbers, PlainRow, Row
from innovate.experiments.models import Experiment, ExperimentState, Measurement

REASON = 300
Kept = Mapping[Cell, Numbers]


def record_measurements(
    actor: Person,
    experiment: Experiment,
    *,
    rows: Sequence[Row | PlainRow],
    taken_out: Collection[Cell | tuple[int, date]] = (),
    reason: str = "",
    seen: str | None = None,
) -> int:
    """Record what arms showed on days, correct or take out what was recorded before; answers the number of days.

    `base` is in the unit of the metric's rate, so that amount over base compares with the baseline. What changes or
    goes needs a reason, which is kept with what stood there. Raises BadInput for what cannot be and keeps nothing
    then, RuleBroken unless the experiment is running, or when other numbers stand there than in the print `seen`.
    """
    permissions.record_measurements.require(actor, experiment)
    hold(experiment)
    _refuse_unless_running(experiment)
    db.session.expire(experiment, ["measures"])  # they may have been amended meanwhile
    given, gone_cells = [Row(*row) for row in rows], [Cell(*cell) for cell in taken_out]
    _check(experiment, given, gone_cells)
    kept = _kept(experiment)
    if seen is not None and seen != print_of(given, kept):
        raise RuleBroken("Somebody recorded some of these numbers meanwhile. Look once more at what would change.")
    added = [row for row in given if row.cell not in kept]
    changed = [row for row in given if row.cell in kept and kept[row.cell] != row.numbers]
    gone = [cell for cell in gone_cells if cell in kept]
    if (changed or gone) and not reason.strip():
        raise BadInput("Say why recorded numbers change. It stands beside them for everybody to read.", "reason")
    _write(actor, experiment, [*added, *changed])
    _take_out(gone)
    about = {"actor_id": actor.id, "idea_id": experiment.idea_id, "experiment_id": experiment.id}
    if added:
        record(events.MeasurementsRecorded(**about, days=len({row.day for row in added})))
    if changed or gone:
        changes = _in_words(experiment, kept, changed, gone)
        record(events.MeasurementsCorrected(**about, reason=reason.strip()[:REASON], changes=changes))
    return len({row.day for row in (*added, *changed)} | {cell.day for cell in gone})


def _refuse_unless_running(experiment: Experiment) -> None:
    if experiment.state is ExperimentState.CONCLUDED:
        raise RuleBroken("This round is concluded: its numbers stay as they were when it was decided.")
    if experiment.state is not ExperimentState.RUNNING:
        raise RuleBroken("Numbers are recorded while the experiment is running.")


def _check(experiment: Experiment, rows: Sequence[Row], taken_out: Sequence[Cell]) -> None:
    if not rows and not taken_out:
        raise BadInput("Type the numbers of at least one day.", "rows")
    asked = Asked.of(experiment)
    kinds = {one.measure_id: one.metric.kind for one in asked.subjects}
    names = {arm_id: name for name, arm_id in asked.arms.items()}
    cells = [*(row.cell for row in rows), *taken_out]
    if len(set(cells)) < len(cells):
        raise BadInput("An arm has two rows for the same day.", "rows")
    if not {cell.arm_id for cell in cells} <= set(names):
        raise BadInput("There is no such arm.", "rows")
    if not {cell.measure_id for cell in cells} <= set(kinds):
        raise BadInput("That is not measured in this experiment.", "rows")
    for row in rows:
        wrong = asked.problem_of(row.day) or measuring.problem(kinds[row.measure_id], *row.numbers)
        if not wrong and asked.arm_of(row.day) not in (None, row.arm_id):
            wrong = "The day belongs to the other side of the change."
        if wrong:
            raise BadInput(f"{row.day:%Y-%m-%d}, {names[row.arm_id]}: {wrong}", "rows")


def _kept(experiment: Experiment) -> Kept:
    """What is recorded already, by arm, day and measure."""
    query = sa.select(
        *(Measurement.arm_id, Measurement.day, Measurement.measure_id),
        *(Measurement.amount, Measurement.base, Measurement.spread),
    ).where(Measurement.experiment_id == experiment.id)
    return {
        Cell(row.arm_id, row.day, row.measure_id): (row.amount, row.base, row.spread)
        for row in db.session.execute(query)
    }


def _write(actor: Person, experiment: Experiment, rows: Sequence[Row]) -> None:
    entered = {"experiment_id": experiment.id, "entered_by_id": actor.id, "entered_at": now()}
    for is_primary, names in ((True, ("arm_id", "day")), (False, ("arm_id", "measure_id", "day"))):
        values = [
            {
                "arm_id": row.arm_id,
                "measure_id": row.measure_id,
                "day": row.day,
                "amount": float(row.amount),
                "base": float(row.base),
                "spread": None if row.spread is None else float(row.spread),
                **entered,
            }
            for row in rows
            if (row.measure_id is None) is is_primary
        ]
        if values:
            db.session.execute(_writing(names, is_primary), values)  # one statement for any number of rows


def _writing(names: tuple[str, ...], is_primary: bool) -> sa.Insert:
    """The statement that records a row, or puts it in the place of the one that stands there."""
    statement = insert(Measurement)
    changed = ("amount", "base", "spread", "entered_by_id", "entered_at")
    of_measure = Measurement.measure_id
    return statement.on_conflict_do_update(
        index_elements=names,
        index_where=of_measure.is_(None) if is_primary else of_measure.is_not(None),
        set_={name: statement.excluded[name] for name in changed},
    )


def _take_out(cells: Collection[Cell]) -> None:
    for arm_id, day, measure_id in cells:
        which = sa.and_(
            Measurement.arm_id == arm_id,
            Measurement.day == day,
            Measurement.measure_id.is_not_distinct_from(measure_id),
        )
        db.session.execute(sa.delete(Measurement).where(which))


def _in_words(experiment: Experiment, kept: Kept, changed: Sequence[Row], gone: Sequence[Cell]) -> list[dict[str, str]]:
    """Each correction for the journal, in order of days: where it was, what stood there and what stands now."""
    metrics = {one.measure_id: one.metric for one in subjects_of(experiment)}
    names = {arm.id: arm.name for arm in experiment.arms}
    after: dict[Cell, Numbers | None] = {row.cell: row.numbers for row in changed} | dict.fromkeys(gone)
    return [
        {
            "day": cell.day.isoformat(),
            "arm": names[cell.arm_id],
            "metric": metrics[cell.measure_id].name,
            "before": metrics[cell.measure_id].show_day(*kept[cell]),
            "after": metrics[cell.measure_id].show_day(*numbers) if numbers else "",
        }
        for cell, numbers in sorted(after.items(), key=lambda one: (one[0].day, one[0].measure_id or 0, one[0].arm_id))
    ]
