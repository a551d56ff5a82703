"""Who and which teams can be chosen for an experiment."""

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.core.db import rows
from innovate.permissions import Role

MOST = 1000


def colleagues() -> list[tuple[int, str]]:
    """Everybody who works here, by name, as (id, name)."""
    anybody = sum(role.bit for role in Role if role is not Role.CUSTOMER)
    works_here = sa.type_coerce(Person.roles, sa.Integer).bitwise_and(anybody) != 0
    query = sa.select(Person.id, Person.name).where(Person.deactivated_at.is_(None), works_here)
    return [(row.id, row.name) for row in rows(query.order_by(Person.name, Person.id).limit(MOST))]


def teams() -> list[tuple[int, str]]:
    """Every team by name, as (id, name)."""
    return [(row.id, row.name) for row in rows(sa.select(Team.id, Team.name).order_by(Team.name).limit(MOST))]
