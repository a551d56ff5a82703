"""Choosing a password: by invitation, by a mailed link, by oneself; each link works once."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.accounts import commands, passwords
from innovate.accounts.models import Ticket
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.outbox import Mail
from innovate.permissions import Role
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

OLD, NEW = "window marble tractor", "copper kettle orbit"


def someone(**fields):
    return factories.person("Ana Lind", **{"password_hash": passwords.hash_password(OLD), **fields})


def link(kind="password"):
    """The newest mailed link, without its address."""
    bodies = db.session.scalars(sa.select(Mail.body).order_by(Mail.id.desc())).all()
    return next(match[1] for body in bodies if (match := re.search(rf"(/{kind}/[\w-]{{20,}})", body)))


def mails():
    return db.session.scalar(sa.select(sa.func.count(Mail.id)))


def test_a_forgotten_password_is_set_anew_with_the_mailed_link(app, stranger, as_user):
    ana = someone()
    elsewhere = as_user(ana)
    assert stranger.post("/password", data={"email": ana.email.upper()}).location == "/password/sent"
    assert ana.email in stranger.get(link()).text
    assert stranger.post(link(), data={"password": NEW}).location == "/sign-in"
    assert passwords.matches(ana.password_hash, NEW)
    assert elsewhere.get("/me").status_code == 302
    assert str(db.session.scalar(sa.select(Mail.subject).order_by(Mail.id.desc()))).endswith("was changed")


def test_an_unknown_closed_or_uninvited_address_gets_the_same_answer_and_no_mail(app, stranger):
    factories.person("Bo Berg")
    for email in (someone(deactivated_at=now()).email, factories.person().email, "nobody@example.test"):
        answer = stranger.post("/password", data={"email": email})
        assert (answer.status_code, answer.location) == (303, "/password/sent")
    assert mails() == 0


def test_known_and_unknown_addresses_are_the_same_work(app, monkeypatch):
    ana, gone = someone(), factories.person(deactivated_at=now())
    monkeypatch.setattr(passwords, "hash_password", None)  # nothing is hashed for anybody
    monkeypatch.setattr(passwords, "matches", None)
    keep()
    work = {}
    for email in (ana.email, gone.email, "nobody@example.test"):
        with counted() as sent:
            commands.ask_for_reset(email, address="127.0.0.1")
            keep()
        work[email] = [re.sub(r"\W+", " ", one).split()[:3] for one in sent]
    assert len({len(one) for one in work.values()}) == 1, work
    assert [kinds(one)[:-1] for one in work.values()] == [kinds(work[ana.email])[:-1]] * 3
    assert mails() == 1


def kinds(sent):
    """The verbs of those statements, each with its table."""
    return [(one[0], one[2]) for one in sent]


@pytest.mark.parametrize("is_known", [True, False])
def test_five_links_a_day_known_or_not(app, stranger, is_known):
    email = someone().email if is_known else "nobody@example.test"
    factories.person()
    codes = [stranger.post("/password", data={"email": email}).status_code for _ in range(6)]
    assert codes == [303] * 5 + [429]


def test_a_link_works_once_and_only_the_newest(app, stranger):
    ana = someone()
    stranger.post("/password", data={"email": ana.email})
    first = link()
    stranger.post("/password", data={"email": ana.email})
    assert stranger.get(first).status_code == 410
    assert stranger.post(link(), data={"password": NEW}).status_code == 303
    used = stranger.post(link(), data={"password": OLD})
    assert used.status_code == 410
    assert "no longer works" in used.text
    assert passwords.matches(ana.password_hash, NEW)


def test_a_link_works_for_an_hour(app, stranger):
    ana = someone()
    start = now()
    stranger.post("/password", data={"email": ana.email})
    with held(start + timedelta(minutes=59)):
        assert stranger.get(link()).status_code == 200
    with held(start + timedelta(minutes=61)):
        assert stranger.get(link()).status_code == 410
        assert stranger.post(link(), data={"password": NEW}).status_code == 410
    assert passwords.matches(ana.password_hash, OLD)


def test_a_poor_password_leaves_the_link_good(app, stranger):
    stranger.post("/password", data={"email": someone().email})
    for poor in ("short", "passwordpassword1", "ana lind ana lind"):
        answer = stranger.post(link(), data={"password": poor})
        assert answer.status_code == 422
        assert "field-error" in answer.text
    assert stranger.post(link(), data={"password": NEW}).status_code == 303


def test_two_who_use_one_link_at_once_do_not_both_set_the_password(app, at_once):
    ana = someone()
    keep()
    commands.ask_for_reset(ana.email)
    ana_id = ana.id
    keep()
    token = link().removeprefix("/password/")
    words = [f"{NEW} {n}" for n in range(4)]
    outcomes = at_once([lambda word=word: commands.reset_password(token, word).id for word in words])
    assert outcomes.count(ana_id) == 1
    assert sum(isinstance(outcome, RuleBroken) for outcome in outcomes) == 3


def test_an_invitation_sets_the_first_password_and_leads_in(app, as_user, stranger):
    boss = factories.admin()
    bo = commands.invite_person(boss, name="Bo Berg", email="Bo@Company.example", roles={Role.EMPLOYEE})
    assert bo.email == "bo@company.example"
    page = stranger.get(link("invitations"))
    assert "Welcome, Bo" in page.text
    assert stranger.post(link("invitations"), data={"password": NEW}).location == "/"
    assert stranger.get("/me").status_code == 200


def test_an_invitation_is_accepted_once_and_within_seven_days(app, stranger):
    start = now()
    commands.invite_person(factories.admin(), name="Bo Berg", email="bo@company.example", roles={Role.EMPLOYEE})
    keep()
    with held(start + timedelta(days=8)):
        assert stranger.get(link("invitations")).status_code == 410
    with held(start + timedelta(days=6)):
        assert stranger.post(link("invitations"), data={"password": NEW}).status_code == 303
        again = stranger.post(link("invitations"), data={"password": OLD})
        assert again.status_code == 410


def test_an_invitation_that_is_sent_again_replaces_the_first(app, stranger):
    boss = factories.admin()
    bo = commands.invite_person(boss, name="Bo Berg", email="bo@company.example", roles={Role.EMPLOYEE})
    keep()
    first = link("invitations")
    commands.send_invitation_again(boss, bo)
    keep()
    assert link("invitations") != first
    assert stranger.get(first).status_code == 410
    assert stranger.get(link("invitations")).status_code == 200


def test_a_link_of_one_kind_is_no_link_of_the_other(app, stranger):
    commands.invite_person(factories.admin(), name="Bo Berg", email="bo@company.example", roles={Role.EMPLOYEE})
    keep()
    assert stranger.get(link("invitations").replace("invitations", "password")).status_code == 410


def test_changing_my_password_keeps_me_here_and_ends_the_rest(app, as_user):
    ana = someone()
    here, there = as_user(ana), as_user(ana)
    keep()
    commands.ask_for_reset(ana.email)
    answer = here.post("/me/password", data={"old_password": OLD, "new_password": NEW})
    assert answer.status_code == 303
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 302)
    assert passwords.matches(ana.password_hash, NEW)
    assert all(db.session.scalars(sa.select(Ticket.used_at)))


def test_a_wrong_present_password_changes_nothing_and_counts(app, as_user):
    ana = someone()
    here = as_user(ana)
    for _ in range(10):
        answer = here.post("/me/password", data={"old_password": "wrong", "new_password": NEW})
        assert answer.status_code == 422
        assert "That is not your present password." in answer.text
        assert "Type the passwords again, please." in answer.text  # they are never sent back
    assert here.post("/me/password", data={"old_password": OLD, "new_password": NEW}).status_code == 429
    assert passwords.matches(ana.password_hash, OLD)


def test_the_new_password_must_be_new_and_good(app):
    ana = someone()
    keep()
    with pytest.raises(BadInput, match="now"):
        commands.change_password(ana, old=OLD, new=OLD)
    with pytest.raises(BadInput, match="at least 15"):
        commands.change_password(ana, old=OLD, new="short")
    assert passwords.matches(ana.password_hash, OLD)
