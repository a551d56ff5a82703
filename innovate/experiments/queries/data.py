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
from innovate.experiments.measuring import Numbers
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, MetricKind
from innovate.experiments.results import ArmSeries, Measured, series
from innovate.experiments.statistics import Day, mean_interval, mean_of_values, rate_interval, wilson

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


def plot(experiment: Experiment, arms: tuple[ArmSeries, ...]) -> dict[str, Any] | None:
    """Each arm by day with the interval of each day, for the chart; None before any data."""
    metric = Metric.of(experiment)
    days = sorted({one.day for arm in arms for one in arm.measured})
    if not days:
        return None
    factor = 100 if metric.kind is MetricKind.SHARE else 1
    return {
        "type": "line",
        "x": [day_words(day) for day in days],
        "x_label": "Day",
        "y_label": metric.name,
        "unit": "%" if metric.kind is MetricKind.SHARE else metric.unit,
        "series": [_line(metric, arm, place, days, factor) for place, arm in enumerate(arms)],
        "target": {"value": experiment.target * factor, "label": f"target {metric.show(experiment.target)}"},
    }


def _line(metric: Metric, arm: ArmSeries, place: int, days: list[date], factor: int) -> dict[str, Any]:
    at = {one.day: one.numbers for one in arm.measured}
    found = [at.get(day) for day in days]
    bands = [_band(metric, one) if one else None for one in found]
    line: dict[str, Any] = {
        "label": arm.name,
        "values": [round(one.amount / one.base * factor, 4) if one else None for one in found],
        "tone": "quiet" if arm.is_control else ("accent", "amber", "good")[(place - 1) % 3],
    }
    if any(bands):
        line["low"] = [round(band[0] * factor, 4) if band else None for band in bands]
        line["high"] = [round(band[1] * factor, 4) if band else None for band in bands]
    return line


def _band(metric: Metric, day: Day) -> tuple[float, float] | None:
    if metric.kind is MetricKind.SHARE:
        return wilson((day.amount, day.base))
    if metric.kind is MetricKind.RATE:
        return rate_interval(day.amount, day.base)
    mean = mean_of_values([day])
    return mean_interval(mean) if mean else None


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
