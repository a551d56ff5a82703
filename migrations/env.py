"""Runs the migrations on the application's own database, each in a transaction that it shares with no other."""

from alembic import context
from flask import current_app
from sqlalchemy import text

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
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            include_object=_is_ours,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()


def _is_ours(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """The search index is made by hand in a migration: no model describes it."""
    return not (kind == "table" and (name or "").startswith("idea_search"))


run()
