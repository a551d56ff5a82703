"""Fairness reports as HR reads them: exactly what was kept when they were written."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.core.errors import NotFound
from innovate.recognition.models import FairnessReport
from innovate.recognition.periods import Length, Period, running
from innovate.rewards.models import Award, Kudos

QUARTERS = 8  # back from today that a report can still be written of


@dataclass(frozen=True, slots=True)
class Group:
    """A group and the range in which the number of its people lies who were thanked."""

    name: str
    low: int
    high: int
    size: int

    @property
    def words(self) -> str:
        """“3 to 6 of 11”."""
        return f"{self.low} to {self.high} of {self.size}"

    @property
    def percents(self) -> tuple[int, int]:
        """The same in percent of its people."""
        return round(100 * self.low / self.size), round(100 * self.high / self.size)


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The groups of an attribute that can be shown, and what was left out."""

    name: str
    groups: tuple[Group, ...]
    small: int
    is_left_out: bool

    @property
    def apart(self) -> tuple[Group, Group] | None:
        """A group that was surely thanked less than another, and that other; the pair that lies furthest apart."""
        if len(self.groups) < 2:
            return None
        least = min(self.groups, key=lambda one: one.high / one.size)
        most = max(self.groups, key=lambda one: one.low / one.size)
        return (least, most) if least.high / least.size < most.low / most.size else None


@dataclass(frozen=True, slots=True)
class Named:
    """People who thank each other in turn."""

    people: tuple[Face, ...]
    kudos: int
    share: int


@dataclass(frozen=True, slots=True)
class Report:
    """The report of a quarter."""

    period: Period
    at: datetime
    by: str
    people: int
    everybody: Group
    tables: tuple[GroupTable, ...]
    fifths: tuple[int, ...] | None
    gini: float | None
    kudos: int | None
    returned: int | None
    in_rings: int | None
    pairs: tuple[Named, ...]
    rings: tuple[Named, ...]
    days: tuple[int, ...] | None
    last_days: int | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter that is over, and whether its report is written."""

    period: Period
    is_written: bool


def quarters() -> tuple[Quarter, ...]:
    """The quarters with a report, and those that are over and could have one; the newest first."""
    written = {day for (day,) in rows(sa.select(FairnessReport.quarter))}
    first = rows(sa.select(sa.func.min(Award.at)).union_all(sa.select(sa.func.min(Kudos.at)))).scalars().all()
    begins = min((at for at in first if at), default=None)
    found, period = [], running(Length.QUARTER).before
    for _ in range(QUARTERS):
        if period is None or period.ends_at is None or begins is None or period.ends_at <= begins:
            break
        found.append(period)
        period = period.before
    older = sorted(written - {one.first for one in found}, reverse=True)
    found += [Period(Length.QUARTER, day) for day in older]
    return tuple(Quarter(one, one.first in written) for one in found)


def report(quarter: date) -> Report:
    """The report of the quarter with that first day; NotFound while it is not written."""
    query = sa.select(FairnessReport.content, FairnessReport.at, Person.name).join(
        Person, Person.id == FairnessReport.by_id
    )
    row = rows(query.where(FairnessReport.quarter == quarter)).first()
    if row is None:
        raise NotFound("There is no report of that quarter yet.")
    its = row.content
    ids = {id_ for one in (*its["pairs"], *its["rings"]) for id_ in one["people"]}
    names = dict(rows(sa.select(Person.id, Person.name).where(Person.id.in_(ids))).all()) if ids else {}
    tables = tuple(_table(one) for one in its["tables"])
    return Report(
        period=Period(Length.QUARTER, quarter),
        at=row.at,
        by=row.name,
        people=its["people"],
        everybody=tables[0].groups[0] if tables[0].groups else Group("Everybody", 0, its["people"], its["people"]),
        tables=tables[1:],
        fifths=tuple(its["fifths"]) if its["fifths"] else None,
        pairs=_named(its["pairs"], names),
        rings=_named(its["rings"], names),
        days=tuple(its["days"]) if its["days"] else None,
        **{name: its[name] for name in ("gini", "kudos", "returned", "in_rings", "last_days")},
    )


def _table(one: dict[str, Any]) -> GroupTable:
    return GroupTable(one["name"], tuple(Group(*group) for group in one["groups"]), one["small"], one["is_left_out"])


def _named(circles: list[dict[str, Any]], names: dict[int, str]) -> tuple[Named, ...]:
    return tuple(
        Named(tuple(Face(id_, names.get(id_, "")) for id_ in one["people"]), one["kudos"], one["share"])
        for one in circles
    )
