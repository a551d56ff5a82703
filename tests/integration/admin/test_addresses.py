"""An e-mail opens an account, so changing it asks for the password, and the old mailbox reads of it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.accounts import commands, passwords
from innovate.accounts.models import Person
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.outbox import Mail
from innovate.permissions import Role
from tests import factories

PHRASE = "window marble tractor"


@pytest.fixture
def boss(app):
    return factories.person("Nils Berg", Role.ADMIN, password_hash=passwords.hash_password(PHRASE))


def typed(person, **changes):
    fields = {"name": person.name, "email": person.email, "shift": "day", "joined_on": person.joined_on.isoformat()}
    return fields | changes


def mails():
    return {row.recipient: row for row in db.session.scalars(sa.select(Mail).order_by(Mail.id))}


def test_both_mailboxes_read_that_the_address_changed(app, as_user, boss):
    ana = factories.person("Ana Lind", email="ana@old.example", password_hash="x")
    answer = as_user(boss).post(f"/admin/people/{ana.id}", data=typed(ana, email="Ana@New.example"))
    assert answer.status_code == 303
    assert ana.email == "ana@new.example"
    assert set(mails()) == {"ana@old.example", "ana@new.example"}
    old, new = mails()["ana@old.example"], mails()["ana@new.example"]
    assert "Nils Berg" in old.body
    assert "ana@new.example" not in old.body
    assert "ana@new.example" in new.body


def test_who_has_not_come_yet_is_invited_at_the_new_address(app, boss):
    ana = commands.invite_person(boss, name="Ana Lind", email="ana@old.example", roles={Role.EMPLOYEE})
    commands.edit_person(boss, ana, email="ana@new.example")
    bodies = [row.body for row in db.session.scalars(sa.select(Mail).where(Mail.recipient == "ana@new.example"))]
    assert len(bodies) == 1
    assert "/invitations/" in bodies[0]


def test_another_name_alone_mails_nobody_and_asks_for_nothing(app, as_user, boss):
    ana = factories.person("Ana Lind")
    visitor = as_user(boss)
    with held(now() + timedelta(minutes=11)):
        assert visitor.post(f"/admin/people/{ana.id}", data=typed(ana, name="Ana Berg")).status_code == 303
    assert ana.name == "Ana Berg"
    assert mails() == {}


@pytest.mark.parametrize("whose", ["another's", "one's own"])
def test_another_address_asks_for_the_password_of_more_than_ten_minutes_ago(app, as_user, boss, whose):
    person = boss if whose == "one's own" else factories.person("Ana Lind")
    before = person.email
    visitor, url = as_user(boss), f"/admin/people/{person.id}"
    fields = typed(person, email="new@x.example", title="Agent")
    with held(now() + timedelta(minutes=11)):
        asked = visitor.post(url, data=fields)
        assert asked.status_code == 422
        assert "Confirm your password" in asked.text
        assert 'value="new@x.example"' in asked.text
        assert person.email == before
        assert visitor.post(url, data={**fields, "confirm_password": "wrong"}).status_code == 422
        assert visitor.post(url, data={**fields, "confirm_password": PHRASE}).status_code == 303
    assert (person.email, person.title) == ("new@x.example", "Agent")


def test_a_password_that_was_confirmed_counts_though_the_form_has_a_mistake(app, as_user, boss):
    other = factories.person("Ana Lind")
    visitor, url = as_user(boss), f"/admin/people/{other.id}"
    with held(now() + timedelta(minutes=11)):
        taken = visitor.post(url, data=typed(other, email=boss.email, confirm_password=PHRASE))
        assert taken.status_code == 422
        assert "here already" in taken.text
        assert visitor.post(url, data=typed(other, email="new@x.example")).status_code == 303
    assert db.session.get_one(Person, other.id).email == "new@x.example"
