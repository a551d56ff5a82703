"""SQLite's one writer: whoever has the place gives it back, whatever happens to them."""

import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from innovate.accounts.models import Site
from innovate.core import db as database
from innovate.core.db import db, reading, sqlite_driver  # type: ignore[attr-defined]  # whichever driver is used
from innovate.core.limits import take_for_good
from innovate.core.transaction import transaction
from tests.factories import days


@pytest.fixture
def sqlite(applications: Callable[[str], Any]) -> Iterator[Flask]:
    """The application on SQLite, with nobody at the writer's place before and after."""
    app, kept = applications("sqlite")
    kept.reset()
    with app.app_context():
        db.session.remove()
        assert is_free()
        yield app
        db.session.remove()
        assert is_free()


def is_free() -> bool:
    return not database._sqlite_writer.locked()  # noqa: SLF001 - the place itself is what is asked about


def write(name: str) -> None:
    db.session.add(Site(name=name))
    db.session.flush()


def test_the_place_is_held_while_writing_and_free_after_the_commit(sqlite: Flask) -> None:
    with transaction():
        write("Depot")
        assert not is_free()
    assert is_free()


def test_reading_takes_no_place(sqlite: Flask) -> None:
    with reading():
        db.session.scalars(sa.select(Site)).all()
        assert is_free()
        db.session.rollback()


def test_an_exception_gives_the_place_back(sqlite: Flask) -> None:
    @transaction()
    def work() -> None:
        write("Depot")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert is_free()


def test_a_statement_that_fails_gives_the_place_back(sqlite: Flask) -> None:
    with pytest.raises(OperationalError), transaction():
        db.session.execute(sa.text("NOT A STATEMENT"))
    assert is_free()


def test_a_connection_that_is_invalidated_gives_the_place_back(sqlite: Flask) -> None:
    @transaction()
    def work() -> None:
        write("Depot")
        db.session.connection().invalidate()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert is_free()
    with transaction():
        write("Depot")


def test_a_session_closed_in_the_middle_gives_the_place_back(sqlite: Flask) -> None:
    write("Depot")
    assert not is_free()
    db.session.close()
    assert is_free()


def test_a_session_that_is_only_dropped_gives_the_place_back(sqlite: Flask) -> None:
    session = sa.orm.Session(db.engine)
    session.execute(sa.select(1))
    assert not is_free()
    del session
    gc.collect()
    assert is_free()


def test_a_connection_that_begins_twice_takes_the_place_once(sqlite: Flask) -> None:
    with db.engine.connect() as connection:
        for name in ("a", "b"):
            with connection.begin():
                connection.execute(sa.insert(Site).values(name=name))
        assert not is_free()
    assert is_free()


def test_a_begin_that_fails_gives_the_place_back(sqlite: Flask) -> None:
    db.engine.dispose()
    impatient = db.engine.raw_connection()  # the only one of the pool, so the next to be used
    impatient.cursor().execute("PRAGMA busy_timeout = 50")
    impatient.close()
    other = sqlite_driver.connect(sqlite.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        write("Depot")
    db.session.rollback()
    assert is_free()
    other.execute("ROLLBACK")
    other.close()
    db.engine.dispose()


def test_counting_for_good_within_a_request_does_not_wait_for_itself(sqlite: Flask) -> None:
    write("Depot")
    take_for_good("sign-in", "ana", times=1, within=days(1))
    assert is_free()


def test_a_thousand_quarrels_leave_the_place_free(sqlite: Flask) -> None:
    problems: list[BaseException] = []
    kept: list[int] = []

    def quarrel(worker: int) -> None:
        with sqlite.app_context():
            for turn in range(25):
                try:
                    with transaction():
                        write(f"{worker}.{turn}")
                        if turn % 5 == 1:
                            raise ZeroDivisionError
                        if turn % 5 == 2:
                            db.session.connection().invalidate()
                            raise ZeroDivisionError
                        if turn % 5 == 3:
                            db.session.execute(sa.text("NOT A STATEMENT"))
                    kept.append(turn)
                except (ZeroDivisionError, OperationalError):
                    pass
                except BaseException as problem:
                    problems.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=quarrel, args=(one,)) for one in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()

    assert problems == []
    assert is_free()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Site)) == len(kept) == 8 * 10
    db.session.rollback()
