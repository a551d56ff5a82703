"""A month closes once, in order, step by step, and stays as it was."""

import itertools
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from innovate import worker
from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import held
from innovate.core.db import db
from innovate.core.errors import NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.rewards import checking, closing, commands, ledger, queries
from innovate.rewards.ledger import Leg
from innovate.rewards.models import (
    AccountKind,
    ClosingStep,
    LedgerJournal,
    LedgerMonth,
    MonthLine,
    MonthMovement,
    Movement,
    Posting,
)
from tests import factories
from tests.integration.rewards.companies import key, laid_out

pytestmark = pytest.mark.usefixtures("app")
JUNE, JULY, AUGUST = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (6, 7, 8))
FIRST_OF_JUNE, FIRST_OF_JULY = JUNE.date().replace(day=1), JULY.date().replace(day=1)


def summer():
    """A company that moved points in June and in July; it is August there."""
    team = factories.team(name="Night desk")
    person = factories.person(team_id=team.id)
    with held(JUNE):
        hr = laid_out(1_000)
        commands.fund_budget(hr, team, points=200, reason="Spring", key=key())
        award(hr, person, 100)
    with held(JULY):
        award(hr, person, 50)
        give = ledger.give_accounts([person.id])[person.id]
        legs = [Leg(ledger.company_budget(), -30), Leg(give, 30)]
        ledger.transfer("allowance", Movement.ALLOWANCE, legs, reason="July", actor_id=hr.id, cause_id=None)
    return hr, person


def award(hr, person, points):
    return commands.give_award(hr, person_id=person.id, points=points, badge_id=None, citation="Kind.", key=key())


def close(hr, month=FIRST_OF_JUNE, **more):
    """Close that month, all steps of it."""
    with held(AUGUST):
        made = commands.close_month(hr, month=month, **more)
        transaction.complete()
        worker.close_months()
    return db.session.get_one(LedgerMonth, made.id)


def test_the_report_says_what_was_owed_and_what_moved_and_adds_up():
    hr, _ = summer()
    month = close(hr, point_cents=10)
    report = queries.month_report(month.id)
    assert (month.step, month.progress, month.owed) == (ClosingStep.DONE, 100, 100)
    assert {one.kind: one.closing for one in report.kinds} == {
        AccountKind.OPENING: -1_000,
        AccountKind.COMPANY: 700,
        AccountKind.TEAM: 200,
        AccountKind.SPEND: 100,
    }
    assert report.together == 0
    assert [(one.unit, one.spend, one.give) for one in report.owed] == [("Night desk", 100, 0)]
    assert [(one.kind, one.journals, one.points) for one in report.movements] == [
        (Movement.FUNDING, 1, 1_000),
        (Movement.ALLOTMENT, 1, 200),
        (Movement.AWARD, 1, 100),
    ]
    assert report.worth(report.spend) == 1_000


def test_the_next_month_begins_with_what_the_last_one_ended_with():
    hr, person = summer()
    close(hr)
    july = close(hr, FIRST_OF_JULY)
    line = db.session.get_one(MonthLine, (july.id, ledger.spend_accounts([person.id])[person.id]))
    assert (line.opening, line.received, line.paid, line.closing) == (100, 50, 0, 150)
    assert july.owed == 180
    assert list(checking.broken()) == []


def test_months_close_in_order_once_and_not_before_they_are_over():
    hr, _ = summer()
    with held(AUGUST):
        with pytest.raises(RuleBroken, match="Close June 2026 first"):
            commands.close_month(hr, month=FIRST_OF_JULY)
        with pytest.raises(RuleBroken, match="Nothing was posted in May 2026"):
            commands.close_month(hr, month=FIRST_OF_JUNE.replace(month=5))
    with held(JUNE), pytest.raises(RuleBroken, match="not over yet"):
        commands.close_month(hr, month=FIRST_OF_JUNE)
    close(hr)
    with held(AUGUST), pytest.raises(RuleBroken, match="closed already"):
        commands.close_month(hr, month=FIRST_OF_JUNE)


def test_while_a_month_is_being_closed_no_other_begins():
    hr, _ = summer()
    with held(AUGUST):
        commands.close_month(hr, month=FIRST_OF_JUNE)
        with pytest.raises(RuleBroken, match="being closed already"):
            commands.close_month(hr, month=FIRST_OF_JUNE)
        with pytest.raises(RuleBroken, match="still being closed"):
            commands.close_month(hr, month=FIRST_OF_JULY)


@pytest.mark.parametrize("who", [factories.admin, factories.leader, factories.person])
def test_months_are_hrs_to_close(who):
    summer()
    with held(AUGUST), pytest.raises(NotAllowed):
        commands.close_month(who(), month=FIRST_OF_JUNE)


def test_of_two_who_close_at_once_one_does(at_once):
    hr_id = summer()[0].id

    def work():
        with held(AUGUST):
            return commands.close_month(db.session.get_one(Person, hr_id), month=FIRST_OF_JUNE).id

    answers = at_once([work] * 4)
    assert sum(isinstance(one, int) for one in answers) == 1
    assert sum(isinstance(one, RuleBroken) for one in answers) == 3


def test_what_is_posted_while_a_month_closes_is_either_in_it_or_refused_never_lost(at_once):
    hr, person = summer()
    hr_id, spend, company = hr.id, ledger.spend_accounts([person.id])[person.id], ledger.company_budget()

    def late(place):
        legs = [Leg(company, -1), Leg(spend, 1)]

        def work():
            with held(JULY):  # a clock that is behind
                return ledger.transfer(
                    f"late {place}", Movement.AWARD, legs, reason="Late", actor_id=None, cause_id=None
                )

        return work

    def shut():
        with held(AUGUST):
            return commands.close_month(db.session.get_one(Person, hr_id), month=FIRST_OF_JUNE).id

    answers = at_once([shut, *(late(place) for place in range(8))])
    assert all(isinstance(one, int | str) for one in answers), answers
    with held(AUGUST):
        worker.close_months()
    assert list(checking.broken()) == []


def test_nothing_is_posted_into_a_closed_month_by_whatever_way():
    hr, person = summer()
    close(hr)
    with held(JUNE):
        award(hr, person, 5)
    journal = db.session.scalars(sa.select(LedgerJournal).order_by(LedgerJournal.at.desc()).limit(1)).one()
    assert journal.at.month > JUNE.month  # it stands in the open month
    other = factories.person()
    late = {"journal_id": "late", "at": JUNE, "received": 0}
    first, second = ledger.catalogue_account(), ledger.spend_accounts([other.id])[other.id]
    for account, amount in ((first, 5), (second, 5)):
        values = late | {"account_id": account, "amount": amount, "balance": amount, "received": amount}
        db.session.execute(sa.insert(Posting).values(**values))
    with pytest.raises(DBAPIError, match=r"sum to zero|closed"):
        db.session.execute(
            sa.insert(LedgerJournal).values(id="late", key="late", kind=Movement.FUNDING, reason="Odd", at=JUNE)
        )


@pytest.mark.parametrize(
    "change",
    [
        sa.update(LedgerMonth).values(owed=1),
        sa.update(LedgerMonth).values(step=ClosingStep.ACCOUNTS, closed_at=None, seal=None),
        sa.delete(LedgerMonth),
        sa.update(MonthLine).values(unit="Other"),
        sa.delete(MonthLine),
        sa.update(MonthMovement).values(points=1),
        sa.delete(MonthMovement),
        sa.insert(MonthMovement).values(month_id=1, kind=Movement.EXPIRY, journals=1, points=1),
    ],
    ids=lambda change: str(change).split("\n")[0][:60],
)
def test_the_database_keeps_a_closed_month_as_it_is(change):
    month = close(summer()[0])
    if isinstance(change, sa.sql.Insert):
        change = change.values(month_id=month.id)
    with pytest.raises(DBAPIError, match=r"append-only|stays as it is"):
        db.session.execute(change)


class Crash(Exception):
    """The worker dies here."""


def test_a_close_cut_off_before_any_statement_goes_on_and_ends_with_the_same_seal(monkeypatch):
    monkeypatch.setattr(closing, "ACCOUNTS", 2)
    monkeypatch.setattr(closing, "JOURNALS", 1)
    hr, _ = summer()
    with held(AUGUST):
        month_id = commands.close_month(hr, month=FIRST_OF_JUNE).id
        transaction.complete()
        ends_at = itertools.count(1)
        seen, limit = itertools.count(1), [next(ends_at)]

        def before(connection, cursor, statement, *rest):
            if next(seen) == limit[0]:
                raise Crash

        event.listen(db.engine, "before_cursor_execute", before)
        crashes = 0
        try:
            for _ in range(500):
                seen = itertools.count(1)
                try:
                    with transaction.transaction():
                        if not closing.advance():
                            break
                except Crash:
                    crashes += 1
                    limit[0] = next(ends_at)  # the same step again, and a statement further
                else:
                    ends_at = itertools.count(1)
                    limit[0] = next(ends_at)
        finally:
            event.remove(db.engine, "before_cursor_execute", before)
    month = db.session.get_one(LedgerMonth, month_id)
    assert month.step is ClosingStep.DONE
    assert crashes > 30
    assert sum(one.journals for one in queries.month_report(month_id).movements) == 3
    assert list(checking.broken()) == []


def test_two_workers_at_once_close_it_once(at_once, monkeypatch):
    monkeypatch.setattr(closing, "ACCOUNTS", 1)
    monkeypatch.setattr(closing, "JOURNALS", 1)
    hr, _ = summer()
    with held(AUGUST):
        month_id = commands.close_month(hr, month=FIRST_OF_JUNE).id
    for _ in range(20):
        at_once([closing.advance] * 3)
    assert db.session.get_one(LedgerMonth, month_id).step is ClosingStep.DONE
    told = sa.select(sa.func.count()).where(JournalEntry.name == "MonthClosed")
    assert db.session.scalar(told) == 1
    assert list(checking.broken()) == []


def test_a_month_that_does_not_add_up_is_not_closed(monkeypatch):
    hr, _ = summer()
    with held(AUGUST):
        month = commands.close_month(hr, month=FIRST_OF_JUNE)
        transaction.complete()
        kept = []
        monkeypatch.setattr(closing, "JOURNALS", 1)
        while month.step is not ClosingStep.SUMS:
            with transaction.transaction():
                closing.advance()
            db.session.refresh(month)
        kept.append(db.session.get_one(MonthMovement, (month.id, Movement.AWARD)))
        kept[0].points += 1
        transaction.complete()
        worker.close_months()
    stopped = queries.month_report(month.id).month
    assert stopped.is_stopped
    assert stopped.closed_at is None
    assert "1,300 points, and the journals moved 1,301" in (stopped.problem or "")


def test_hr_closes_by_form_watches_and_reads_the_report(as_user):
    hr, _ = summer()
    visit = as_user(hr)
    with held(AUGUST):
        assert "Close June 2026" in visit.get("/rewards/months").text
        made = visit.post("/rewards/months", data={"month": FIRST_OF_JUNE.isoformat()})
        assert made.status_code == 303
        path = made.location
        watching = visit.get(path).text
        assert "Closing June 2026" in watching
        assert "0 %" in watching
        assert visit.post("/rewards/months", data={"month": FIRST_OF_JUNE.isoformat()}).status_code == 409
        transaction.abandon()
        worker.close_months()
        page = visit.get(path).text
        assert "Owed to people at the end" in page
        assert "Night desk" in page
        assert "Close June" not in as_user(factories.admin()).get("/rewards/months").text
