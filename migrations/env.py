"""Runs the migrations on the application's own database, each in a transaction that it shares with no other."""

from alembic import context
from flask import current_app
from sqlalchemy import Column, Connection, Index, text

from innovate.core.db import writing

database = current_app.extensions["migrate"].db
LOCK = 7_281_990  # any number, the same for all who migrate


def run() -> None:
    """Upgrade under a lock, so that two who start at once do not cross."""
    engine = database.engine
    with writing(), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
            connection.commit()
        else:
            _refer(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_object=_is_ours,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if engine.dialect.name == "sqlite" and (
                lost := connection.execute(text("PRAGMA foreign_key_check")).first()
            ):
                raise RuntimeError(f"A row of {lost[0]} refers to one of {lost[2]} that is not there.")
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
        else:
            _refer(connection, "ON")


def _refer(connection: Connection, state: str) -> None:
    """SQLite changes a constraint only by making the table anew, whose rows others refer to; all is checked at the end.

    It takes this outside a transaction alone, and from the driver: the first word of ours would begin one.
    """
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={state}")


def _is_ours(thing: object, name: str | None, kind: str, _reflected: bool, other: object) -> bool:
    """What a generated migration may speak of.

    The search indexes are made by hand in a migration: no model describes them. SQLite does not tell which columns of an
    index go down, so one that is there already is not compared; tests/integration/core/test_schema.py does.
    """
    if kind == "table":
        return not (name or "").startswith(("idea_search", "case_search"))
    is_unseen = isinstance(thing, Index) and not all(isinstance(part, Column) for part in thing.expressions)
    return not (is_unseen and other is not None and database.engine.dialect.name == "sqlite")


run()
