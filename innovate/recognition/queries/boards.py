"""Boards of people and teams by period: the first ten, ties sharing a place."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.core import wording
from innovate.core.clock import now
from innovate.core.db import rows
from innovate.rewards.models import Award

TOP = 10
MOST_TIED = 30  # so many stand on a board at most, however many share its last place


class Period(StrEnum):
    """The time that a board looks at, up to now."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"

    @property
    def label(self) -> str:
        return "All time" if self is Period.ALL else self.value.capitalize()

    @property
    def begins_at(self) -> datetime | None:
        """Its first moment on the company's clock; None for all time."""
        here = wording.local(now())
        months = {Period.MONTH: here.month, Period.QUARTER: (here.month - 1) // 3 * 3 + 1, Period.YEAR: 1}
        if self not in months:
            return None
        return datetime.combine(here.date().replace(month=months[self], day=1), time(), here.tzinfo)


class Measure(StrEnum):
    """What a board counts."""

    POINTS = "points"
    AWARDS = "awards"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place on a board; who has as much shares the place."""

    rank: int
    person: Face
    team: str | None
    points: int
    awards: int


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """A team's place, by what it was given for each of its people."""

    rank: int
    id: int
    name: str
    people: int
    points: int
    awards: int
    each: float  # points or awards for each person


def people_board(period: Period, measure: Measure, team_id: int | None = None) -> tuple[Place, ...]:
    """The first ten people of that period, ties sharing a place; who opted out is not among them."""
    sums = _sums(period).where(Person.is_ranked, Person.deactivated_at.is_(None))
    if team_id is not None:
        sums = sums.where(Person.team_id == team_id)
    sums = sums.add_columns(Award.person_id.label("person_id")).group_by(Award.person_id)
    given = sums.subquery("given")
    ranked = _ranked(given, given.c[measure.value])
    query = (
        sa.select(ranked.c.rank, Person.id, Person.name, Team.name.label("team"), ranked.c.points, ranked.c.awards)
        .join(Person, Person.id == ranked.c.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(ranked.c.rank <= TOP)
        .order_by(ranked.c.rank, Person.name)
        .limit(MOST_TIED)
    )
    return tuple(Place(row.rank, Face(row.id, row.name), row.team, int(row.points), row.awards) for row in rows(query))


def teams_board(period: Period, measure: Measure) -> tuple[TeamPlace, ...]:
    """The first ten teams of that period by what each of their people was given, ties sharing a place."""
    heads = (
        sa.select(Person.team_id, sa.func.count().label("people"))
        .where(Person.deactivated_at.is_(None), Person.team_id.is_not(None))
        .group_by(Person.team_id)
        .subquery("heads")
    )
    sums = _sums(period).where(Person.deactivated_at.is_(None), Person.team_id.is_not(None))
    given = sums.add_columns(Person.team_id.label("team_id")).group_by(Person.team_id).subquery("given")
    each = (sa.cast(given.c[measure.value], sa.Float) / heads.c.people).label("each")
    joined = sa.select(*given.c, heads.c.people, each).join(heads, heads.c.team_id == given.c.team_id).subquery("each_")
    ranked = _ranked(joined, joined.c.each)
    query = (
        sa.select(*ranked.c, Team.name)
        .join(Team, Team.id == ranked.c.team_id)
        .where(ranked.c.rank <= TOP)
        .order_by(ranked.c.rank, Team.name)
        .limit(MOST_TIED)
    )
    return tuple(
        TeamPlace(row.rank, row.team_id, row.name, row.people, int(row.points), row.awards, float(row.each))
        for row in rows(query)
    )


def _sums(period: Period) -> sa.Select[*tuple[Any, ...]]:
    query = (
        sa.select(sa.func.sum(Award.points).label("points"), sa.func.count().label("awards"))
        .join(Person, Person.id == Award.person_id)
        .where(Award.reversed_at.is_(None))
    )
    return query.where(Award.at >= period.begins_at) if period.begins_at else query


def _ranked(given: sa.Subquery, by: sa.ColumnElement[Any]) -> sa.Subquery:
    rank = sa.func.rank().over(order_by=by.desc()).label("rank")
    return sa.select(*given.c, rank).where(by > 0).subquery("ranked")
