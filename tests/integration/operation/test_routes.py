"""What a machine asks: does the process answer, and can it do its work."""

import sqlalchemy as sa
from flask import Flask

from innovate.core.db import db
from innovate.core.transaction import transaction


def test_a_process_that_answers_is_up(app: Flask) -> None:
    answer = app.test_client().get("/healthz")

    assert answer.status_code == 200
    assert answer.get_json() == {"status": "up"}


def test_a_migrated_database_is_ready(app: Flask) -> None:
    answer = app.test_client().get("/readyz")

    assert answer.status_code == 200
    assert answer.get_json() == {"database": True, "migrations": True, "disk": True, "outbox": True}


def test_a_database_that_was_not_migrated_is_not_ready(app: Flask) -> None:
    with transaction():
        at = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
        db.session.execute(sa.text("UPDATE alembic_version SET version_num = 'before'"))
    try:
        answer = app.test_client().get("/readyz")
    finally:
        with transaction():
            db.session.execute(sa.text("UPDATE alembic_version SET version_num = :at"), {"at": at})

    assert answer.status_code == 503
    assert answer.get_json()["migrations"] is False
