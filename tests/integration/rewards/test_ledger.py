"""The ledger keeps its promises on either database, whoever comes at once."""

import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from innovate import invariants
from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db, is_sqlite
from innovate.core.errors import RuleBroken
from innovate.rewards import ledger
from innovate.rewards.ledger import Leg, NotEnough
from innovate.rewards.models import Account, AccountKind, LedgerJournal, Movement, Posting
from tests import factories
from tests.integration.rewards.companies import laid_out

pytestmark = pytest.mark.usefixtures("app")
AT = datetime(2090, 1, 1, tzinfo=UTC)  # after everything else


def balance(account_id: int) -> int:
    return db.session.scalar(sa.select(Account.balance).where(Account.id == account_id)) or 0


def pay(key, to, points, actor):
    legs = [Leg(ledger.company_budget(), -points), Leg(to, points)]
    return ledger.transfer(key, Movement.AWARD, legs, reason="Thanks", actor_id=actor.id, cause_id=None)


def test_a_transfer_moves_points_and_each_posting_keeps_the_balance_after_it():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    pay("one", wallet, 30, hr)
    pay("two", wallet, 20, hr)
    after = sa.select(Posting.balance).where(Posting.account_id == wallet).order_by(Posting.id)
    assert list(db.session.scalars(after)) == [30, 50]
    assert (balance(wallet), balance(ledger.company_budget())) == (50, 50)
    assert balance(ledger.opening_account()) == -100


def test_the_same_key_again_is_the_same_journal_and_moves_nothing():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    assert pay("once", wallet, 30, hr) == pay("once", wallet, 30, hr)
    assert balance(wallet) == 30


def test_a_key_that_stands_for_another_movement_is_refused():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    pay("once", wallet, 30, hr)
    with pytest.raises(RuleBroken, match="sent before"):
        pay("once", wallet, 31, hr)


def test_what_is_not_there_cannot_be_moved():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    with pytest.raises(NotEnough, match="holds 100 points, and this takes 101"):
        pay("much", wallet, 101, hr)
    transaction.abandon()


def test_a_reversal_happens_once_and_brings_the_points_back():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    journal = pay("one", wallet, 40, hr)
    first = ledger.reverse(journal, reason="A mistake", actor_id=hr.id, cause_id=None)
    assert ledger.reverse(journal, reason="A mistake", actor_id=hr.id, cause_id=None) == first
    assert (balance(wallet), balance(ledger.company_budget())) == (0, 100)


@pytest.mark.parametrize("legs", [[Leg(1, 5)], [Leg(1, 5), Leg(2, -4)], [Leg(1, 0), Leg(2, 0)]])
def test_legs_that_do_not_balance_are_a_mistake_of_the_caller(legs):
    with pytest.raises(ValueError, match="sum to zero"):
        ledger.transfer("odd", Movement.AWARD, legs, reason="Odd", actor_id=None, cause_id=None)


def test_the_same_key_at_once_moves_the_points_once(at_once):
    hr, person = laid_out(100), factories.person()
    wallet, budget = ledger.spend_accounts([person.id])[person.id], ledger.company_budget()
    legs, actor = [Leg(budget, -10), Leg(wallet, 10)], hr.id

    def work():
        return ledger.transfer("same", Movement.AWARD, legs, reason="Thanks", actor_id=actor, cause_id=None)

    answers = at_once([work] * 8)
    assert len(set(answers)) == 1
    assert balance(wallet) == 10


def test_twenty_at_once_never_take_a_budget_below_zero(at_once):
    laid_out(100)
    people = [factories.person() for _ in range(20)]
    wallets, budget = ledger.spend_accounts(one.id for one in people), ledger.company_budget()

    def give(place, wallet):
        legs = [Leg(budget, -15), Leg(wallet, 15)]
        return lambda: ledger.transfer(
            f"award {place}", Movement.AWARD, legs, reason="Thanks", actor_id=None, cause_id=None
        )

    answers = at_once([give(place, wallet) for place, wallet in enumerate(wallets.values())])
    assert sum(isinstance(answer, str) for answer in answers) == 6
    assert sum(isinstance(answer, NotEnough) for answer in answers) == 14
    assert balance(budget) == 10


def test_crossing_transfers_do_not_wait_for_each_other_in_a_circle(at_once):
    hr = laid_out(1_000)
    first, second = (ledger.team_budget(factories.team().id) for _ in range(2))
    for key, budget in (("a", first), ("b", second)):
        legs = [Leg(ledger.company_budget(), -400), Leg(budget, 400)]
        ledger.transfer(key, Movement.ALLOTMENT, legs, reason="For both", actor_id=hr.id, cause_id=None)

    def swap(place):
        there, back = (first, second) if place % 2 else (second, first)
        legs = [Leg(there, -1), Leg(back, 1)]
        return lambda: ledger.transfer(
            f"swap {place}", Movement.ALLOTMENT, legs, reason="Swap", actor_id=None, cause_id=None
        )

    answers = at_once([swap(place) for place in range(16)])
    assert all(isinstance(answer, str) for answer in answers), answers
    assert (balance(first), balance(second)) == (400, 400)


def test_after_a_random_run_all_postings_sum_to_zero_and_no_balance_drifts():
    hr, chance = laid_out(500), random.Random(7)
    wallets = list(ledger.spend_accounts(factories.person().id for _ in range(5)).values())
    done: list[str] = []
    for place in range(60):
        try:
            if done and chance.random() < 0.4:
                ledger.reverse(chance.choice(done), reason="Back", actor_id=hr.id, cause_id=None)
            else:
                done.append(pay(f"run {place}", chance.choice(wallets), chance.randint(1, 80), hr))
        except NotEnough:
            continue
    assert db.session.scalar(sa.select(sa.func.sum(Posting.amount))) == 0
    transaction.complete()
    assert list(invariants.broken()) == []


def test_points_go_the_whole_way_from_the_opening_to_the_catalogue_and_to_what_expired():
    hr, giver, receiver = laid_out(100), factories.person(), factories.person()
    give, spend = ledger.give_accounts([giver.id])[giver.id], ledger.spend_accounts([receiver.id])[receiver.id]
    for kind, source, target, points in (
        (Movement.ALLOWANCE, ledger.company_budget(), give, 50),
        (Movement.KUDOS, give, spend, 30),
        (Movement.REDEMPTION, spend, ledger.catalogue_account(), 25),
        (Movement.REFUND, ledger.catalogue_account(), spend, 5),
        (Movement.EXPIRY, give, ledger.expired_account(), 20),
    ):
        legs = [Leg(source, -points), Leg(target, points)]
        ledger.transfer(kind, kind, legs, reason=kind.label, actor_id=hr.id, cause_id=None)
    assert [balance(one) for one in (give, spend, ledger.catalogue_account(), ledger.expired_account())] == [
        0,
        10,
        20,
        20,
    ]


def test_a_movement_that_its_accounts_are_not_for_is_a_mistake_of_the_caller():
    hr, person = laid_out(100), factories.person()
    give = ledger.give_accounts([person.id])[person.id]
    with pytest.raises(ValueError, match="No award moves points of an account of the kind give"):
        pay("astray", give, 5, hr)


def test_one_journal_can_thank_several():
    hr, people = laid_out(100), [factories.person() for _ in range(3)]
    wallets = ledger.spend_accounts(one.id for one in people).values()
    legs = [Leg(ledger.company_budget(), -30), *(Leg(one, 10) for one in wallets)]
    ledger.transfer("three", Movement.AWARD, legs, reason="Together", actor_id=hr.id, cause_id=None)
    assert [balance(one) for one in wallets] == [10, 10, 10]
    again = [Leg(ledger.company_budget(), -5), Leg(ledger.company_budget(), 5)]
    with pytest.raises(ValueError, match="one leg for each account"):
        ledger.transfer("same", Movement.ALLOTMENT, again, reason="Odd", actor_id=None, cause_id=None)


def test_a_correction_is_not_corrected():
    hr, person = laid_out(100), factories.person()
    journal = pay("one", ledger.spend_accounts([person.id])[person.id], 40, hr)
    correction = ledger.reverse(journal, reason="A mistake", actor_id=hr.id, cause_id=None)
    with pytest.raises(RuleBroken, match="correction already"):
        ledger.reverse(correction, reason="After all", actor_id=hr.id, cause_id=None)


def test_movements_on_an_account_follow_one_another_in_time_even_when_a_clock_goes_back():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    pay("now", wallet, 10, hr)
    with held(now() - timedelta(minutes=5)):
        pay("earlier", wallet, 10, hr)
    first, second = db.session.scalars(
        sa.select(Posting.at).where(Posting.account_id == wallet).order_by(Posting.id)
    ).all()
    assert first <= second


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["postings", "ledger_journals"])
def test_the_database_refuses_to_change_what_was_posted(change, table):
    laid_out(100)
    transaction.complete()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(sa.text(change.format(table)))


@pytest.mark.parametrize(
    "table", ["journal", "idea_moves", "amendments", "accounts", "postings", "ledger_journals", "ledger_month_lines"]
)
def test_what_is_append_only_is_not_emptied_at_once_either(table):
    if is_sqlite():  # which has no such statement
        table, how = "postings", "DELETE FROM {}"
        laid_out(100)
    else:
        how = "TRUNCATE {} CASCADE"
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(sa.text(how.format(table)))


def posting(journal_id, account_id, amount, **fields):
    account = db.session.get_one(Account, account_id)
    last = db.session.scalars(
        sa.select(Posting).where(Posting.account_id == account_id).order_by(Posting.id.desc()).limit(1)
    ).first()
    values = {
        "journal_id": journal_id,
        "account_id": account_id,
        "at": AT,
        "amount": amount,
        "balance": (last.balance if last else account.balance) + amount,
        "received": (last.received if last else account.received) + max(amount, 0),
    }
    db.session.execute(sa.insert(Posting).values(**values | fields))


def closing(journal_id, **fields):
    values = {"id": journal_id, "key": journal_id, "kind": Movement.FUNDING, "reason": "Odd", "at": AT}
    db.session.execute(sa.insert(LedgerJournal).values(**values | fields))


def booked(account_id):
    last = sa.select(Posting).where(Posting.account_id == account_id).order_by(Posting.id.desc()).limit(1)
    one = db.session.scalars(last.execution_options(populate_existing=True)).one()
    values = {"balance": one.balance, "received": one.received, "moved_at": one.at}
    db.session.execute(sa.update(Account).where(Account.id == account_id).values(**values))


@pytest.mark.parametrize("amounts", [[], [5], [5, -4]])
def test_the_database_refuses_a_journal_that_does_not_balance(amounts):
    laid_out(100)
    journal_id = str(uuid.uuid4())
    accounts = (ledger.company_budget(), ledger.opening_account())
    for account, amount in zip(accounts, amounts, strict=False):
        posting(journal_id, account, amount)
        booked(account)
    with pytest.raises(DBAPIError, match="sum to zero"):
        closing(journal_id)


def test_the_database_refuses_a_posting_to_a_journal_that_is_closed():
    laid_out(100)
    journal_id = db.session.scalars(sa.select(LedgerJournal.id)).first()
    with pytest.raises(DBAPIError, match="closed"):
        posting(journal_id, ledger.catalogue_account(), 5)


def test_the_database_refuses_postings_without_a_journal():
    laid_out(100)
    journal_id = str(uuid.uuid4())
    posting(journal_id, ledger.company_budget(), 5)
    posting(journal_id, ledger.opening_account(), -5)
    with pytest.raises(DBAPIError):
        transaction.complete()


@pytest.mark.parametrize("wrong", [{"balance": 7}, {"received": 7}, {"at": datetime(2020, 1, 1, tzinfo=UTC)}])
def test_the_database_refuses_a_posting_that_does_not_follow_the_last(wrong):
    laid_out(100)
    with pytest.raises(DBAPIError, match="follows the one before"):
        posting(str(uuid.uuid4()), ledger.company_budget(), 5, **wrong)


def test_the_database_refuses_a_journal_whose_accounts_were_not_booked():
    laid_out(100)
    journal_id = str(uuid.uuid4())
    posting(journal_id, ledger.company_budget(), 5)
    posting(journal_id, ledger.opening_account(), -5)
    with pytest.raises(DBAPIError, match="do not hold what the postings say"):
        closing(journal_id)


def test_the_database_refuses_a_reversal_that_is_not_the_mirror():
    laid_out(100)
    original = db.session.scalars(sa.select(LedgerJournal.id)).one()
    journal_id = str(uuid.uuid4())
    for account, amount in ((ledger.company_budget(), -5), (ledger.opening_account(), 5)):
        posting(journal_id, account, amount)
        booked(account)
    with pytest.raises(DBAPIError, match="mirrors"):
        closing(journal_id, kind=Movement.REVERSAL, reverses_id=original)


@pytest.mark.parametrize("column", ["balance", "received"])
def test_the_database_refuses_a_balance_that_no_posting_says(column):
    laid_out(100)
    company = sa.update(Account).where(Account.kind == AccountKind.COMPANY)
    with pytest.raises(DBAPIError, match="only in the ledger"):
        db.session.execute(company.values({column: 1_000_000}))


def test_the_database_refuses_an_account_that_is_opened_with_points():
    with pytest.raises(DBAPIError, match="begins with nothing"):
        factories.save(Account(kind=AccountKind.CATALOGUE, balance=5, received=5))


def test_the_database_refuses_an_account_that_becomes_another():
    laid_out(100)
    with pytest.raises(DBAPIError, match="stays what it is"):
        db.session.execute(sa.update(Account).where(Account.kind == AccountKind.COMPANY).values(is_overdrawable=True))


def test_the_database_refuses_a_budget_below_zero():
    laid_out(100)
    journal_id = str(uuid.uuid4())
    posting(journal_id, ledger.company_budget(), -101)
    with pytest.raises(DBAPIError, match="balance_not_negative"):
        booked(ledger.company_budget())


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": AccountKind.SPEND},
        {"kind": AccountKind.GIVE},
        {"kind": AccountKind.AREA},
        {"kind": AccountKind.TEAM},
        {"kind": AccountKind.COMPANY},
        {"kind": AccountKind.CATALOGUE, "is_overdrawable": True},
    ],
)
def test_the_database_refuses_an_account_without_its_owner_a_second_of_the_company_and_one_below_zero(fields):
    laid_out(100)
    with pytest.raises(DBAPIError):
        factories.save(Account(balance=0, received=0, **fields))
