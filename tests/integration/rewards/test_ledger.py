"""The ledger keeps its promises on either database, whoever comes at once."""

import random
import uuid

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from innovate import invariants
from innovate.core import transaction
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.rewards import ledger
from innovate.rewards.ledger import Leg, NotEnough
from innovate.rewards.models import Account, AccountKind, LedgerJournal, Posting
from tests import factories
from tests.integration.rewards.companies import laid_out

pytestmark = pytest.mark.usefixtures("app")


def balance(account_id: int) -> int:
    return db.session.scalar(sa.select(Account.balance).where(Account.id == account_id)) or 0


def pay(key, to, points, actor):
    legs = [Leg(ledger.budget_account(), -points), Leg(to, points)]
    return ledger.transfer(key, legs, reason="Thanks", actor_id=actor.id)


def test_a_transfer_moves_points_and_each_posting_keeps_the_balance_after_it():
    hr, person = laid_out(100), factories.person()
    wallet = ledger.spend_accounts([person.id])[person.id]
    pay("one", wallet, 30, hr)
    pay("two", wallet, 20, hr)
    after = sa.select(Posting.balance).where(Posting.account_id == wallet).order_by(Posting.id)
    assert list(db.session.scalars(after)) == [30, 50]
    assert (balance(wallet), balance(ledger.budget_account())) == (50, 50)
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
    first = ledger.reverse(journal, reason="A mistake", actor_id=hr.id)
    assert ledger.reverse(journal, reason="A mistake", actor_id=hr.id) == first
    assert (balance(wallet), balance(ledger.budget_account())) == (0, 100)


@pytest.mark.parametrize("legs", [[Leg(1, 5)], [Leg(1, 5), Leg(2, -4)], [Leg(1, 0), Leg(2, 0)]])
def test_legs_that_do_not_balance_are_a_mistake_of_the_caller(legs):
    with pytest.raises(ValueError, match="sum to zero"):
        ledger.transfer("odd", legs, reason="Odd", actor_id=None)


def test_the_same_key_at_once_moves_the_points_once(at_once):
    hr, person = laid_out(100), factories.person()
    wallet, budget = ledger.spend_accounts([person.id])[person.id], ledger.budget_account()
    legs, actor = [Leg(budget, -10), Leg(wallet, 10)], hr.id
    work = lambda: ledger.transfer("same", legs, reason="Thanks", actor_id=actor)  # noqa: E731 - one line for all
    answers = at_once([work] * 8)
    assert len(set(answers)) == 1
    assert balance(wallet) == 10


def test_twenty_at_once_never_take_a_budget_below_zero(at_once):
    laid_out(100)
    people = [factories.person() for _ in range(20)]
    wallets, budget = ledger.spend_accounts(one.id for one in people), ledger.budget_account()

    def give(place, wallet):
        legs = [Leg(budget, -15), Leg(wallet, 15)]
        return lambda: ledger.transfer(f"award {place}", legs, reason="Thanks", actor_id=None)

    answers = at_once([give(place, wallet) for place, wallet in enumerate(wallets.values())])
    assert sum(isinstance(answer, str) for answer in answers) == 6
    assert sum(isinstance(answer, NotEnough) for answer in answers) == 14
    assert balance(budget) == 10


def test_crossing_transfers_do_not_wait_for_each_other_in_a_circle(at_once):
    hr = laid_out(1_000)
    first, second = ledger.spend_accounts([factories.person().id, factories.person().id]).values()
    pay("a", first, 400, hr)
    pay("b", second, 400, hr)

    def swap(place):
        there, back = (first, second) if place % 2 else (second, first)
        return lambda: ledger.transfer(f"swap {place}", [Leg(there, -1), Leg(back, 1)], reason="Swap", actor_id=None)

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
                ledger.reverse(chance.choice(done), reason="Back", actor_id=hr.id)
            else:
                done.append(pay(f"run {place}", chance.choice(wallets), chance.randint(1, 80), hr))
        except NotEnough:
            continue
    assert db.session.scalar(sa.select(sa.func.sum(Posting.amount))) == 0
    transaction.complete()
    assert list(invariants.broken()) == []


@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["postings", "ledger_journals"])
def test_the_database_refuses_to_change_what_was_posted(change, table):
    laid_out(100)
    transaction.complete()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(sa.text(change.format(table)))


def posting(journal_id, account_id, amount):
    values = {"journal_id": journal_id, "account_id": account_id, "amount": amount, "balance": 0}
    db.session.execute(sa.insert(Posting).values(**values))


def closing(journal_id):
    values = {"id": journal_id, "key": journal_id, "reason": "Odd", "at": sa.func.now()}
    db.session.execute(sa.insert(LedgerJournal).values(**values))


@pytest.mark.parametrize("amounts", [[], [5], [5, -4]])
def test_the_database_refuses_a_journal_that_does_not_balance(amounts):
    laid_out(100)
    journal_id = str(uuid.uuid4())
    for amount in amounts:
        posting(journal_id, ledger.budget_account(), amount)
    with pytest.raises(DBAPIError, match="sum to zero"):
        closing(journal_id)


def test_the_database_refuses_a_posting_to_a_journal_that_is_closed():
    laid_out(100)
    journal_id = db.session.scalars(sa.select(LedgerJournal.id)).first()
    with pytest.raises(DBAPIError, match="closed"):
        posting(journal_id, ledger.budget_account(), 5)


def test_the_database_refuses_postings_without_a_journal():
    laid_out(100)
    journal_id = str(uuid.uuid4())
    posting(journal_id, ledger.budget_account(), 5)
    posting(journal_id, ledger.opening_account(), -5)
    with pytest.raises(DBAPIError):
        transaction.complete()


def test_the_database_refuses_a_budget_below_zero():
    laid_out(100)
    with pytest.raises(DBAPIError, match="balance_not_negative"):
        db.session.execute(sa.update(Account).where(Account.kind == AccountKind.BUDGET).values(balance=-1))
