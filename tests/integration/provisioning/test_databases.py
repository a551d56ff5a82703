"""A test begins with the database as it was migrated, whatever the one before it kept."""

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.journal import JournalEntry, record
from innovate.events import PersonInvited
from tests import factories
from tests.provisioning import databases, visits


def people() -> int:
    return db.session.scalar(sa.select(sa.func.count(Person.id))) or 0


def test_what_a_test_keeps_is_gone_after_a_reset(app, applications):
    before = people()
    ana = factories.person()
    record(PersonInvited(actor_id=ana.id, person_id=ana.id))
    visits.keep()
    assert people() == before + 1
    db.session.rollback()

    _, database = applications("sqlite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql")
    database.reset()

    assert people() == before
    assert db.session.scalar(sa.select(sa.func.count(JournalEntry.id))) == 0


def test_ids_begin_anew_after_a_reset(app):
    ana = factories.person()
    visits.keep()
    assert ana.id == 1


def test_ids_begin_anew_in_the_next_test_too(app):
    test_ids_begin_anew_after_a_reset(app)


def test_what_a_template_holds_comes_back(app, run_folder, worker):
    kind = "sqlite" if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite") else "postgresql"
    database = databases.copy_of(kind, run_folder, "empty", f"{worker}_{kind}_other")
    database.reset()
    database.reset()
    database.close()
