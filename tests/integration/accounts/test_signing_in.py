"""Signing in: the right person, the same answer for the unknown, limits, and sign-ins that end."""

import statistics
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from config import Config
from innovate.accounts import commands, passwords, sign_ins, tickets
from innovate.accounts.models import Person, SignIn, TicketKind
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.journal import JournalEntry
from innovate.core.limits import LimitWindow
from innovate.permissions import Role
from tests import factories

PHRASE = "window marble tractor"


def someone(*roles, **fields):
    return factories.person("Ana Lind", *roles, **{"password_hash": passwords.hash_password(PHRASE), **fields})


def form(person, password=PHRASE, **more):
    return {"email": person.email, "password": password, **more}


def test_the_right_password_leads_in_and_on(app, stranger):
    ana = someone()
    answer = stranger.post("/sign-in?next=/me", data=form(ana))
    assert (answer.status_code, answer.location) == (303, "/me")
    assert stranger.get("/me").status_code == 200
    assert (
        db.session.scalar(sa.select(JournalEntry.name).where(JournalEntry.stream == f"person:{ana.id}")) == "SignedIn"
    )


def test_the_address_may_be_typed_in_capitals_and_with_spaces(app, stranger):
    ana = someone()
    assert stranger.post("/sign-in", data={"email": f"  {ana.email.upper()} ", "password": PHRASE}).status_code == 303


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(app, stranger, target):
    assert stranger.post("/sign-in", data=form(someone(), next=target)).location == "/"


def test_a_page_that_needs_a_sign_in_is_come_back_to(app, stranger):
    someone()
    answer = stranger.get("/me?show=all")
    assert answer.status_code == 302
    assert answer.location == "/sign-in?next=/me?show%3Dall"


def test_remembering_outlives_the_browser_and_not_remembering_does_not(app, stranger):
    ana = someone()
    cookie = stranger.post("/sign-in", data=form(ana)).headers["Set-Cookie"]
    assert "Expires" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    stranger.post("/sign-out")
    assert "Expires" in stranger.post("/sign-in", data=form(ana, remember="y")).headers["Set-Cookie"]


def test_unknown_wrong_and_uninvited_are_answered_in_the_same_words(app, stranger):
    ana, invited = someone(), factories.person("Bo Berg")
    wrong = stranger.post("/sign-in", data=form(ana, "not the password"))
    unknown = stranger.post("/sign-in", data={"email": "nobody@example.test", "password": PHRASE})
    unset = stranger.post("/sign-in", data=form(invited))
    assert {wrong.status_code, unknown.status_code, unset.status_code} == {422}
    assert "do not belong together" in wrong.text
    texts = {
        answer.text.replace(person, "").split("<main")[1].split("csrf_token")[0]
        for answer, person in ((wrong, ana.email), (unknown, "nobody@example.test"), (unset, invited.email))
    }
    assert len(texts) == 1


def test_unknown_and_wrong_take_as_long(app):
    passwords.use_cost(memory_kib=19 * 1024, time=2)
    try:
        ana = someone()
        kept = ana.password_hash
        took: dict[str | None, list[float]] = {None: [], kept: []}
        for _ in range(8):
            for hash_, times in took.items():
                began = time.perf_counter()
                assert not passwords.matches(hash_, "not the password")
                times.append(time.perf_counter() - began)
        unknown, wrong = statistics.median(took[None]), statistics.median(took[kept])
        assert 0.5 < unknown / wrong < 2
    finally:
        settings: Config = app.config["SETTINGS"]
        passwords.use_cost(memory_kib=settings.argon2_memory_kib, time=settings.argon2_time)


def test_a_closed_account_is_told_so_only_with_its_password(app, stranger):
    boss, ana = factories.admin(), someone()
    commands.deactivate_person(boss, ana)
    assert "has been closed" in stranger.post("/sign-in", data=form(ana)).text
    assert "has been closed" not in stranger.post("/sign-in", data=form(ana, "wrong")).text


def test_the_eleventh_try_for_an_account_is_refused_even_with_the_right_password(app, stranger):
    ana = someone()
    for _ in range(10):
        assert stranger.post("/sign-in", data=form(ana, "wrong")).status_code == 422
    refused = stranger.post("/sign-in", data=form(ana))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) <= 300
    with held(now() + timedelta(minutes=6)):
        assert stranger.post("/sign-in", data=form(ana)).status_code == 303


def test_an_unknown_account_meets_the_same_limit(app, stranger):
    someone()
    codes = [
        stranger.post("/sign-in", data={"email": "nobody@example.test", "password": "x"}).status_code for _ in range(11)
    ]
    assert codes == [422] * 10 + [429]


def test_one_address_may_try_a_hundred_times(app, stranger):
    someone()
    start = now()
    window = start - timedelta(seconds=start.timestamp() % 300)
    db.session.add(LimitWindow(key="sign in from:127.0.0.1", began_at=window, times=99))
    with held(start):
        codes = [
            stranger.post("/sign-in", data={"email": f"n{n}@example.test", "password": "x"}).status_code
            for n in range(2)
        ]
    assert codes == [422, 429]


def test_a_hash_of_older_parameters_is_made_anew(app, stranger):
    ana = someone(password_hash=PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PHRASE))
    before = ana.password_hash
    assert stranger.post("/sign-in", data=form(ana)).status_code == 303
    assert ana.password_hash != before
    assert not passwords.is_outdated(ana.password_hash)
    assert passwords.matches(ana.password_hash, PHRASE)


def test_signing_in_begins_a_new_session_and_keeps_only_the_hash_of_its_token(app, stranger):
    ana = someone()
    stranger.post("/sign-in", data=form(ana))
    first = stranger.get_cookie("session").value
    stranger.post("/sign-out")
    stranger.post("/sign-in", data=form(ana))
    assert stranger.get_cookie("session").value != first
    with stranger.session_transaction() as session:
        token = session["_user_id"]
    assert db.session.scalars(sa.select(SignIn.token_hash)).all() == [sign_ins.token_hash(token)]


@pytest.mark.parametrize("who", ["the same person", "somebody else"])
def test_signing_in_over_an_open_session_ends_it(app, stranger, who):
    ana = someone()
    other = ana if who == "the same person" else someone(email="bo@x.example")
    stranger.post("/sign-in", data=form(ana))
    stolen = stranger.get_cookie("session").value
    assert stranger.post("/sign-in", data=form(other)).status_code == 303
    assert db.session.scalars(sa.select(SignIn.person_id)).all() == [other.id]
    stranger.set_cookie("session", stolen)
    assert stranger.get("/me").status_code == 302


def test_a_failed_try_over_an_open_session_leaves_it_open(app, stranger):
    ana = someone()
    stranger.post("/sign-in", data=form(ana))
    assert stranger.post("/sign-in", data=form(ana, "wrong")).status_code == 422
    assert stranger.get("/me").status_code == 200


def test_accepting_an_invitation_over_an_open_session_ends_it(app, stranger):
    boss = someone(Role.ADMIN)
    stranger.post("/sign-in", data=form(boss))
    bo = commands.invite_person(boss, name="Bo Berg", email="bo@x.example", roles={Role.EMPLOYEE})
    token = tickets.issue(bo, TicketKind.INVITATION)
    assert stranger.post(f"/invitations/{token}", data={"password": "copper kettle orbit"}).status_code == 303
    assert db.session.scalars(sa.select(SignIn.person_id)).all() == [bo.id]


def test_resetting_a_password_over_an_open_session_of_somebody_else_ends_it(app, stranger):
    ana, bo = someone(), someone(email="bo@x.example")
    stranger.post("/sign-in", data=form(ana))
    token = tickets.issue(bo, TicketKind.RESET)
    assert stranger.post(f"/password/{token}", data={"password": "copper kettle orbit"}).status_code == 303
    assert db.session.scalar(sa.select(SignIn.id)) is None


def test_signing_out_ends_this_sign_in_for_good(app, stranger, as_user):
    ana = someone()
    stranger.post("/sign-in", data=form(ana))
    stolen = stranger.get_cookie("session").value
    elsewhere = as_user(ana)
    assert stranger.post("/sign-out").location == "/sign-in"
    stranger.set_cookie("session", stolen)
    assert stranger.get("/me").status_code == 302
    assert elsewhere.get("/me").status_code == 200


def test_signing_out_everywhere_ends_all(app, as_user):
    ana = someone()
    here, there = as_user(ana), as_user(ana)
    assert here.post("/sign-out-everywhere").status_code == 303
    assert (here.get("/me").status_code, there.get("/me").status_code) == (302, 302)


def test_one_sign_in_can_be_ended_from_another_device_but_nobody_elses(app, as_user):
    ana, bo = someone(), factories.person("Bo Berg")
    here, there, stranger = as_user(ana), as_user(ana), as_user(bo)
    ids = list(db.session.scalars(sa.select(SignIn.id).order_by(SignIn.id)))
    assert stranger.post(f"/me/sign-ins/{ids[1]}/end").status_code == 404
    assert here.post(f"/me/sign-ins/{ids[1]}/end").status_code == 303
    assert here.post(f"/me/sign-ins/{ids[1]}/end").status_code == 404
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 302)


@pytest.mark.parametrize(("role", "rest", "whole"), [(Role.ADMIN, 30, 12), (Role.HR, 30, 12), (Role.LEADER, 720, 168)])
def test_a_sign_in_ends_by_itself(app, as_user, role, rest, whole):
    visitor = as_user(someone(role))
    start = now()
    with held(start + timedelta(minutes=rest - 1)):
        assert visitor.get("/me").status_code == 200
    with held(start + timedelta(minutes=2 * rest)):
        assert visitor.get("/me").status_code == 302
    again = as_user(db.session.scalars(sa.select(Person)).first())
    moment = start
    while moment < start + timedelta(hours=whole) - timedelta(minutes=rest):
        moment += timedelta(minutes=rest - 1)
        with held(moment):
            assert again.get("/me").status_code == 200
    with held(start + timedelta(hours=whole, minutes=1)):
        assert again.get("/me").status_code == 302


def test_who_becomes_an_administrator_is_signed_in_as_briefly_as_one_at_once(app, as_user):
    boss, ana = factories.admin(), someone()
    visitor = as_user(ana)
    commands.change_roles(boss, ana, roles={Role.EMPLOYEE, Role.ADMIN})
    assert visitor.get("/me").status_code == 302


def test_the_demo_company_is_offered_only_where_it_is_a_demo(app, stranger):
    ana = someone(email="ana@lindqvist-home.example")
    assert "look around" not in stranger.get("/sign-in").text
    assert stranger.post(f"/sign-in/as/{ana.id}").status_code == 404
    assert stranger.get("/me").status_code == 302


class TestInADemo:
    @pytest.fixture(autouse=True)
    def _demo(self, app, monkeypatch):
        settings: Config = app.config["SETTINGS"]
        given = {name: getattr(settings, name) for name in Config.__dataclass_fields__}
        monkeypatch.setitem(app.config, "SETTINGS", Config(**{**given, "demo": True}))

    def test_one_click_lets_in_somebody_of_each_role(self, app, stranger):
        people = {
            role: someone(*({role} - {Role.EMPLOYEE}), email=f"{role.value}@lindqvist-home.example")
            for role in (Role.EMPLOYEE, Role.REVIEWER, Role.LEADER, Role.HR, Role.ADMIN)
        }
        factories.area(leader=people[Role.LEADER])
        page = stranger.get("/sign-in").text
        for role, person in people.items():
            assert f"/sign-in/as/{person.id}" in page, role
            assert stranger.post(f"/sign-in/as/{person.id}").status_code == 303
            assert stranger.get("/me").status_code == 200
            stranger.post("/sign-out")

    def test_nobody_else_is_let_in_so(self, app, stranger):
        outsider = someone(email="ana@company.example")
        gone = someone(email="gone@lindqvist-home.example", deactivated_at=now())
        for person in (outsider, gone):
            assert stranger.post(f"/sign-in/as/{person.id}").status_code == 404
