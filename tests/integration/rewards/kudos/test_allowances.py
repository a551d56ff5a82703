"""The month's allowance comes once and as a whole, and what is left of it expires with the month."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate import worker
from innovate.core import transaction, wording
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed
from innovate.core.journal import JournalEntry
from innovate.notifications.models import Notification
from innovate.permissions import Role
from innovate.rewards import allowances, commands, queries
from innovate.rewards.models import AccountKind, LedgerJournal, Movement
from tests import factories
from tests.integration.rewards.companies import key
from tests.integration.rewards.thanks import (
    LAST_OF_OCTOBER,
    NOVEMBER,
    OCTOBER,
    give,
    of_the_company,
    to_give,
    to_spend,
    with_allowances,
)

pytestmark = pytest.mark.usefixtures("app")


def journals(kind):
    return db.session.scalar(sa.select(sa.func.count()).where(LedgerJournal.kind == kind))


def named(name):
    return db.session.scalars(sa.select(JournalEntry).where(JournalEntry.name == name)).all()


def test_a_month_comes_once_however_often_it_is_asked_for():
    with_allowances(100)
    ana = factories.person()
    for _ in range(3):
        allowances.turn([ana.id])
        transaction.complete()
    worker.grant_allowances()
    assert to_give(ana) == 100
    assert (
        db.session.scalar(sa.select(sa.func.count()).where(LedgerJournal.key.startswith(f"allowance:{ana.id}:"))) == 1
    )


def test_at_midnight_what_is_left_expires_and_the_new_month_comes_while_earnings_stay():
    with held(OCTOBER):
        with_allowances(100)
        ana, bo = factories.person(), factories.person()
        give(ana, bo, points=30)
    with held(LAST_OF_OCTOBER):
        allowances.turn([ana.id])
        assert to_give(ana) == 70
    with held(NOVEMBER):
        allowances.turn([ana.id])
        assert to_give(ana) == 100
        assert of_the_company(AccountKind.EXPIRED) == 70
        assert to_spend(bo) == 30


def test_the_month_is_that_of_the_company_s_own_clock():
    wording.use_timezone("Europe/Stockholm")
    try:
        with held(NOVEMBER - timedelta(hours=1, microseconds=1)):  # midnight there is 23:00 in UTC
            with_allowances(100)
            ana = factories.person()
            give(ana, factories.person(), points=40)
        with held(NOVEMBER - timedelta(hours=1)):
            allowances.turn([ana.id])
            assert to_give(ana) == 100
            assert allowances.expires_on().isoformat() == "2026-11-30"
    finally:
        wording.use_timezone("UTC")


def test_the_worker_makes_the_turn_for_all_and_a_second_one_finds_nothing_to_do():
    with held(OCTOBER):
        with_allowances(100)
        ana, gone = factories.person(), factories.person()
        transaction.complete()
        worker.grant_allowances()
        gone.deactivated_at = now()
        transaction.complete()
    with held(NOVEMBER):
        assert worker.grant_allowances() == 3  # HR too; of who left, October's expire
        assert (to_give(ana), to_give(gone)) == (100, 0)
        assert worker.grant_allowances() == 0


def test_a_change_counts_from_next_month_and_at_once_for_whom_had_none():
    with held(OCTOBER):
        hr = with_allowances(100)
        early, late = factories.person(), factories.person()
        allowances.turn([early.id])
        commands.save_allowances(hr, amounts={Role.EMPLOYEE: 40})
        allowances.turn([early.id, late.id])
        assert (to_give(early), to_give(late)) == (100, 40)
    with held(NOVEMBER):
        allowances.turn([early.id])
        assert to_give(early) == 40


def test_an_allowance_that_was_taken_away_expires_with_its_month():
    with held(OCTOBER):
        hr = with_allowances(100)
        ana = factories.person()
        allowances.turn([ana.id])
        commands.save_allowances(hr, amounts={Role.EMPLOYEE: 0})
        allowances.turn([ana.id])
        assert to_give(ana) == 100
    with held(NOVEMBER):
        transaction.complete()
        worker.grant_allowances()
        assert to_give(ana) == 0


def test_a_budget_that_cannot_pay_everybody_pays_nobody_and_hr_reads_it_once():
    hr = with_allowances(100, budget=250)
    ana, _bo = factories.person(), factories.person()
    transaction.complete()
    for _ in range(2):
        worker.grant_allowances()
    assert (to_give(ana), journals(Movement.ALLOWANCE)) == (0, 0)
    assert of_the_company(AccountKind.COMPANY) == 250
    (entry,) = named("AllowancesUnpaid")
    note = db.session.scalars(sa.select(Notification).where(Notification.entry_id == entry.id)).one()
    assert note.person_id == hr.id
    assert "need 300, and the company’s budget holds 250" in note.text
    assert queries.purse(ana).is_unpaid
    with pytest.raises(BadInput, match="0 points left"):
        give(ana, hr, points=1)
    give(ana, hr, points=0)


def test_a_budget_that_is_filled_pays_those_who_waited():
    hr = with_allowances(100, budget=0)
    ana = factories.person()
    transaction.complete()
    worker.grant_allowances()
    commands.open_budget(hr, points=1_000, reason="Autumn", key=key())
    give(ana, hr, points=30)
    assert to_give(ana) == 70


def test_of_unequal_allowances_none_is_paid_in_part():
    with_allowances(100, budget=250, hr=200)
    ana = factories.person()
    transaction.complete()
    worker.grant_allowances()
    assert (to_give(ana), of_the_company(AccountKind.COMPANY)) == (0, 250)


def test_the_purse_says_before_the_worker_came_what_it_will_hold_then():
    with held(OCTOBER):
        with_allowances(100)
        ana, bo = factories.person(), factories.person()
        assert (queries.purse(ana).left, queries.purse(ana).allowance) == (100, 100)
        give(ana, bo, points=30)
        assert queries.purse(ana).left == 70
    with held(NOVEMBER):
        purse = queries.purse(ana)
        assert (purse.left, purse.until.isoformat(), to_give(ana)) == (100, "2026-11-30", 70)


def test_only_hr_says_what_may_be_given_and_within_bounds():
    hr = with_allowances()
    with pytest.raises(NotAllowed):
        commands.save_allowances(factories.admin(), amounts={Role.EMPLOYEE: 1})
    with pytest.raises(BadInput, match="at most 10,000"):
        commands.save_allowances(hr, amounts={Role.LEADER: 10_001})
    assert allowances.amounts()[Role.LEADER] == 0


def test_two_values_of_one_name_are_refused():
    hr = with_allowances()
    value = commands.save_value(hr, None, name="Customer first", purpose="", position=1)
    with pytest.raises(BadInput, match="Another value"):
        commands.save_value(hr, None, name="customer FIRST", purpose="", position=2)
    assert commands.save_value(hr, value, name="Customer first", purpose="Always.", position=1) is value
