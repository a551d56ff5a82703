"""Attributes that HR compares recognition by: name them, say what they are for people, remove them."""

from collections.abc import Mapping

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Attribute, Person, PersonAttribute
from innovate.core.db import db, insert
from innovate.core.errors import BadInput
from innovate.core.journal import record

MOST = 12
TAKEN = frozenset({"everybody", "team", "site", "shift", "time with us", "role"})  # compared by already
PIECE = 500


def save_attribute(actor: Person, attribute: Attribute | None, *, name: str) -> Attribute:
    """Make an attribute, or give it another name; BadInput when the name is taken, or there are too many."""
    permissions.keep_attributes.require(actor)
    if name.casefold() in TAKEN:
        raise BadInput("The report compares by that already. Choose another name.", "name")
    if attribute is None and (db.session.scalar(sa.select(sa.func.count(Attribute.id))) or 0) >= MOST:
        raise BadInput(f"{MOST} attributes are as many as a report can hold apart. Remove one first.", "name")
    same = sa.select(Attribute.id).where(sa.func.lower(Attribute.name) == name.lower())
    if db.session.scalar(same.where(Attribute.id != (attribute.id if attribute else 0))):
        raise BadInput("There is an attribute of that name already.", "name")
    if attribute is None:
        row = insert(Attribute).values(name=name).on_conflict_do_nothing().returning(Attribute)
        attribute = db.session.scalar(row)
        if attribute is None:
            raise BadInput("There is an attribute of that name already.", "name")
    attribute.name = name
    record(events.AttributeSaved(actor_id=actor.id, attribute_id=attribute.id, name=name))
    return attribute


def fill_attribute(actor: Person, attribute: Attribute, *, values: Mapping[int, str]) -> int:
    """Say what the attribute is for each of these people, and for nobody else; answers for how many."""
    permissions.keep_attributes.require(actor)
    db.session.get(Attribute, attribute.id, with_for_update=True)  # of two at once the second replaces the first's
    db.session.execute(sa.delete(PersonAttribute).where(PersonAttribute.attribute_id == attribute.id))
    lines = [{"attribute_id": attribute.id, "person_id": id_, "value": value} for id_, value in sorted(values.items())]
    for start in range(0, len(lines), PIECE):
        db.session.execute(sa.insert(PersonAttribute), lines[start : start + PIECE])
    told = events.AttributeFilled(actor_id=actor.id, attribute_id=attribute.id, name=attribute.name, people=len(lines))
    record(told)
    return len(lines)


def remove_attribute(actor: Person, attribute: Attribute) -> None:
    """Take the attribute away with all its values; reports that are written keep what they say."""
    permissions.keep_attributes.require(actor)
    db.session.execute(sa.delete(PersonAttribute).where(PersonAttribute.attribute_id == attribute.id))
    record(events.AttributeRemoved(actor_id=actor.id, attribute_id=attribute.id, name=attribute.name))
    db.session.delete(attribute)
