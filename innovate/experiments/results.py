"""From the recorded rows to the read-outs: what each arm showed, day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.experiments.metric import Metric
from innovate.experiments.models import Arm, Experiment, Measurement
from innovate.experiments.readout import ArmDays, ReadOut, read_out
from innovate.experiments.statistics import Day

NOTHING_YET = "There was too little data for a read-out."


@dataclass(frozen=True, slots=True)
class Measured:
    """What one arm showed on one day, and who recorded it last."""

    day: date
    numbers: Day
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class ArmSeries:
    """An arm and all its days, in order."""

    id: int
    name: str
    is_control: bool
    measured: tuple[Measured, ...]

    @property
    def days(self) -> ArmDays:
        return ArmDays(self.name, tuple(one.numbers for one in self.measured))


def series(experiment_ids: Iterable[int]) -> dict[int, tuple[ArmSeries, ...]]:
    """The arms of these experiments with all their days, in one statement; the control first."""
    query = (
        sa.select(
            Arm.experiment_id,
            Arm.id,
            Arm.name,
            Arm.is_control,
            Measurement.day,
            Measurement.amount,
            Measurement.base,
            Measurement.spread,
            Person.name.label("entered_by"),
            Measurement.entered_at,
        )
        .outerjoin(Measurement, Measurement.arm_id == Arm.id)
        .outerjoin(Person, Person.id == Measurement.entered_by_id)
        .where(Arm.experiment_id.in_(list(experiment_ids)))
        .order_by(Arm.experiment_id, Arm.position, Measurement.day)
    )
    found: dict[int, dict[int, tuple[str, bool, list[Measured]]]] = {}
    for row in db.session.execute(query):
        arms = found.setdefault(row.experiment_id, {})
        _, _, days = arms.setdefault(row.id, (row.name, row.is_control, []))
        if row.day is not None:
            numbers = Day(row.amount, row.base, row.spread)
            days.append(Measured(row.day, numbers, row.entered_by, row.entered_at))
    return {
        experiment_id: tuple(
            ArmSeries(arm_id, name, is_control, tuple(days)) for arm_id, (name, is_control, days) in arms.items()
        )
        for experiment_id, arms in found.items()
    }


def read_outs(metric: Metric, arms: Iterable[ArmSeries]) -> tuple[ReadOut, ...]:
    """Each arm against the control, the main comparison first; empty while there is too little data."""
    listed = list(arms)
    control = next((arm for arm in listed if arm.is_control), None)
    if control is None:
        return ()
    found = (read_out(metric, control.days, arm.days) for arm in listed if not arm.is_control)
    return tuple(one for one in found if one is not None)


def result_sentence(experiment: Experiment) -> str:
    """The main comparison in one sentence, to be kept with the conclusion."""
    db.session.flush()  # what was recorded in this transaction counts too
    arms = series([experiment.id]).get(experiment.id, ())
    found = read_outs(Metric.of(experiment), arms)
    return found[0].sentence if found else NOTHING_YET
