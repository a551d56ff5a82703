"""What was changed after the start, as it stands beside the result for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.experiments.amending import told
from innovate.experiments.metric import Metric
from innovate.experiments.models import Amendment, Experiment, Measurement


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One change: what it was about, what was promised, what is now, and who changed it why and when."""

    what: str
    before: str
    after: str
    reason: str
    by: Face
    at: datetime


@dataclass(frozen=True, slots=True)
class MeasuredBeside:
    """A further metric of the plan, in what its margin is counted, and whether it has numbers already."""

    name: str
    unit: str
    has_numbers: bool


def measured_beside(experiment: Experiment) -> tuple[MeasuredBeside, ...]:
    """What is measured besides the primary metric, in the order of the plan."""
    if not experiment.measures:
        return ()
    query = sa.select(Measurement.measure_id).where(
        Measurement.experiment_id == experiment.id, Measurement.measure_id.is_not(None)
    )
    with_numbers = {row.measure_id for row in rows(query.distinct())}
    return tuple(
        MeasuredBeside(one.name, Metric.beside(one).effect_unit, one.id in with_numbers) for one in experiment.measures
    )


@dataclass(frozen=True, slots=True)
class Amended:
    """One key of the sealed plan that was amended, as it is kept."""

    field: str
    before: Any
    after: Any
    reason: str
    by: Face
    at: datetime


def amended_of(experiment: Experiment) -> tuple[Amended, ...]:
    """Everything that was amended, in order; one statement, and none before the start."""
    if experiment.sealed_at is None:
        return ()
    query = (
        sa.select(
            *(Amendment.field, Amendment.before, Amendment.after, Amendment.reason, Amendment.at),
            *(Person.id.label("person_id"), Person.name),
        )
        .join(Person, Person.id == Amendment.person_id)
        .where(Amendment.experiment_id == experiment.id)
        .order_by(Amendment.id)
    )
    return tuple(
        Amended(row.field, row.before, row.after, row.reason, Face(row.person_id, row.name), row.at)
        for row in rows(query)
    )


def amendments(experiment: Experiment, amended: Sequence[Amended] | None = None) -> tuple[AmendmentLine, ...]:
    """The same in words; `amended` where it is known."""
    return tuple(
        AmendmentLine(line.what, line.before, line.after, one.reason, one.by, one.at)
        for one in (amended_of(experiment) if amended is None else amended)
        for line in told(experiment, one.field, one.before, one.after)
    )
