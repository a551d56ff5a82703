"""The tree of teams, and the sites."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.accounts.models import Person, Site, Team
from innovate.core.db import rows


@dataclass(frozen=True, slots=True)
class TeamNode:
    """A team with the teams below it; `people` counts its own active people."""

    id: int
    name: str
    site: str | None
    people: int
    below: tuple["TeamNode", ...]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site, and how many teams and people it has."""

    id: int
    name: str
    teams: int
    people: int


def tree() -> tuple[TeamNode, ...]:
    """The teams that stand at the top, each with those below it, by name."""
    people = (
        sa.select(sa.func.count(Person.id))
        .where(Person.team_id == Team.id, Person.deactivated_at.is_(None))
        .correlate(Team)
        .scalar_subquery()
    )
    query = sa.select(Team.id, Team.name, Team.parent_id, Site.name.label("site"), people.label("people"))
    found = rows(query.outerjoin(Site, Site.id == Team.site_id).order_by(sa.func.lower(Team.name))).all()

    def below(parent_id: int | None) -> tuple[TeamNode, ...]:
        return tuple(
            TeamNode(row.id, row.name, row.site, row.people, below(row.id))
            for row in found
            if row.parent_id == parent_id
        )

    return below(None)


def sites() -> tuple[SiteRow, ...]:
    """The sites by name."""
    teams = sa.select(sa.func.count(Team.id)).where(Team.site_id == Site.id).correlate(Site).scalar_subquery()
    people = (
        sa.select(sa.func.count(Person.id))
        .join(Team, Team.id == Person.team_id)
        .where(Team.site_id == Site.id, Person.deactivated_at.is_(None))
        .correlate(Site)
        .scalar_subquery()
    )
    query = sa.select(Site.id, Site.name, teams, people).order_by(sa.func.lower(Site.name))
    return tuple(SiteRow(*row) for row in rows(query))
