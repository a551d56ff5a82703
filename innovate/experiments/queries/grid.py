"""The grid of days and arms of one metric, and what is recorded in all."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import today
from innovate.core.db import rows
from innovate.core.wording import day as day_words
from innovate.experiments.importing import Asked
from innovate.experiments.measuring import Cell, Numbers
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, Measurement, MetricKind

DAYS_OF_GRID = 7
MOST_ACROSS = 6  # arms beside one another; with more of them, each has a line and a few days stand beside one another
MOST_NUMBERS = 180  # in one form, which takes 200 parts


def kept(experiment: Experiment) -> dict[Cell, Numbers]:
    """What is recorded, by arm, day and measure."""
    query = sa.select(
        *(Measurement.arm_id, Measurement.day, Measurement.measure_id),
        *(Measurement.amount, Measurement.base, Measurement.spread),
    ).where(Measurement.experiment_id == experiment.id)
    return {
        Cell(arm_id, day, measure_id): (amount, base, spread)
        for arm_id, day, measure_id, amount, base, spread in rows(query)
    }


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
    words: str = ""

    @property
    def typed(self) -> tuple[str, str, str]:
        """Its three numbers as they stand in the form."""
        return self.amount, self.base, self.spread


@dataclass(frozen=True, slots=True)
class DataRow:
    """One day of the grid."""

    day: date
    cells: tuple[DataCell, ...]


@dataclass(frozen=True, slots=True)
class DataGrid:
    """Some days of one metric, the newest first, and where earlier and later ones are."""

    rows: tuple[DataRow, ...]
    by_arm: bool  # there are so many arms that each has a line
    last: date | None
    earlier: date | None
    later: date | None

    @property
    def has_numbers(self) -> bool:
        return any(cell.amount for row in self.rows for cell in row.cells)


def data_grid(experiment: Experiment, asked: Asked, last: date | None = None) -> DataGrid:
    """The grid of the first metric asked for that ends on `last`, or on the newest day that can be recorded."""
    arms = len(asked.arms) if asked.switch_on is None else 1
    by_arm = arms > MOST_ACROSS
    span = _span(arms, asked.subjects[0].metric.kind) if by_arm else DAYS_OF_GRID
    newest = min(today(), experiment.ends_on)
    end = max(min(last or newest, newest), date.min + timedelta(days=span))
    days = [end - timedelta(days=back) for back in range(span)]
    days = [day for day in days if day >= experiment.starts_on]
    found = _measured(experiment, asked, days)
    shown = tuple(DataRow(day, _cells(asked, day, found)) for day in days)
    if not shown:
        return DataGrid((), by_arm, None, None, None)
    return DataGrid(
        shown,
        by_arm,
        end,
        earlier=days[-1] - timedelta(days=1) if days[-1] > experiment.starts_on else None,
        later=end + timedelta(days=len(days)) if end < newest else None,
    )


def _span(arms: int, kind: MetricKind) -> int:
    """How many days of so many arms one form takes."""
    parts = 4 if kind is MetricKind.MEAN else 3  # what is typed, and what stood there
    beside = 3 if kind is MetricKind.MEAN else 4  # as wide as a page
    return max(1, min(beside, MOST_NUMBERS // (arms * parts)))


def _measured(experiment: Experiment, asked: Asked, days: list[date]) -> dict[tuple[int, date], Any]:
    query = (
        sa.select(
            *(Measurement.arm_id, Measurement.day, Measurement.amount, Measurement.base, Measurement.spread),
            *(Person.name, Measurement.entered_at),
        )
        .join(Person, Person.id == Measurement.entered_by_id)
        .where(
            Measurement.experiment_id == experiment.id,
            Measurement.measure_id.is_not_distinct_from(asked.subjects[0].measure_id),
            Measurement.day.in_(days),
        )
    )
    return {(row.arm_id, row.day): row for row in rows(query)}


def _cells(asked: Asked, day: date, found: dict[tuple[int, date], Any]) -> tuple[DataCell, ...]:
    by_day, metric = asked.arm_of(day), asked.subjects[0].metric
    return tuple(
        _cell(arm_id, name, found.get((arm_id, day)), metric)
        for name, arm_id in asked.arms.items()
        if by_day in (None, arm_id) or (arm_id, day) in found
    )


def _cell(arm_id: int, name: str, one: Any, metric: Metric) -> DataCell:
    if one is None:
        return DataCell(arm_id, name)
    moment: datetime = one.entered_at
    typed = (_typed(one.amount), _typed(one.base * metric.per), _typed(one.spread))
    entered, words = f"{one.name}, {day_words(moment)}", metric.show_day(one.amount, one.base, one.spread)
    return DataCell(arm_id, name, *typed, entered_by=one.name, entered=entered, words=words)


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"
