"""What a person was told, newest first."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.journal import JournalEntry
from innovate.core.paging import Page, decode, page_of
from innovate.notifications.models import Notification

PAGE = 30


@dataclass(frozen=True, slots=True)
class Note:
    """One notification: what happened, who did it, where, when, and whether it was read."""

    id: int
    text: str
    url: str
    at: datetime
    is_read: bool
    actor: Face | None


def notes(person: Person, cursor: str | None = None) -> Page[Note]:
    """A page of what that person was told."""
    query = (
        sa.select(
            Notification.id,
            Notification.text,
            Notification.url,
            Notification.at,
            Notification.read_at,
            JournalEntry.actor_id,
            Person.name,
        )
        .join(JournalEntry, JournalEntry.id == Notification.entry_id)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(Notification.person_id == person.id)
        .order_by(Notification.id.desc())
        .limit(PAGE + 1)
    )
    if cursor:
        query = query.where(Notification.id < decode(cursor, int)[0])
    found = tuple(
        Note(
            id=row.id,
            text=row.text,
            url=row.url,
            at=row.at,
            is_read=row.read_at is not None,
            actor=Face(row.actor_id, row.name) if row.actor_id else None,
        )
        for row in rows(query)
    )
    return page_of(found, PAGE, lambda note: (note.id,))


def where_to(person: Person, note_id: int) -> str:
    """Where that notification leads. Raises NotFound for another's."""
    query = sa.select(Notification.url).where(Notification.id == note_id, Notification.person_id == person.id)
    url = db.session.scalar(query)
    if url is None:
        raise NotFound
    return url
