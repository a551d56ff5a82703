"""Colleagues who can be awarded and thanked, found by what is typed."""

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, rows
from innovate.core.errors import BadInput
from innovate.permissions import Role

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
        named = sa.func.lower(Person.name).in_([sa.func.lower(one) for one in _spellings(words)])
        found = list(db.session.scalars(active.where(named).limit(2)))
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


def colleagues_named(viewer: Person, words: str, most: int) -> tuple[Face, ...]:
    """Colleagues whose names or e-mails hold all these words, by name, but for the viewer; nobody for no words."""
    parts = words.split()[:5]
    if not parts:
        return ()
    holds = (
        sa.or_(
            *(Person.name.icontains(one, autoescape=True) for one in _spellings(part)),
            Person.email.istartswith(part, autoescape=True),
        )
        for part in parts
    )
    active = Person.deactivated_at.is_(None), Person.id != viewer.id, _is_employee()
    query = sa.select(Person.id, Person.name).where(*active, *holds)
    return tuple(Face(*row) for row in rows(query.order_by(Person.name, Person.id).limit(most)))


def _spellings(words: str) -> set[str]:
    """The words as typed and as a name is written: a database may fold the case of A to Z only, and not of Å."""
    return {words, words.title()}


def _is_employee() -> sa.ColumnElement[bool]:
    """As SQL: more than a customer."""
    return sa.type_coerce(Person.roles, sa.Integer) != Role.CUSTOMER.bit
