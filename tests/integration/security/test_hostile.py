"""What somebody might try on purpose: numbers no row has, bodies without a length, pages of others, words in logs."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from config import from_environment
from innovate.accounts.models import Person
from innovate.core import logs
from innovate.core.db import db
from innovate.core.web import HEADERS
from innovate.permissions import Role
from innovate.rewards import commands as rewards
from tests import factories
from tests.integration.rewards.companies import key, laid_out
from tests.provisioning.visits import Visitor, keep

AsUser = Callable[[Person], Visitor]


@pytest.mark.parametrize("number", [2**63, -(2**70), "9" * 5_000, "\u0663", "1.5", ""])
@pytest.mark.parametrize("address", ["/experiments?before=", "/admin/people?team=", "/rewards/award?person="])
def test_a_number_that_no_row_has_is_bad_input_at_most(
    app: Flask, as_user: AsUser, address: str, number: object
) -> None:
    visitor = as_user(factories.person(None, Role.HR, Role.ADMIN))
    assert visitor.get(f"{address}{number}").status_code in (200, 404)


@pytest.mark.parametrize("line", ["\u00b2", "9" * 5_000, "-1", ""])
def test_the_planner_passes_over_a_line_that_nobody_numbered(app: Flask, as_user: AsUser, line: str) -> None:
    factories.stages()
    answer = as_user(factories.leader()).get(f"/experiments/planner?arms-{line}-name=x&measures-{line}-name=x")
    assert answer.status_code == 200


@pytest.mark.parametrize("month", ["9999-12-01", "0001-01-01", "2026-13-01", "\u0662026-01-01", "nan", ""])
def test_a_month_that_nobody_could_close_is_bad_input(app: Flask, as_user: AsUser, month: str) -> None:
    visitor = as_user(laid_out())
    assert visitor.post("/rewards/months", data={"month": month}).status_code == 422
    assert visitor.get(f"/wallet?month={month[:7]}").status_code in (200, 422)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_books_are_not_taken_beyond_the_days_that_can_be_counted(app: Flask, as_user: AsUser, day: str) -> None:
    visitor = as_user(laid_out())
    for sheet in ("csv", "xlsx"):
        sent = {"first": day, "last": day, "file": sheet}
        assert visitor.post("/rewards/journals/export", data=sent).status_code == 422
    assert visitor.get(f"/wallet?from={day}&to={day}").status_code == 422


def test_marks_piled_up_on_a_letter_are_refused_before_they_are_composed(app: Flask, as_user: AsUser) -> None:
    idea, began = factories.idea(), time.process_time()
    piled = {"body": "a" + "\u0301\u0323" * 30_000}
    assert as_user(factories.person()).post(f"/ideas/{idea.id}/comments", data=piled).status_code == 422
    assert time.process_time() - began < 5


def test_a_ticked_number_that_no_row_has_is_not_found(app: Flask, as_user: AsUser) -> None:
    for number in (2**70, -(2**70), 0):
        answer = as_user(factories.admin()).post("/admin/people/bulk", data={"ids": str(number), "act": "deactivate"})
        assert answer.status_code == 404


def test_a_body_without_a_length_is_refused_rather_than_cut_off(app: Flask, as_user: AsUser) -> None:
    idea = factories.idea()
    chunked = {"Transfer-Encoding": "chunked"}
    answer = as_user(factories.person()).post(f"/ideas/{idea.id}/follow", headers=chunked)
    assert answer.status_code == 411
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_a_missing_file_is_answered_with_a_page_that_nobody_keeps(app: Flask, as_user: AsUser) -> None:
    answer = as_user(factories.person("Nora Vale")).get("/static/none.css")
    assert answer.status_code == 404
    assert "Nora Vale" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["../config.py", "%2e%2e/config.py", "..%2fconfig.py", "/etc/passwd", "%00", "dist/"])
def test_files_outside_are_not_served(app: Flask, stranger: Visitor, path: str) -> None:
    factories.admin()
    assert stranger.get(f"/static/{path}", follow_redirects=True).status_code == 404


def test_a_customer_reads_of_nobodys_ideas_until_invited(app: Flask, as_user: AsUser) -> None:
    hr, author = laid_out(), factories.person("Nora Vale")
    idea = factories.idea(author=author, title="Print the label at home")
    rewards.give_award(hr, person_id=author.id, points=5, badge_id=None, citation="For the calm.", key=key())
    customer = as_user(factories.person(roles=frozenset({Role.CUSTOMER})))
    comment = f"/ideas/{idea.id}/comments"
    for answer in (
        customer.get("/"),
        customer.get("/recognition"),
        customer.get("/recognition/boards"),
        customer.post(comment, data={"body": ""}),
        customer.post(comment, data={"body": "x", "do": "preview"}),
        customer.get(f"/ideas/{idea.id}/experiment"),
    ):
        assert "Print the label" not in answer.text
        assert "Nora Vale" not in answer.text
    assert customer.post(comment, data={"body": "x", "do": "preview"}).status_code == 403


def test_the_log_says_what_broke_and_where_and_nobodys_words(
    app: Flask, stranger: Visitor, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    factories.admin()

    def breaks(*_: object) -> None:
        raise ValueError("Nora Vale typed this")

    monkeypatch.setattr("innovate.accounts.tickets.holder", breaks)
    logs.set_up(as_json=True)
    try:
        assert stranger.get("/password/a-secret-token").status_code == 500
    finally:
        logs.set_up(as_json=False)
    said = capsys.readouterr().out
    broken = next(line for line in map(json.loads, said.splitlines()) if line["event"] == "broken")
    assert broken["route"] == "/password/<token>"
    assert broken["exception"][0]["exc_type"] == "ValueError"
    assert broken["exception"][0]["frames"][-1]["name"] == "breaks"
    assert "a-secret-token" not in said
    assert "Nora Vale" not in said


def test_an_error_of_the_database_does_not_repeat_what_was_typed(app: Flask) -> None:
    keep()
    with pytest.raises(sa.exc.DBAPIError) as caught:
        db.session.execute(sa.text("SELECT :words FROM nowhere"), {"words": "Nora Vale"})
    assert "Nora Vale" not in str(caught.value)


def test_a_new_instance_folder_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    from_environment({"INNOVATE_INSTANCE": str(folder)})
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
