"""Finance takes files along: complete, harmless to a spreadsheet, and not too often."""

import csv
import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from innovate import worker
from innovate.accounts.models import SignIn
from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.rewards import commands, exporting, ledger
from innovate.rewards.models import LedgerMonth
from tests import factories
from tests.integration.rewards.companies import key, laid_out

pytestmark = pytest.mark.usefixtures("app")


def books():
    hr, person = laid_out(1_000), factories.person("Nora Vale")
    commands.give_award(hr, person_id=person.id, points=30, badge_id=None, citation="Kind.", key=key())
    commands.fund_budget(hr, factories.area(name="Returns"), points=50, reason='=HYPERLINK("http://x")', key=key())
    return hr


def read(answer):
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_every_leg_of_every_journal_is_in_the_file_and_they_sum_to_zero(as_user):
    answer = as_user(books()).post("/rewards/journals/export", data={"file": "csv"})
    heading, *rows = read(answer)
    place = heading.index("points")
    assert len(rows) == 6
    assert sum(int(row[place]) for row in rows) == 0
    assert {row[heading.index("account")] for row in rows} == {
        "Opening",
        "Company budget",
        "Nora Vale, to spend",
        "Returns (area)",
    }
    assert all(row[heading.index("cause (event)")] for row in rows)
    assert 'filename="journals.csv"' in answer.headers["Content-Disposition"]


def test_a_word_that_would_be_a_formula_stays_a_word_in_both_kinds_of_file(as_user):
    visit = as_user(books())
    rows = read(visit.post("/rewards/journals/export", data={"file": "csv"}))
    assert sum(cell.startswith("'=HYPERLINK") for row in rows for cell in row) == 2
    book = visit.post("/rewards/journals/export", data={"file": "xlsx"})
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "=HYPERLINK" in page


def test_a_statement_of_some_days_holds_those_days_alone(as_user):
    hr = books()
    company = ledger.company_budget()
    visit = as_user(hr)
    today = f"{now():%Y-%m-%d}"
    assert len(read(visit.post(f"/rewards/accounts/{company}/export", data={"file": "csv", "first": today}))) == 4
    before = {"file": "csv", "last": f"{now() - timedelta(days=2):%Y-%m-%d}"}
    assert len(read(visit.post(f"/rewards/accounts/{company}/export", data=before))) == 1


def test_a_large_file_comes_in_pages_that_hold_each_line_once(as_user, monkeypatch):
    monkeypatch.setattr(exporting, "PIECE", 2)
    hr, person = laid_out(1_000), factories.person()
    for points in range(1, 10):
        commands.give_award(hr, person_id=person.id, points=points, badge_id=None, citation="Kind.", key=key())
    _, *rows = read(as_user(hr).post("/rewards/journals/export", data={"file": "csv"}))
    assert len(rows) == 20
    assert len({tuple(row) for row in rows}) == 20
    _, *lines = read(as_user(hr).post(f"/rewards/accounts/{ledger.company_budget()}/export", data={"file": "csv"}))
    assert [row[4] for row in lines] == [str(-points) for points in range(9, 0, -1)] + ["1000"]


def test_the_trial_balance_of_a_closed_month_sums_to_zero(as_user):
    june, august = (datetime(2026, month, 10, tzinfo=UTC) for month in (6, 8))
    with held(june):
        hr = books()
    with held(august):
        month = commands.close_month(hr, month=june.date().replace(day=1)).id
        visit = as_user(hr)
        early = visit.post(f"/rewards/months/{month}/export", data={"file": "csv"})
        assert early.status_code == 422
        transaction.abandon()
        worker.close_months()
        heading, *rows = read(visit.post(f"/rewards/months/{month}/export", data={"file": "csv"}))
    assert sum(int(row[heading.index("closing")]) for row in rows) == 0
    assert len(rows) == 4
    assert db.session.get_one(LedgerMonth, month).closed_at is not None


def test_more_than_a_workbook_holds_is_refused_in_words(as_user, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_FOR_EXCEL", 2)
    answer = as_user(books()).post("/rewards/journals/export", data={"file": "xlsx"})
    assert answer.status_code == 422
    assert "Take fewer days, or CSV" in answer.text


def test_after_ten_files_within_an_hour_one_waits(as_user):
    visit = as_user(books())
    for _ in range(10):
        assert visit.post("/rewards/journals/export", data={"file": "csv"}).status_code == 200
    answer = visit.post("/rewards/journals/export", data={"file": "csv"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_file_asks_for_the_password_of_the_last_ten_minutes(as_user):
    visit = as_user(books())
    db.session.execute(sa.update(SignIn).values(confirmed_at=now() - timedelta(minutes=11)))
    answer = visit.post("/rewards/journals/export", data={"file": "csv"})
    assert answer.status_code == 422
    assert 'name="confirm_password"' in answer.text
