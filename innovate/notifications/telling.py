"""Telling people of a fact: one row for each of them, once, however often it is told."""

from collections.abc import Collection
from functools import cache
from typing import cast

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert, is_sqlite
from innovate.notifications.models import Channel, Notification

AT_A_TIME = 5_000  # people in one statement
LONGEST = 300


def tell(entry_id: int, person_ids: Collection[int | None], text: str, url: str) -> None:
    """Tell these people, but for those who have left; who was told of this entry already is not told again."""
    wanted = sorted(one for one in person_ids if one is not None)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    told = {"entry": entry_id, "words": text, "where_to": url, "moment": now()}
    for start in range(0, len(wanted), AT_A_TIME):
        db.session.execute(_telling(is_sqlite()), told | {"people": wanted[start : start + AT_A_TIME]})


@cache
def _telling(_on_sqlite: bool) -> sa.Insert:
    """The statement that tells people; made once for each dialect, as most writes tell somebody."""
    table = cast("sa.Table", Notification.__table__)
    people = sa.select(
        sa.bindparam("entry", type_=table.c.entry_id.type),
        Person.id,
        sa.literal(Channel.APP, table.c.channel.type),
        sa.bindparam("words", type_=sa.String),
        sa.bindparam("where_to", type_=sa.String),
        sa.bindparam("moment", type_=table.c.at.type),
    ).where(Person.id.in_(sa.bindparam("people", expanding=True)), Person.deactivated_at.is_(None))
    columns = ["entry_id", "person_id", "channel", "text", "url", "at"]
    return insert(table).from_select(columns, people).on_conflict_do_nothing()
