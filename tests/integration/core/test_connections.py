"""Connections to PostgreSQL that were cut while they rested are noticed before they are used."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate.core import db as database
from innovate.core.db import db


@pytest.fixture
def postgresql(applications: Callable[[str], Any]) -> Iterator[Flask]:
    app, kept = applications("postgresql")
    kept.reset()
    with app.app_context():
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def cut() -> None:
    """End this session's connection from the server's side, while it rests in the pool."""
    number = db.session.scalar(sa.text("SELECT pg_backend_pid()"))
    db.session.remove()
    other = sa.create_engine(db.engine.url, poolclass=sa.pool.NullPool)
    with other.connect() as connection:
        connection.execute(sa.text("SELECT pg_terminate_backend(:number, 5000)"), {"number": number})


def test_one_that_rested_long_is_replaced(postgresql: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "RESTED", 0)
    cut()

    assert db.session.scalar(sa.text("SELECT 1")) == 1


def test_one_that_was_just_used_is_not_asked_first(postgresql: Flask) -> None:
    db.session.scalar(sa.text("SELECT 1"))
    db.session.remove()
    asked: list[str] = []

    def note(*facts: Any) -> None:
        asked.append(facts[2])

    sa.event.listen(db.engine, "before_cursor_execute", note)
    assert db.session.scalar(sa.text("SELECT 2")) == 2
    sa.event.remove(db.engine, "before_cursor_execute", note)
    assert asked == ["SELECT 2"]


def test_one_that_is_cut_in_between_fails_once(postgresql: Flask) -> None:
    cut()
    with pytest.raises(sa.exc.OperationalError) as failed:
        db.session.scalar(sa.text("SELECT 1"))
    assert failed.value.connection_invalidated
    db.session.rollback()

    assert db.session.scalar(sa.text("SELECT 1")) == 1
