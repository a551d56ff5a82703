"""The journal: chained, append-only, and whole when many write one stream at once."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from innovate import events
from innovate.core.clock import held
from innovate.core.db import db, is_sqlite
from innovate.core.journal import JournalEntry, broken_links, record, settle
from tests import factories as make
from tests.integration.rewards.companies import laid_out
from tests.provisioning.visits import keep

AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]


def signed_in(person_id: int) -> events.SignedIn:
    return events.SignedIn(actor_id=None, person_id=person_id)


def chain(stream: str = "person:7") -> list[JournalEntry]:
    query = sa.select(JournalEntry).where(JournalEntry.stream == stream).order_by(JournalEntry.position)
    return list(db.session.scalars(query))


def all_broken() -> list[int]:
    query = sa.select(JournalEntry).order_by(JournalEntry.stream, JournalEntry.position)
    return broken_links(db.session.scalars(query))


def test_each_entry_carries_the_hash_of_the_one_before(app: Flask) -> None:
    for _ in range(3):
        record(signed_in(7))
    record(signed_in(8))
    settle()

    first, second, third = chain()
    assert [one.position for one in chain()] == [1, 2, 3]
    assert first.previous == ""
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert chain("person:8")[0].previous == ""
    assert all_broken() == []


def test_an_entry_holds_the_fact_with_its_moment(app: Flask) -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, 890, tzinfo=UTC)
    with held(moment):
        record(events.TeamSaved(actor_id=None, team_id=3, name="Zoë’s “team”\n"))
        settle()

    (entry,) = chain("team:3")
    assert (entry.name, entry.at) == ("TeamSaved", moment)
    assert entry.payload == '{"actor_id":null,"name":"Zoë’s “team”\\n","team_id":3}'
    assert all_broken() == []


TAMPERING = {
    "a payload": "UPDATE journal SET payload = '{}' WHERE position = 2",
    "an actor": "UPDATE journal SET actor_id = 1 WHERE position = 2",
    "a name": "UPDATE journal SET name = 'SignedOut' WHERE position = 2",
    "a moment": "UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE position = 2",
    "an entry taken out": "DELETE FROM journal WHERE position = 2",
    "a hash": "UPDATE journal SET hash = replace(hash, '0', '1') WHERE position = 2",
    "the last entry moved to another chain": "UPDATE journal SET stream = 'person:9' WHERE position = 3",
}


@pytest.mark.parametrize("change", TAMPERING.values(), ids=TAMPERING)
def test_tampering_behind_the_triggers_is_found(app: Flask, change: str) -> None:
    make.save(make.person())
    for _ in range(3):
        record(signed_in(7))
    settle()
    _without_triggers(change)

    assert all_broken() != []
    db.session.rollback()


def _without_triggers(change: str) -> None:
    db.session.flush()
    if is_sqlite():
        for verb in ("update", "delete"):
            db.session.execute(sa.text(f"DROP TRIGGER journal_refuses_{verb}"))
    else:
        db.session.execute(sa.text("ALTER TABLE journal DISABLE TRIGGER ALL"))
    db.session.execute(sa.text(change))
    db.session.expire_all()


@pytest.mark.parametrize("table", ["journal", "idea_moves", "ledger_journals"])
def test_what_is_written_for_good_cannot_be_written_over(app: Flask, table: str) -> None:
    make.idea()
    laid_out(points=5)
    keep()
    over = "INSERT INTO {0} SELECT * FROM {0} WHERE true ON CONFLICT (id) DO UPDATE SET id = EXCLUDED.id"
    for statement in (over, "REPLACE INTO {0} SELECT * FROM {0}") if is_sqlite() else (over,):
        with pytest.raises(DBAPIError, match=f"{table} is append-only"):
            db.session.execute(sa.text(statement.format(table)))
        db.session.rollback()


@pytest.mark.parametrize("table", ["journal", "idea_moves"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_what_is_written_for_good_cannot_be_changed(app: Flask, table: str, verb: str) -> None:
    make.idea()
    keep()

    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        db.session.execute(sa.text(verb.format(table)))


def test_many_who_write_one_stream_at_once_make_one_chain(app: Flask, at_once: AtOnce) -> None:
    outcomes = at_once([lambda: record(signed_in(7))] * 12)

    assert outcomes == [None] * 12
    assert [one.position for one in chain()] == list(range(1, 13))
    assert all_broken() == []


def test_streams_crossed_by_two_at_once_stay_whole(app: Flask, at_once: AtOnce) -> None:
    def write(*people: int) -> Callable[[], None]:
        def work() -> None:
            for person_id in people:
                record(signed_in(person_id))

        return work

    outcomes = at_once([write(1, 2), write(2, 1)] * 4)

    assert outcomes == [None] * 8
    assert len(chain("person:1")) == len(chain("person:2")) == 8
    assert all_broken() == []
