"""The company's values, how often they were named, and what each role may give a month."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db, rows
from innovate.permissions import Role
from innovate.rewards import allowances, spans
from innovate.rewards.allowances import Outstanding
from innovate.rewards.models import Account, AccountKind, CompanyValue, Kudos, LedgerJournal, Movement, Posting


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value, and in how many kudos it was named."""

    id: int
    name: str
    purpose: str
    position: int
    is_active: bool
    times: int


@dataclass(frozen=True, slots=True)
class RoleAllowance:
    """What people of a role may give a month, and how many they are."""

    role: Role
    points: int
    people: int


@dataclass(frozen=True, slots=True)
class MonthOfAllowances:
    """This month's allowances: what was granted and given of it, what still waits, and whether the budget holds it."""

    label: str
    until: date
    roles: tuple[RoleAllowance, ...]
    granted: int
    given: int
    to_give: int  # what everybody together still holds
    outstanding: Outstanding
    whole: int  # what a month comes to, with everybody who is here now
    is_said: bool  # HR decided on it; before that, nobody is granted any
    everybody: int  # how many are here now
    usual: int  # what each role is offered before HR decides


def values() -> tuple[ValueRow, ...]:
    """Every value in its order, those that can be chosen first."""
    times = sa.select(sa.func.count()).where(Kudos.value_id == CompanyValue.id, Kudos.reversed_at.is_(None))
    query = sa.select(
        CompanyValue.id,
        CompanyValue.name,
        CompanyValue.purpose,
        CompanyValue.position,
        CompanyValue.is_active,
        times.correlate(CompanyValue).scalar_subquery(),
    ).order_by(CompanyValue.is_active.desc(), CompanyValue.position, CompanyValue.id)
    return tuple(ValueRow(*row) for row in rows(query))


def next_position() -> int:
    """The place behind all values."""
    return int(db.session.scalar(sa.select(sa.func.max(CompanyValue.position))) or 0) + 1


def month_of_allowances() -> MonthOfAllowances:
    """How this month's allowances stand."""
    month = spans.this_month()
    span = spans.of_month(month)
    assert span.starts_at is not None
    amounts = allowances.amounts()
    heads = {role: int(db.session.scalar(_heads(role)) or 0) for role in amounts}
    moved = {kind: int(points) for kind, points in rows(_moved(span.starts_at))}
    held = sa.select(sa.func.coalesce(sa.func.sum(Account.balance), 0)).where(Account.kind == AccountKind.GIVE)
    return MonthOfAllowances(
        label=span.label,
        until=allowances.expires_on(),
        roles=tuple(RoleAllowance(role, points, heads[role]) for role, points in amounts.items()),
        granted=moved.get(Movement.ALLOWANCE, 0),
        given=moved.get(Movement.KUDOS, 0),
        to_give=int(db.session.scalar(held) or 0),
        outstanding=allowances.outstanding(month),
        whole=allowances.whole_month(),
        is_said=allowances.are_said(),
        everybody=int(db.session.scalar(_heads()) or 0),
        usual=allowances.USUAL,
    )


def _heads(*roles: Role) -> sa.Select[int]:
    givers = sa.or_(*(Person.holds(role) for role in roles or allowances.GIVERS))
    return sa.select(sa.func.count(Person.id)).where(Person.deactivated_at.is_(None), givers)


def _moved(since: Any) -> sa.Select[*tuple[Any, ...]]:
    """What was granted and given since, in points; a reversal counts with what it reverses."""
    return (
        sa.select(LedgerJournal.kind, sa.func.sum(Posting.amount))
        .join(Posting, Posting.journal_id == LedgerJournal.id)
        .where(
            LedgerJournal.at >= since,
            LedgerJournal.kind.in_((Movement.ALLOWANCE, Movement.KUDOS)),
            Posting.amount > 0,
        )
        .group_by(LedgerJournal.kind)
    )
