"""The ledger: points move only in balanced journals, which are never edited, only reversed."""

import secrets
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import RuleBroken
from innovate.rewards.models import (
    BUDGETS,
    OF_THE_COMPANY,
    Account,
    AccountKind,
    LedgerJournal,
    LedgerMonth,
    Movement,
    Posting,
)

Kinds = Collection[AccountKind]
MOVES: dict[Movement, tuple[Kinds, Kinds]] = {  # what points may leave, and what they may come to
    Movement.FUNDING: ({AccountKind.OPENING}, {AccountKind.COMPANY}),
    Movement.ALLOTMENT: (BUDGETS, BUDGETS),
    Movement.AWARD: (BUDGETS, {AccountKind.SPEND, AccountKind.VESTING}),
    Movement.VESTING: ({AccountKind.VESTING}, {AccountKind.SPEND}),
    Movement.LAPSE: ({AccountKind.VESTING}, BUDGETS),
    Movement.ALLOWANCE: (BUDGETS, {AccountKind.GIVE}),
    Movement.KUDOS: ({AccountKind.GIVE}, {AccountKind.SPEND}),
    Movement.REDEMPTION: ({AccountKind.SPEND}, {AccountKind.CATALOGUE}),
    Movement.REFUND: ({AccountKind.CATALOGUE}, {AccountKind.SPEND}),
    Movement.EXPIRY: ({AccountKind.GIVE}, {AccountKind.EXPIRED}),
    Movement.REVERSAL: (tuple(AccountKind), tuple(AccountKind)),
}


class NotEnough(RuleBroken):
    """An account does not hold what should leave it."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What comes to an account (above zero) or leaves it (below zero), in whole points."""

    account_id: int
    amount: int


@dataclass(frozen=True, slots=True)
class _Held:
    """An account that nobody else moves until the transaction ends."""

    kind: AccountKind
    balance: int
    received: int
    is_overdrawable: bool
    moved_at: datetime | None
    open_since: datetime | None  # when the last closed month ended


def transfer(
    key: str,
    kind: Movement,
    legs: Sequence[Leg],
    *,
    reason: str,
    actor_id: int | None,
    cause_id: int | None,
    reverses_id: str | None = None,
) -> str:
    """Move points between accounts, all legs or none; answers the journal's id.

    `cause_id` is the event that it follows from. The same key again answers the same journal and moves nothing, also
    when two come at once: the accounts are locked first, in the order of their ids. What crosses the close of a month
    is posted in the open one. Raises NotEnough when an account would fall below zero that may not, RuleBroken when the
    key stands for another movement.
    """
    legs = sorted(legs, key=lambda leg: leg.account_id)
    if len(legs) < 2 or sum(leg.amount for leg in legs) != 0 or not all(leg.amount for leg in legs):
        raise ValueError("A journal has two or more legs that sum to zero.")
    if len({leg.account_id for leg in legs}) < len(legs):
        raise ValueError("A journal has one leg for each account.")
    held = _hold({leg.account_id for leg in legs})
    if found := _journal_of(key, legs):
        return found
    _refuse_unfit(kind, legs, held)
    at = max([now(), *(moment for one in held.values() for moment in (one.moved_at, one.open_since) if moment)])
    journal_id = _new_id(at)
    postings = [_posting(journal_id, leg, held[leg.account_id], at) for leg in legs]
    db.session.execute(sa.insert(Posting), postings)
    db.session.connection().execute(_BOOK, [{"account": one["account_id"], **one} for one in postings])
    journal = sa.insert(LedgerJournal).values(
        id=journal_id,
        key=key,
        kind=kind,
        reason=reason[:300],
        actor_id=actor_id,
        cause_id=cause_id,
        reverses_id=reverses_id,
        at=at,
    )
    db.session.execute(journal)
    return journal_id


def reverse(journal_id: str, *, reason: str, actor_id: int | None, cause_id: int | None) -> str:
    """Undo a journal with one of the opposite amounts, once; answers the compensating journal's id.

    Reversing it again answers the same journal. Raises NotEnough when what was received has been spent, RuleBroken for
    what is a reversal itself.
    """
    kind = db.session.scalar(sa.select(LedgerJournal.kind).where(LedgerJournal.id == journal_id))
    if kind is Movement.REVERSAL:
        raise RuleBroken("This is a correction already. Post what is right anew.")
    legs = [Leg(leg.account_id, -leg.amount) for leg in legs_of(journal_id)]
    return transfer(
        f"reversal:{journal_id}",
        Movement.REVERSAL,
        legs,
        reason=reason,
        actor_id=actor_id,
        cause_id=cause_id,
        reverses_id=journal_id,
    )


def legs_of(journal_id: str) -> list[Leg]:
    """What that journal moved."""
    query = sa.select(Posting.account_id, Posting.amount).where(Posting.journal_id == journal_id)
    return [Leg(*row) for row in db.session.execute(query.order_by(Posting.account_id))]


def find(key: str) -> str | None:
    """The id of the journal with that key."""
    found: str | None = db.session.scalar(sa.select(LedgerJournal.id).where(LedgerJournal.key == key))
    return found


def hold(account_ids: Iterable[int]) -> dict[int, int]:
    """Lock these accounts until the transaction ends, lowest id first, so that nobody waits in a circle.

    Answers what each holds.
    """
    return {account_id: one.balance for account_id, one in _hold(set(account_ids)).items()}


def spend_accounts(person_ids: Iterable[int]) -> dict[int, int]:
    """What each of these people has earned, by person; who has no such account gets it now."""
    return _personal(AccountKind.SPEND, person_ids)


def give_accounts(person_ids: Iterable[int]) -> dict[int, int]:
    """What each of these people may give, by person; who has no such account gets it now."""
    return _personal(AccountKind.GIVE, person_ids)


def area_budget(area_id: int) -> int:
    """The account of that area; opened now if it has none."""
    return _opened({"kind": AccountKind.AREA, "area_id": area_id}, Account.area_id)


def team_budget(team_id: int) -> int:
    """The account of that team; opened now if it has none."""
    return _opened({"kind": AccountKind.TEAM, "team_id": team_id}, Account.team_id)


def company_budget() -> int:
    """The account that awards are paid from and other budgets are funded from."""
    return _the_only(AccountKind.COMPANY)


def opening_account() -> int:
    """The account that the company's budget comes from."""
    return _the_only(AccountKind.OPENING)


def catalogue_account() -> int:
    """The account that rewards are paid to."""
    return _the_only(AccountKind.CATALOGUE)


def expired_account() -> int:
    """The account that takes what was not given in time."""
    return _the_only(AccountKind.EXPIRED)


def vesting_account() -> int:
    """The account that holds what was awarded until the benefit is confirmed."""
    return _the_only(AccountKind.VESTING)


def lay_out() -> None:
    """Open the accounts that every company has, where they do not stand yet."""
    standing = set(db.session.scalars(sa.select(Account.kind).where(Account.kind.in_(OF_THE_COMPANY))))
    missing = [_blank(kind=kind) for kind in OF_THE_COMPANY if kind not in standing]
    if missing:
        db.session.execute(sa.insert(Account), missing)


def _hold(account_ids: Iterable[int]) -> dict[int, _Held]:
    open_since = sa.select(sa.func.max(LedgerMonth.ends_at)).scalar_subquery()
    query = (
        sa.select(
            Account.id,
            Account.kind,
            Account.balance,
            Account.received,
            Account.is_overdrawable,
            Account.moved_at,
            open_since,
        )
        .where(Account.id.in_(sorted(account_ids)))
        .order_by(Account.id)
        .with_for_update(of=Account)
    )
    return {row[0]: _Held(*row[1:]) for row in db.session.execute(query)}


def _refuse_unfit(kind: Movement, legs: Sequence[Leg], held: dict[int, _Held]) -> None:
    leaves, comes = MOVES[kind]
    for leg in legs:
        account = held[leg.account_id]
        if account.kind not in (comes if leg.amount > 0 else leaves):
            raise ValueError(f"No {kind} moves points of an account of the kind {account.kind} so.")
        if leg.amount < 0 and account.balance + leg.amount < 0 and not account.is_overdrawable:
            raise _not_enough(account, leg)


def _posting(journal_id: str, leg: Leg, account: _Held, at: datetime) -> dict[str, Any]:
    return {
        "journal_id": journal_id,
        "account_id": leg.account_id,
        "at": at,
        "amount": leg.amount,
        "balance": account.balance + leg.amount,
        "received": account.received + max(leg.amount, 0),
    }


def _new_id(at: datetime) -> str:
    """A UUID that begins with the moment (version 7), so that journals of one time lie together in the index."""
    milliseconds = int(at.timestamp() * 1000)
    number = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def _personal(kind: AccountKind, person_ids: Iterable[int]) -> dict[int, int]:
    wanted = sorted(set(person_ids))
    standing = _standing(kind, wanted) if wanted else {}
    missing = [_blank(kind=kind, person_id=one) for one in wanted if one not in standing]
    if not missing:
        return standing
    statement = insert(Account).values(missing)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=[Account.person_id, Account.kind]))
    return _standing(kind, wanted)  # also those that another opened at the same time


def _standing(kind: AccountKind, person_ids: Sequence[int]) -> dict[int, int]:
    query = sa.select(Account.person_id, Account.id).where(Account.kind == kind, Account.person_id.in_(person_ids))
    return {person_id: account_id for person_id, account_id in db.session.execute(query) if person_id}


def _opened(values: dict[str, Any], owner: Any) -> int:
    statement = insert(Account).values(_blank(**values))
    db.session.execute(statement.on_conflict_do_nothing(index_elements=[owner]))
    return int(db.session.scalars(sa.select(Account.id).where(owner == values[owner.key])).one())


def _blank(**values: Any) -> dict[str, Any]:
    owners = {"person_id": None, "area_id": None, "team_id": None}
    is_overdrawable = values["kind"] is AccountKind.OPENING
    return {**owners, "balance": 0, "received": 0, "is_overdrawable": is_overdrawable, **values}


def _the_only(kind: AccountKind) -> int:
    found = db.session.scalar(sa.select(Account.id).where(Account.kind == kind))
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


def _not_enough(account: _Held, leg: Leg) -> NotEnough:
    if account.kind is AccountKind.COMPANY:
        return NotEnough(f"The company’s budget holds {account.balance:,} points, and this takes {-leg.amount:,}.")
    if account.kind in BUDGETS:
        return NotEnough(f"This budget holds {account.balance:,} points, and this takes {-leg.amount:,}.")
    return NotEnough(f"Only {account.balance:,} of these {-leg.amount:,} points are left there.")


_BOOK = (  # the database compares it with the posting just made
    sa.update(Account.__table__)  # type: ignore[arg-type]  # the plain table: several rows in one go
    .where(Account.id == sa.bindparam("account"))
    .values(balance=sa.bindparam("balance"), received=sa.bindparam("received"), moved_at=sa.bindparam("at"))
)
