"""What experiments ask of their owners: to start them, and to record their data."""

from typing import Any

import sqlalchemy as sa

from innovate.experiments.models import Experiment, ExperimentState, Measurement
from innovate.home.queries.waiting.columns import PERSON, idea_task
from innovate.home.queries.waiting.kinds import Kind
from innovate.ideas.models import Idea, Stage, StageKind


def to_run() -> list[sa.Select[*tuple[Any, ...]]]:
    """The person's own experiments that wait to be started, or that have had no data for days."""
    last = (
        sa.select(sa.func.max(Measurement.day))
        .where(Measurement.experiment_id == Experiment.id)
        .correlate(Experiment)
        .scalar_subquery()
    )
    since = sa.func.coalesce(last, Experiment.starts_on)
    own = sa.and_(Experiment.idea_id == Idea.id, Experiment.owner_id == PERSON)
    to_start = idea_task(Kind.START, due_on=Experiment.starts_on, thing_id=Experiment.id).join(Experiment, own)
    to_measure = idea_task(Kind.MEASURE, due_on=sa.type_coerce(since, sa.Date), thing_id=Experiment.id)
    to_measure = to_measure.join(Experiment, own).where(
        Experiment.state == ExperimentState.RUNNING, since <= sa.bindparam("quiet", type_=sa.Date)
    )
    is_tried = Stage.kind == StageKind.EXPERIMENT
    return [
        to_start.where(Experiment.state == ExperimentState.PLANNED, is_tried).order_by(Experiment.starts_on),
        to_measure.where(is_tried).order_by(Experiment.id),
    ]
