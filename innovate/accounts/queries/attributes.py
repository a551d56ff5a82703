"""Attributes of people, and the people to fill them for."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.accounts.models import Attribute, Person, PersonAttribute
from innovate.core.db import rows


@dataclass(frozen=True, slots=True)
class AttributeRow:
    """An attribute, and for how many people it is known."""

    id: int
    name: str
    people: int
    values: int


def attributes() -> tuple[AttributeRow, ...]:
    """All attributes, by name."""
    query = (
        sa.select(
            Attribute.id,
            Attribute.name,
            sa.func.count(PersonAttribute.person_id),
            sa.func.count(PersonAttribute.value.distinct()),
        )
        .outerjoin(PersonAttribute, PersonAttribute.attribute_id == Attribute.id)
        .group_by(Attribute.id, Attribute.name)
        .order_by(Attribute.name)
    )
    return tuple(AttributeRow(*row) for row in rows(query))


def ids_by_email() -> dict[str, int]:
    """The people who are here, by e-mail."""
    query = sa.select(Person.email, Person.id).where(Person.deactivated_at.is_(None))
    return dict(rows(query).all())
