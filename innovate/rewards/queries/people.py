"""Colleagues whom HR can award, found by what is typed."""

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput

MOST_NAMES = 500  # to choose from; a larger company types


def colleagues(viewer: Person) -> tuple[str, ...]:
    """The names to choose from, without the viewer's; none where there would be too many."""
    query = sa.select(Person.name).where(Person.deactivated_at.is_(None), Person.id != viewer.id)
    names = tuple(db.session.scalars(query.order_by(Person.name).limit(MOST_NAMES + 1)))
    return names if len(names) <= MOST_NAMES else ()


def find_colleague(words: str) -> int:
    """The id of the one active colleague with that e-mail or name. Raises BadInput at `who` when it is not one."""
    active = sa.select(Person.id).where(Person.deactivated_at.is_(None))
    if "@" in words:
        found = list(db.session.scalars(active.where(Person.email == words.lower())))
    else:
        found = list(db.session.scalars(active.where(sa.func.lower(Person.name) == words.lower()).limit(2)))
    if not found:
        raise BadInput(f"We know no colleague called “{words}”. Check the spelling or give their e-mail.", "who")
    if len(found) > 1:
        raise BadInput(f"Several colleagues are called “{words}”. Give the e-mail.", "who")
    return found[0]


def email_of(person_id: int | None) -> str:
    """The e-mail of that active colleague, to fill a form with; nothing when there is none."""
    if person_id is None or not 0 < person_id < 2**31:
        return ""
    query = sa.select(Person.email).where(Person.id == person_id, Person.deactivated_at.is_(None))
    return db.session.scalar(query) or ""
