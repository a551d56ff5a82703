"""Telling people of a fact: one row for each of them, once, however often it is told."""

from collections.abc import Collection

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.notifications.models import Channel, Notification

AT_A_TIME = 5_000  # people in one statement
LONGEST = 300


def tell(entry_id: int, person_ids: Collection[int | None], text: str, url: str) -> None:
    """Tell these people, but for those who have left; who was told of this entry already is not told again."""
    wanted = sorted(one for one in person_ids if one is not None)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    for start in range(0, len(wanted), AT_A_TIME):
        people = sa.select(
            sa.literal(entry_id, Notification.entry_id.type),
            Person.id,
            sa.literal(Channel.APP, Notification.channel.type),
            sa.literal(text, sa.String),
            sa.literal(url, sa.String),
            sa.literal(now(), Notification.at.type),
        ).where(Person.id.in_(wanted[start : start + AT_A_TIME]), Person.deactivated_at.is_(None))
        columns = ["entry_id", "person_id", "channel", "text", "url", "at"]
        statement = insert(Notification).from_select(columns, people)
        db.session.execute(statement.on_conflict_do_nothing())
