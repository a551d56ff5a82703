"""What was measured: the plot, the grid of days, and what was corrected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import today
from innovate.core.db import rows
from innovate.core.journal import JournalEntry
from innovate.core.wording import day as day_words
from innovate.events import MeasurementsCorrected
from innovate.experiments import figures
from innovate.experiments.measuring import Numbers
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment
from innovate.experiments.readout.terms import Observed, Series
from innovate.experiments.results import ArmSeries, Measured, series

DAYS_OF_GRID = 7
MOST_CORRECTIONS = 200  # shown of an idea, the newest first; the journal holds all


def arms_of(experiment: Experiment) -> tuple[ArmSeries, ...]:
    """Its arms with all their days."""
    return series([experiment.id]).get(experiment.id, ())


def kept(experiment: Experiment) -> dict[tuple[int, date], Numbers]:
    """What is recorded, by arm and day."""
    return {
        (arm.id, one.day): (one.numbers.amount, one.numbers.base, one.numbers.spread)
        for arm in arms_of(experiment)
        for one in arm.measured
    }


# The plot.


def plot(experiment: Experiment, arms: tuple[ArmSeries, ...]) -> figures.Plot | None:
    """Each arm over time with the interval of each point, for the drawing; None before any data."""
    treated_from = {arm.id: arm.treated_from for arm in experiment.arms}
    observed = [_observed(arm, treated_from.get(arm.id)) for arm in arms]
    marks = [figures.Marked(experiment.switch_on, "the change begins", "switch")] if experiment.switch_on else []
    marks += [
        figures.Marked(arm.treated_from, f"{arm.name} begins", "step") for arm in experiment.arms if arm.treated_from
    ]
    return figures.by_day(
        Metric.of(experiment),
        experiment.design,
        observed,
        target=experiment.target,
        switch_on=experiment.switch_on,
        marks=marks,
    )


def _observed(arm: ArmSeries, treated_from: date | None) -> Series:
    days = (
        Observed(
            one.day,
            one.numbers.amount,
            one.numbers.base,
            one.numbers.spread,
            is_treated=treated_from is not None and one.day >= treated_from,
        )
        for one in arm.measured
    )
    return Series(arm.name, arm.is_control, tuple(days))


# The grid.


@dataclass(frozen=True, slots=True)
class DataCell:
    """What one arm showed on one day, as people type it; empty before."""

    arm_id: int
    arm: str
    amount: str = ""
    base: str = ""
    spread: str = ""
    entered_by: str = ""
    entered: str = ""

    @property
    def typed(self) -> tuple[str, str, str]:
        """Its three numbers as they stand in the form."""
        return self.amount, self.base, self.spread


@dataclass(frozen=True, slots=True)
class DataRow:
    """One day of the grid."""

    day: date
    cells: tuple[DataCell, ...]


def data_rows(experiment: Experiment, arms: tuple[ArmSeries, ...], last: date | None = None) -> tuple[DataRow, ...]:
    """A week of the grid that ends on `last`, or on the newest day that can be recorded; the newest first."""
    newest = min(today(), experiment.ends_on)
    end = max(min(last or newest, newest), date.min + timedelta(days=DAYS_OF_GRID))
    per = Metric.of(experiment).per
    found = {(arm.id, one.day): one for arm in arms for one in arm.measured}
    days = (end - timedelta(days=back) for back in range(DAYS_OF_GRID))
    return tuple(
        DataRow(day, tuple(_cell(arm, found.get((arm.id, day)), per) for arm in arms))
        for day in days
        if day >= experiment.starts_on
    )


def _cell(arm: ArmSeries, one: Measured | None, per: float) -> DataCell:
    if one is None:
        return DataCell(arm.id, arm.name)
    numbers, entered = one.numbers, f"{one.entered_by}, {day_words(one.entered_at)}"
    typed = (_typed(numbers.amount), _typed(numbers.base * per), _typed(numbers.spread))
    return DataCell(arm.id, arm.name, *typed, entered_by=one.entered_by, entered=entered)


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


# What was corrected.


@dataclass(frozen=True, slots=True)
class Correction:
    """One number that changed after it was recorded; without an `after` it was taken out."""

    day: date
    arm: str
    before: str
    after: str
    reason: str
    by: Face | None
    at: datetime


def corrections(experiment: Experiment) -> tuple[Correction, ...]:
    """What was corrected in this experiment's data, the latest first, from the journal."""
    query = (
        sa.select(JournalEntry.payload, JournalEntry.at, Person.id, Person.name)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(
            JournalEntry.stream == f"idea:{experiment.idea_id}",
            JournalEntry.name == MeasurementsCorrected.__name__,
        )
        .order_by(JournalEntry.position.desc())
        .limit(MOST_CORRECTIONS)
    )
    return tuple(_corrected(experiment.id, rows(query)))


def _corrected(experiment_id: int, entries: Iterable[Any]) -> Iterator[Correction]:
    for entry in entries:
        fact = orjson.loads(entry.payload)
        if fact["experiment_id"] == experiment_id:
            by = Face(entry.id, entry.name) if entry.name else None
            for change in fact["changes"]:
                words = (change["arm"], change["before"], change["after"], fact["reason"])
                yield Correction(date.fromisoformat(change["day"]), *words, by, entry.at)
