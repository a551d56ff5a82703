"""The ledger: points move only in balanced journals, which are never edited, only reversed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import RuleBroken
from innovate.rewards.models import Account, AccountKind, LedgerJournal, Posting


class NotEnough(RuleBroken):
    """An account does not hold what should leave it."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What comes to an account (above zero) or leaves it (below zero), in whole points."""

    account_id: int
    amount: int


def transfer(
    key: str,
    legs: Sequence[Leg],
    *,
    reason: str,
    actor_id: int | None,
    cause_id: int | None = None,
    reverses_id: str | None = None,
) -> str:
    """Move points between accounts, all legs or none; answers the journal's id.

    The same key again answers the same journal and moves nothing, also when two come at once: the accounts are locked
    first, in the order of their ids. Raises NotEnough when an account would fall below zero, RuleBroken when the key
    stands for another movement.
    """
    legs = sorted(legs, key=lambda leg: leg.account_id)
    if len(legs) < 2 or sum(leg.amount for leg in legs) != 0 or not all(leg.amount for leg in legs):
        raise ValueError("A journal has two or more legs that sum to zero.")
    hold(leg.account_id for leg in legs)
    if found := _journal_of(key, legs):
        return found
    journal_id = str(uuid.uuid4())
    rows = [
        {"journal_id": journal_id, "account_id": leg.account_id, "amount": leg.amount, "balance": _book(leg)}
        for leg in legs
    ]
    db.session.execute(sa.insert(Posting), rows)
    journal = sa.insert(LedgerJournal).values(
        id=journal_id,
        key=key,
        reason=reason[:300],
        actor_id=actor_id,
        cause_id=cause_id,
        reverses_id=reverses_id,
        at=now(),
    )
    db.session.execute(journal)
    return journal_id


def reverse(journal_id: str, *, reason: str, actor_id: int | None, cause_id: int | None = None) -> str:
    """Undo a journal with one of the opposite amounts, once; answers the compensating journal's id.

    Reversing it again answers the same journal. Raises NotEnough when what was received has been spent.
    """
    amounts = sa.select(Posting.account_id, Posting.amount).where(Posting.journal_id == journal_id)
    legs = [Leg(account_id, -amount) for account_id, amount in db.session.execute(amounts)]
    return transfer(
        f"reversal:{journal_id}",
        legs,
        reason=reason,
        actor_id=actor_id,
        cause_id=cause_id,
        reverses_id=journal_id,
    )


def find(key: str) -> str | None:
    """The id of the journal with that key."""
    found: str | None = db.session.scalar(sa.select(LedgerJournal.id).where(LedgerJournal.key == key))
    return found


def hold(account_ids: Iterable[int]) -> None:
    """Lock these accounts until the transaction ends, lowest id first, so that nobody waits in a circle."""
    query = sa.select(Account.id).where(Account.id.in_(sorted(set(account_ids)))).order_by(Account.id)
    db.session.execute(query.with_for_update()).all()


def spend_accounts(person_ids: Iterable[int]) -> dict[int, int]:
    """The account of each of these people, by person; one who has none gets it now."""
    wanted = sorted(set(person_ids))
    if not wanted:
        return {}
    rows = [{"kind": AccountKind.SPEND, "name": "Points", "person_id": one, "balance": 0} for one in wanted]
    statement = insert(Account).values(rows)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=[Account.person_id]))
    query = sa.select(Account.person_id, Account.id).where(Account.person_id.in_(wanted))
    return {person_id: account_id for person_id, account_id in db.session.execute(query) if person_id}


def budget_account() -> int:
    """The account that awards are paid from."""
    return _the_only(AccountKind.BUDGET)


def opening_account() -> int:
    """The account that budgets come from."""
    return _the_only(AccountKind.OPENING)


def lay_out() -> None:
    """Open the accounts that every company has, where they do not stand yet."""
    names = {AccountKind.OPENING: "Opening", AccountKind.BUDGET: "Recognition budget"}
    standing = set(db.session.scalars(sa.select(Account.kind).where(Account.person_id.is_(None))))
    missing = [
        {"kind": kind, "name": name, "person_id": None, "balance": 0}
        for kind, name in names.items()
        if kind not in standing
    ]
    if missing:
        db.session.execute(sa.insert(Account), missing)


def _the_only(kind: AccountKind) -> int:
    query = sa.select(Account.id).where(Account.kind == kind, Account.person_id.is_(None)).order_by(Account.id)
    found = db.session.scalar(query.limit(1))
    if found is None:
        raise RuleBroken("The ledger has not been set up yet. An administrator sets it up with the installation.")
    return found


def _journal_of(key: str, legs: Sequence[Leg]) -> str | None:
    query = (
        sa.select(LedgerJournal.id, Posting.account_id, Posting.amount)
        .join(Posting, Posting.journal_id == LedgerJournal.id)
        .where(LedgerJournal.key == key)
        .order_by(Posting.account_id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    if [(row.account_id, row.amount) for row in rows] != [(leg.account_id, leg.amount) for leg in legs]:
        raise RuleBroken("This form was sent before with other points. Open a new one.")
    return str(rows[0].id)


def _book(leg: Leg) -> int:
    """Change the balance where it stays within its bounds; the balance after."""
    after = Account.balance + leg.amount
    guarded = (
        sa.update(Account)
        .where(Account.id == leg.account_id, sa.or_(after >= 0, Account.kind == AccountKind.OPENING))
        .values(balance=after)
        .returning(Account.balance)
        .execution_options(synchronize_session=False)
    )
    balance = db.session.scalar(guarded)
    if balance is None:
        raise _not_enough(leg)
    return int(balance)


def _not_enough(leg: Leg) -> NotEnough:
    query = sa.select(Account.kind, Account.balance).where(Account.id == leg.account_id)
    kind, balance = db.session.execute(query).one()
    if kind is AccountKind.BUDGET:
        return NotEnough(f"The recognition budget holds {balance:,} points, and this takes {-leg.amount:,}.")
    return NotEnough(f"Only {balance:,} of these {-leg.amount:,} points are left there, so they cannot go back.")
