"""What forms offer to choose from; who or what is chosen already is always among it."""

import sqlalchemy as sa

from innovate.accounts.models import Person, Site
from innovate.admin.queries.teams import TeamNode, tree
from innovate.core.db import rows
from innovate.permissions import Role

Choices = list[tuple[int | str, str]]
NONE: tuple[str, str] = ("", "None")
MOST = 1000


def teams() -> Choices:
    """Every team, indented below the one it belongs to."""

    def lines(nodes: tuple[TeamNode, ...], depth: int) -> Choices:
        found: Choices = []
        for node in nodes:
            found += [(node.id, "\u2003" * depth + node.name), *lines(node.below, depth + 1)]
        return found

    return lines(tree(), 0)


def sites() -> Choices:
    """Every site."""
    found = rows(sa.select(Site.id, Site.name).order_by(sa.func.lower(Site.name)))
    return [(row.id, row.name) for row in found]


def people_who(*roles: Role, and_also: set[int | None] | None = None) -> Choices:
    """The active people with one of these roles, by name, and those chosen already."""
    fit = sa.and_(Person.deactivated_at.is_(None), sa.or_(*(Person.holds(role) for role in roles)))
    kept = [one for one in and_also or () if one is not None]
    query = sa.select(Person.id, Person.name, Person.title).where(sa.or_(fit, Person.id.in_(kept)))
    found = rows(query.order_by(Person.name, Person.id).limit(MOST))
    return [(row.id, f"{row.name}, {row.title}" if row.title else row.name) for row in found]
