"""The month's allowance: points to give, granted once a month on the company's clock; what is left expires at its turn.

A month is granted as a whole or not at all: while the company's budget does not hold what everybody waits for, nobody
gets any, and HR reads how much is missing. Whoever gives before the worker came by is granted theirs on the spot.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, rows
from innovate.core.journal import JournalEntry, record, record_now
from innovate.permissions import Role
from innovate.rewards import ledger, spans
from innovate.rewards.ledger import Leg
from innovate.rewards.models import Account, AccountKind, Allowance, LedgerJournal, Movement

GIVERS = tuple(role for role in Role if role is not Role.CUSTOMER)
USUAL = 50  # points a month to begin with, while HR said nothing; offered in the form, and granted once it is saved
AT_ONCE = 50  # people in one transaction: the company's budget is held meanwhile


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What those come to who wait for this month's points, against what the company's budget holds."""

    people: int
    points: int
    budget: int

    @property
    def is_covered(self) -> bool:
        return self.points <= self.budget

    @property
    def missing(self) -> int:
        return max(self.points - self.budget, 0)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Somebody with points of an earlier month, or without this month's."""

    person_id: int
    account_id: int
    balance: int
    allowance: int


def amounts() -> dict[Role, int]:
    """How many points a month people of each role may give; none where HR said nothing."""
    found = {one.role: one.points for one in rows(sa.select(Allowance.role, Allowance.points))}
    return {role: found.get(role, 0) for role in GIVERS}


def are_said() -> bool:
    """Whether HR ever said what may be given, even nothing."""
    return db.session.scalar(sa.select(Allowance.role).limit(1)) is not None


def expires_on() -> date:
    """The last day on which this month's points can be given."""
    last = spans.of_month(spans.this_month()).last
    assert last is not None
    return last


def turn(person_ids: Collection[int], *, also: Iterable[int] = ()) -> datetime:
    """Let these people's points of earlier months expire and grant this month's, each once; answers when that was.

    Their accounts to give, and the accounts `also`, are held until the transaction ends.
    """
    accounts = set(ledger.give_accounts(person_ids).values()) | set(also)
    purses = (ledger.company_budget(), ledger.expired_account())
    is_due = bool(_waiting(person_ids, spans.this_month()))
    ledger.hold(accounts.union(purses) if is_due else accounts)
    moment = now()
    month = spans.month_of(moment)
    if waiting := _waiting(person_ids, month):  # nobody was here first
        ledger.hold(purses)  # the month may have turned while we waited
        grants = [one for one in waiting if one.allowance] if outstanding(month).is_covered else []
        _move([one for one in waiting if one.balance], grants, month)
    return moment


def outstanding(month: date) -> Outstanding:
    """Who still waits for that month's points, and whether the company's budget holds them."""
    allowance = _allowance()
    waits = (
        sa.select(sa.func.count().label("people"), sa.func.coalesce(sa.func.sum(allowance), 0).label("points"))
        .where(Person.deactivated_at.is_(None), allowance > 0, ~_granted(month))
        .subquery("waits")
    )
    budget = sa.select(Account.balance).where(Account.kind == AccountKind.COMPANY).scalar_subquery()
    row = db.session.execute(sa.select(waits.c.people, waits.c.points, sa.func.coalesce(budget, 0))).one()
    return Outstanding(row[0], int(row[1]), int(row[2]))


def whole_month() -> int:
    """What a month comes to, with everybody who is here now."""
    query = sa.select(sa.func.coalesce(sa.func.sum(_allowance()), 0)).where(Person.deactivated_at.is_(None))
    return int(db.session.scalar(query) or 0)


def next_waiting() -> list[int]:
    """The next people for whom the turn of the month is still to be made, and can be."""
    month = spans.this_month()
    query = _who_waits(month) if outstanding(month).is_covered else _who_waits(month).where(Account.balance > 0)
    return list(db.session.scalars(query.with_only_columns(Person.id).order_by(Person.id).limit(AT_ONCE)))


def note_shortage() -> bool:
    """Tell HR, once a month, that the company's budget cannot pay the month's allowances; answers whether it did."""
    company, month = ledger.company_budget(), spans.this_month()
    if outstanding(month).is_covered:
        return False
    ledger.hold((company,))  # of two workers, the second finds the first's words
    found, span = outstanding(month), spans.of_month(month)
    said = sa.select(JournalEntry.id).where(
        JournalEntry.stream == f"account:{company}",
        JournalEntry.name == events.AllowancesUnpaid.__name__,
        JournalEntry.at >= span.starts_at,
    )
    if found.is_covered or db.session.scalar(said.limit(1)) is not None:
        return False
    record(
        events.AllowancesUnpaid(
            actor_id=None, account_id=company, month=f"{month:%Y-%m}", points=found.budget, needed=found.points
        )
    )
    return True


def expire_returned(account_id: int, points: int, *, key: str, person_id: int) -> None:
    """Let points that came back to an account to give expire at once, as their month is over; once for a key."""
    month = f"{spans.this_month():%Y-%m}"
    (entry_id,) = record_now(events.AllowanceExpired(actor_id=None, person_id=person_id, month=month, points=points))
    _expire(account_id, points, key=key, cause_id=entry_id)


def _move(leftover: Sequence[_Waiting], grants: Sequence[_Waiting], month: date) -> None:
    """Write what expires and what is granted, and move it; the accounts are held."""
    facts: list[events.AllowanceEvent] = [
        events.AllowanceExpired(actor_id=None, person_id=one.person_id, month=f"{month:%Y-%m}", points=one.balance)
        for one in leftover
    ]
    facts += [
        events.AllowanceGranted(actor_id=None, person_id=one.person_id, month=f"{month:%Y-%m}", points=one.allowance)
        for one in grants
    ]
    entries = record_now(*facts) if facts else []
    for one, entry_id in zip(leftover, entries[: len(leftover)], strict=True):
        _expire(one.account_id, one.balance, key=f"expiry:{one.person_id}:{month:%Y-%m}", cause_id=entry_id)
    label, company = spans.of_month(month).label, ledger.company_budget()
    for one, entry_id in zip(grants, entries[len(leftover) :], strict=True):
        ledger.transfer(
            f"allowance:{one.person_id}:{month:%Y-%m}",
            Movement.ALLOWANCE,
            (Leg(company, -one.allowance), Leg(one.account_id, one.allowance)),
            reason=f"To give in {label}",
            actor_id=None,
            cause_id=entry_id,
        )


def _expire(account_id: int, points: int, *, key: str, cause_id: int) -> None:
    ledger.transfer(
        key,
        Movement.EXPIRY,
        (Leg(account_id, -points), Leg(ledger.expired_account(), points)),
        reason="Not given in its month",
        actor_id=None,
        cause_id=cause_id,
    )


def _waiting(person_ids: Collection[int], month: date) -> list[_Waiting]:
    query = _who_waits(month).where(Person.id.in_(person_ids)).order_by(Person.id)
    return [_Waiting(*row) for row in rows(query)]


def _who_waits(month: date) -> sa.Select[*tuple[Any, ...]]:
    """People without that month's points who hold some of earlier months, or are due some."""
    due = sa.case((Person.deactivated_at.is_(None), _allowance()), else_=0)
    mine = sa.and_(Account.person_id == Person.id, Account.kind == AccountKind.GIVE)
    return (
        sa.select(Person.id, Account.id, sa.func.coalesce(Account.balance, 0), due)
        .outerjoin(Account, mine)
        .where(~_granted(month), sa.or_(Account.balance > 0, due > 0))
    )


def _allowance() -> sa.ColumnElement[int]:
    """As SQL: what a person may give a month, the largest of their roles."""
    ranked = sorted(amounts().items(), key=lambda one: -one[1])
    cases = [(Person.holds(role), points) for role, points in ranked if points]
    return sa.case(*cases, else_=0) if cases else sa.literal(0)


def _granted(month: date) -> sa.Exists:
    key = sa.literal("allowance:") + sa.cast(Person.id, sa.String) + sa.literal(f":{month:%Y-%m}")
    return sa.select(LedgerJournal.id).where(LedgerJournal.key == key).exists()
