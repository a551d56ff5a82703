"""What nobody does and somebody should know of: a guardrail that broke, a last day that passed; each is noted once."""

from datetime import timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from innovate import events
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.journal import JournalEntry, record
from innovate.experiments.holding import hold
from innovate.experiments.models import Experiment, ExperimentState, Measure, Measurement, MeasureRole
from innovate.experiments.readout.reading import GuardState
from innovate.experiments.results import reading_of

FRESH = timedelta(days=1)  # numbers that came since then may have broken something


def with_last_day_passed(most: int) -> list[int]:
    """Running experiments whose last day is over; those of which it was noted lately come too."""
    running = Experiment.state == ExperimentState.RUNNING
    query = sa.select(Experiment.id).where(running, Experiment.ends_on < today()).order_by(Experiment.ends_on.desc())
    return list(db.session.scalars(query.limit(most)))


def with_fresh_numbers(most: int) -> list[int]:
    """Running experiments with a guardrail in which numbers were recorded lately."""
    fresh = sa.select(Measurement.id).where(
        Measurement.experiment_id == Experiment.id, Measurement.entered_at >= now() - FRESH
    )
    guarded = sa.select(Measure.id).where(Measure.experiment_id == Experiment.id, Measure.role == MeasureRole.GUARDRAIL)
    running = Experiment.state == ExperimentState.RUNNING
    query = sa.select(Experiment.id).where(running, guarded.exists(), fresh.exists()).order_by(Experiment.id)
    return list(db.session.scalars(query.limit(most)))


def note_last_day(experiment_id: int) -> bool:
    """Note that its last day is over, once for each last day that it has; answers whether there was something new."""
    experiment = _held(experiment_id)
    if experiment is None or experiment.ends_on >= today():
        return False
    ends_on = experiment.ends_on.isoformat()
    if any(fact["ends_on"] == ends_on for fact in _noted(experiment, events.LastDayPassed)):
        return False
    record(events.LastDayPassed(**_about(experiment), ends_on=ends_on))
    return True


def note_broken_guardrails(experiment_id: int) -> bool:
    """Note each guardrail that is broken, once; answers whether there was something new."""
    experiment = _held(experiment_id)
    reading = reading_of(experiment) if experiment is not None else None
    if experiment is None or reading is None:
        return False
    broken = {one.name for one in reading.guardrails if one.state is GuardState.BROKEN}
    known = {fact["measure_id"] for fact in _noted(experiment, events.GuardrailBroken)}
    found = [one for one in experiment.measures if one.name in broken and one.id not in known]
    for measure in found:
        record(events.GuardrailBroken(**_about(experiment), measure_id=measure.id, name=measure.name))
    return bool(found)


def _held(experiment_id: int) -> Experiment | None:
    """That experiment, nobody else's until the transaction ends, while it is running."""
    experiment = db.session.get(Experiment, experiment_id)
    if experiment is None:
        return None
    hold(experiment)
    return experiment if experiment.state is ExperimentState.RUNNING else None


def _noted(experiment: Experiment, kind: type[events.ExperimentEvent]) -> list[dict[str, Any]]:
    """What was noted of it before, from the journal."""
    query = sa.select(JournalEntry.payload).where(
        JournalEntry.stream == f"idea:{experiment.idea_id}", JournalEntry.name == kind.__name__
    )
    facts = [orjson.loads(payload) for payload in db.session.scalars(query)]
    return [fact for fact in facts if fact["experiment_id"] == experiment.id]


def _about(experiment: Experiment) -> dict[str, Any]:
    return {"actor_id": None, "idea_id": experiment.idea_id, "experiment_id": experiment.id}
