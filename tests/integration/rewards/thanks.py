"""A company whose people may give points each month, and kudos that they give."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.permissions import Role
from innovate.rewards import commands
from innovate.rewards.models import Account, AccountKind, Kudos
from tests.integration.rewards.companies import key, laid_out

OCTOBER, LAST_OF_OCTOBER, NOVEMBER = (
    datetime(2026, 10, 20, 12, tzinfo=UTC),
    datetime(2026, 10, 31, 23, 59, 59, 999_000, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
)


def with_allowances(points: int = 100, budget: int = 10_000, **roles: int) -> Person:
    """A company whose employees may give so many points a month, and other roles what is said; its HR person."""
    hr = laid_out(budget)
    commands.save_allowances(hr, amounts={Role.EMPLOYEE: points} | {Role(name): n for name, n in roles.items()})
    return hr


def give(actor: Person, *receivers: Person, points: int = 10, words: str = "For the labels.", **more: Any) -> Kudos:
    """Kudos with a form of their own, if none is named."""
    people = [one.id for one in receivers]
    fields = {"key": key(), **more}
    return commands.give_kudos(actor, person_ids=people, points=points, words=words, **fields)


def to_give(person: Person) -> int:
    """What that account says now."""
    return _holds(person, AccountKind.GIVE)


def to_spend(person: Person) -> int:
    """What that account says now."""
    return _holds(person, AccountKind.SPEND)


def of_the_company(kind: AccountKind) -> int:
    """What the company's account of that kind says now."""
    return db.session.scalar(sa.select(Account.balance).where(Account.kind == kind)) or 0


def _holds(person: Person, kind: AccountKind) -> int:
    query = sa.select(Account.balance).where(Account.person_id == person.id, Account.kind == kind)
    return db.session.scalar(query) or 0
