"""Requests: one transaction each, refusals as pages with every header, and nothing hostile gets through."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from innovate.accounts.models import Person, Site
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, NotFound, RuleBroken, TooMany
from innovate.core.journal import JournalEntry, record
from innovate.core.web import HEADERS, afterwards, back_to, public, safe_next
from innovate.events import SiteSaved
from tests import factories as make
from tests.provisioning.visits import Visitor

AsUser = Callable[[Person], Visitor]
FRAGMENT = {"HX-Request": "true"}
REFUSALS = {
    "not-allowed": (NotAllowed("Only HR may do this."), 403),
    "not-found": (NotFound("We could not find that idea."), 404),
    "rule-broken": (RuleBroken("Voting on this idea has ended."), 409),
    "bad-input": (BadInput("That is no date."), 422),
    "too-many": (TooMany("Slow down.", retry_after=17), 429),
    "stale": (StaleDataError(), 409),
    "locked": (OperationalError("UPDATE", {}, Exception("database is locked")), 503),
    "broken": (ZeroDivisionError(), 500),
}


@pytest.fixture
def writing(app: Flask) -> Flask:
    """The application with a page that saves a site and then does what its address says."""

    @public
    def page(end: str) -> ResponseReturnValue:
        if end in {"get-writes", "keeps", "teapot", "afterwards"} | set(REFUSALS):
            if end == "afterwards":
                afterwards(lambda: db.session.add(Site(name="later")))
                return "read"
            db.session.add(Site(name=end))
            record(SiteSaved(actor_id=None, site_id=1, name=end))
            db.session.flush()
        if end in REFUSALS:
            raise REFUSALS[end][0]
        if end == "teapot":
            return "typed wrong", 422
        if end == "missing":
            abort(404)
        if end == "form":
            return str(len(request.form.get("text", "")))
        return back_to("/", "Saved.")

    # the application was made before the test, so its map is opened once more
    app._got_first_request = False  # noqa: SLF001 - no public way to add a page late
    if "page_of_tests" not in app.view_functions:
        app.add_url_rule("/tests/<end>", "page_of_tests", page, methods=["GET", "POST"])
    app.view_functions["page_of_tests"] = page
    return app


def sites() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Site.name)))


def entries() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) or 0


def test_a_post_that_redirects_is_kept(writing: Flask, stranger: Visitor) -> None:
    assert stranger.post("/tests/keeps").status_code == 303
    assert sites() == ["keeps"]
    assert entries() == 1


def test_a_post_that_is_answered_with_422_is_undone(writing: Flask, stranger: Visitor) -> None:
    assert stranger.post("/tests/teapot").status_code == 422
    assert sites() == []
    assert entries() == 0


@pytest.mark.parametrize("end", REFUSALS)
def test_a_refusal_undoes_the_whole_and_is_a_page_with_every_header(
    writing: Flask, stranger: Visitor, end: str
) -> None:
    answer = stranger.post(f"/tests/{end}")

    assert answer.status_code == REFUSALS[end][1]
    assert "<h1" in answer.text
    assert "Traceback" not in answer.text
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert sites() == []
    assert entries() == 0


@pytest.mark.parametrize("end", REFUSALS)
def test_a_script_reads_the_sentence_alone(writing: Flask, stranger: Visitor, end: str) -> None:
    answer = stranger.post(f"/tests/{end}", headers=FRAGMENT)

    assert answer.status_code == REFUSALS[end][1]
    assert "<html" not in answer.text
    assert len(answer.text.strip()) > 10


def test_whoever_must_wait_is_told_how_long(writing: Flask, stranger: Visitor) -> None:
    assert stranger.post("/tests/too-many").headers["Retry-After"] == "17"
    assert stranger.post("/tests/locked").headers["Retry-After"] == "2"


def test_a_get_cannot_write(writing: Flask, stranger: Visitor) -> None:
    assert stranger.get("/tests/get-writes").status_code >= 500
    assert sites() == []


def test_what_is_done_afterwards_is_kept_by_itself(writing: Flask, stranger: Visitor) -> None:
    assert stranger.get("/tests/afterwards").text == "read"
    assert sites() == ["later"]


def test_a_form_without_our_token_is_refused(writing: Flask, stranger: Visitor) -> None:
    stranger.sends_token = False

    answer = stranger.post("/tests/keeps")

    assert answer.status_code == 400
    assert "This form has expired" in answer.text
    assert sites() == []


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "ftp://localhost"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_a_request_from_elsewhere_is_refused_whatever_its_token(
    writing: Flask, stranger: Visitor, headers: dict[str, str]
) -> None:
    assert stranger.post("/tests/keeps", headers=headers).status_code == 403
    assert sites() == []


def test_our_own_pages_may_write(writing: Flask, stranger: Visitor) -> None:
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert stranger.post("/tests/keeps", headers=own).status_code == 303


@pytest.mark.parametrize("path", ["/no-such-page", "/tests/missing", "/ideas/99999999999999999999", "/board?x=%00"])
def test_bad_addresses_are_refused_with_every_header(writing: Flask, stranger: Visitor, path: str) -> None:
    answer = stranger.get(path)

    assert answer.status_code in (400, 404)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_method_that_a_page_does_not_take_is_405(writing: Flask, stranger: Visitor) -> None:
    assert stranger.delete("/tests/keeps").status_code == 405


def test_bodies_beyond_the_bounds_are_413(writing: Flask, stranger: Visitor) -> None:
    assert stranger.post("/tests/form", data={"text": "x" * 400_000}).text == "400000"
    assert stranger.post("/tests/form", data={"text": "x" * 600_000}).status_code == 413
    assert stranger.post("/tests/form", data=b"x" * 13_000_000, content_type="text/plain").status_code == 413


def test_a_stranger_is_sent_to_sign_in_and_back(writing: Flask, stranger: Visitor) -> None:
    make.person()
    answer = stranger.get("/board?area=3")
    assert answer.status_code in (302, 303)
    assert answer.location == "/sign-in?next=/board?area%3D3"
    assert stranger.get("/board", headers=FRAGMENT).headers["HX-Redirect"].startswith("/sign-in")


def test_a_deactivated_person_is_out_at_the_next_request(app: Flask, as_user: AsUser) -> None:
    person = make.person()
    visitor = as_user(person)
    assert visitor.get("/board").status_code == 200
    person.deactivated_at = now()

    assert visitor.get("/board").location.startswith("/sign-in")


HOSTILE = [
    "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
    "http:evil.example",
    "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " //evil.example", "http://[", "//[", "evil.example",
    "/ok\r\nSet-Cookie: a=b", "/\x00", "/\x7f", "", "data:text/html,x", "https:///evil.example",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE, ids=repr)
def test_a_hostile_next_leads_home(app: Flask, target: str) -> None:
    with app.test_request_context("/sign-in", query_string={"next": target}):
        assert safe_next() == "/"


def test_a_next_of_our_own_is_followed(app: Flask) -> None:
    with app.test_request_context("/sign-in", query_string={"next": "/ideas?sort=top&area=3#x"}):
        assert safe_next() == "/ideas?sort=top&area=3#x"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text("/\\.:@\t\n\r evil%").map(lambda text: "/" + text)))
def test_wherever_it_leads_it_stays_on_this_site(app: Flask, target: str) -> None:
    with app.test_request_context("/sign-in", query_string={"next": target.encode("utf-8", "replace")}):
        led = safe_next()
    assert led.startswith("/")
    assert not led.startswith(("//", "/\\"))
    assert all(ord(char) > 32 and char != "\\" for char in led)
