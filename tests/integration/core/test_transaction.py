"""All or nothing: the change, its events and what follows from them; again where another crossed it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError, OperationalError

from innovate import events, reactions
from innovate.accounts.models import Site
from innovate.core import journal
from innovate.core.db import db, is_sqlite, reading
from innovate.core.errors import RuleBroken
from innovate.core.journal import JournalEntry, record
from innovate.core.transaction import TRIES, repeated, transaction


def saved(site_id: int = 1) -> events.SiteSaved:
    return events.SiteSaved(actor_id=None, site_id=site_id, name="Depot")


def names() -> list[str]:
    return list(db.session.scalars(sa.select(Site.name).order_by(Site.id)))


def entries() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) or 0


@pytest.fixture
def follow(app: Flask) -> Iterator[Callable[..., None]]:
    """`follow(react)`: that also follows when a site was saved, in this test."""

    def wire(*react: journal.Reaction) -> None:
        journal.wire({**reactions.REACTIONS, events.SiteSaved: react})

    yield wire
    journal.wire(reactions.REACTIONS)


def test_a_change_is_kept_with_its_fact(app: Flask) -> None:
    with transaction():
        db.session.add(Site(name="Depot"))
        record(saved())

    db.session.rollback()
    assert names() == ["Depot"]
    assert entries() == 1


def test_an_error_undoes_the_change_and_the_fact(app: Flask) -> None:
    @transaction()
    def work() -> None:
        db.session.add(Site(name="Depot"))
        db.session.flush()
        record(saved())
        raise RuleBroken("No.")

    with pytest.raises(RuleBroken):
        work()

    assert names() == []
    assert entries() == 0


def test_what_follows_is_part_of_the_whole(app: Flask, follow: Callable[..., None]) -> None:
    follow(lambda fact, entry_id: db.session.add(Site(name=f"after {fact.name}")))

    with transaction():
        db.session.add(Site(name="Depot"))
        record(saved())

    assert names() == ["Depot", "after Depot"]


def test_what_follows_can_refuse_the_whole(app: Flask, follow: Callable[..., None]) -> None:
    def refuse(_fact: Any, _entry_id: int) -> None:
        raise RuleBroken("The money is gone.")

    @transaction()
    def work() -> None:
        db.session.add(Site(name="Depot"))
        record(saved())

    follow(refuse)
    with pytest.raises(RuleBroken, match="money"):
        work()

    assert names() == []
    assert entries() == 0


def test_a_reaction_may_record_more_which_is_reacted_to(app: Flask, follow: Callable[..., None]) -> None:
    def echo(fact: events.SiteSaved, _entry_id: int) -> None:
        if fact.site_id < 3:
            record(saved(fact.site_id + 1))

    follow(echo)
    with transaction():
        record(saved(1))

    assert entries() == 3


def test_a_fact_that_was_not_settled_does_not_leak_into_the_next_transaction(app: Flask) -> None:
    @transaction()
    def work() -> None:
        record(saved())
        raise RuleBroken("No.")

    with pytest.raises(RuleBroken):
        work()
    with transaction():
        db.session.add(Site(name="Depot"))

    assert entries() == 0


def test_one_transaction_does_not_open_within_another(app: Flask) -> None:
    @transaction()
    def work() -> None:
        db.session.add(Site(name="Depot"))
        with transaction():
            pass

    with pytest.raises(RuntimeError, match="open already"):
        work()

    assert names() == []


def test_a_database_error_undoes_the_whole(app: Flask) -> None:
    @transaction()
    def work() -> None:
        db.session.add(Site(name="Depot"))
        db.session.flush()
        db.session.execute(sa.text("INSERT INTO sites (name) VALUES ('Depot')"))

    with pytest.raises(DBAPIError):
        work()

    assert names() == []


class Crossed(Exception):
    """What a driver raises when two transactions collide."""

    sqlstate = "40001"


def test_work_that_was_crossed_is_done_again_from_the_start(app: Flask) -> None:
    tries: list[int] = []

    def work() -> str:
        with transaction():
            tries.append(1)
            db.session.add(Site(name=f"try {len(tries)}"))
            if len(tries) < 3:
                raise OperationalError("UPDATE", {}, Crossed())
        return "done"

    assert repeated(work) == "done"
    assert names() == ["try 3"]


def test_work_that_is_crossed_too_often_gives_up(app: Flask) -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise OperationalError("UPDATE", {}, Crossed())

    with pytest.raises(OperationalError):
        repeated(work)
    assert len(tries) == TRIES


def test_work_that_failed_for_itself_is_not_repeated(app: Flask) -> None:
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        raise RuleBroken("No.")

    with pytest.raises(RuleBroken):
        repeated(work)
    assert len(tries) == 1


def test_reading_refuses_to_write(app: Flask) -> None:
    db.session.rollback()
    with reading():
        assert names() == []
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            db.session.execute(sa.text("INSERT INTO sites (name) VALUES ('Depot')"))
        db.session.rollback()

    with transaction():
        db.session.add(Site(name="Depot"))
    assert names() == ["Depot"]


def test_a_connection_that_read_writes_again_afterwards_and_the_other_way_round(app: Flask) -> None:
    for n in range(3):
        db.session.rollback()
        with reading():
            assert len(names()) == n
            with pytest.raises(DBAPIError):
                db.session.execute(sa.text("DELETE FROM sites"))
            db.session.rollback()
        with transaction():
            db.session.add(Site(name=f"Depot {n}"))
    assert len(names()) == 3


def test_two_writers_who_deadlock_are_both_done_in_the_end(
    app: Flask, at_once: Callable[[list[Callable[[], Any]]], list[Any]]
) -> None:
    with transaction():
        db.session.add_all([Site(id=1, name="a"), Site(id=2, name="b")])

    def rename(*order: int) -> Callable[[], None]:
        def work() -> None:
            for site_id in order:
                db.session.execute(sa.update(Site).where(Site.id == site_id).values(name=Site.name + "!"))
                if not is_sqlite():
                    db.session.execute(sa.text("SELECT pg_sleep(0.05)"))

        return work

    outcomes = at_once([rename(1, 2), rename(2, 1), rename(1, 2), rename(2, 1)])

    assert outcomes == [None] * 4
    assert sorted(names()) == ["a!!!!", "b!!!!"]
