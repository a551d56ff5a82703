"""The first page of administration: what there is, and what a new installation still lacks."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.accounts.models import Person, Site, Team
from innovate.areas.models import Area
from innovate.core.db import rows
from innovate.ideas.models import Stage
from innovate.permissions import Role
from innovate.review.models import Criterion


@dataclass(frozen=True, slots=True)
class Overview:
    """How many there are of each; people are the active ones."""

    people: int
    invited: int
    leaders: int
    reviewers: int
    hr: int
    teams: int
    sites: int
    areas: int
    stages: int
    criteria: int


def overview() -> Overview:
    """The counts, in one statement."""
    active = Person.deactivated_at.is_(None)
    counts: list[sa.ScalarSelect[int]] = [
        _count(Person.id, active),
        _count(Person.id, active, Person.password_hash.is_(None)),
        _count(Person.id, active, Person.holds(Role.LEADER)),
        _count(Person.id, active, Person.holds(Role.REVIEWER)),
        _count(Person.id, active, Person.holds(Role.HR)),
        _count(Team.id),
        _count(Site.id),
        _count(Area.id, Area.is_active.is_(True)),
        _count(Stage.id),
        _count(Criterion.id, Criterion.is_active.is_(True)),
    ]
    found: list[int] = list(rows(sa.select(*counts)).one())
    return Overview(*found)


def _count(column: sa.orm.InstrumentedAttribute[int], *where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count(column)).where(*where).scalar_subquery()
