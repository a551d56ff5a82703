"""Accounts of points as a bank shows them: the balance, and each movement with the balance after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.ideas.models import Idea
from innovate.rewards.drawings import icon_of
from innovate.rewards.models import Account, AccountKind, Award, Badge, LedgerJournal, Posting

PAGE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on an account; `balance` is what it held afterwards."""

    id: int
    at: datetime
    amount: int
    balance: int
    reason: str
    is_reversal: bool
    person: Face | None  # whose award it was
    citation: str | None
    badge: str | None
    badge_icon: str
    idea_id: int | None
    idea_title: str | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An account and a page of its statement."""

    id: int | None
    kind: AccountKind
    name: str
    owner: Face | None
    balance: int
    received: int  # of all time
    paid: int
    lines: Page[Line]


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account in the list of all."""

    id: int
    name: str
    kind: AccountKind
    owner: Face | None
    balance: int

    @property
    def href(self) -> str:
        """Where its statement stands: a person's is their wallet."""
        return f"/people/{self.owner.id}/wallet" if self.owner else f"/rewards/accounts/{self.id}"


def accounts(cursor: str | None = None) -> Page[AccountRow]:
    """Every account of the ledger: the company's own first, then people's as they were opened."""
    query = (
        sa.select(
            Account.id, Account.name, Account.kind, Account.balance, Account.person_id, Person.name.label("owner")
        )
        .outerjoin(Person, Person.id == Account.person_id)
        .order_by(Account.id)
        .limit(PAGE + 1)
    )
    if cursor:
        query = query.where(Account.id > decode(cursor, int)[0])
    found = [
        AccountRow(row.id, row.name, row.kind, Face(row.person_id, row.owner) if row.owner else None, row.balance)
        for row in rows(query)
    ]
    return page_of(found, PAGE, lambda row: (row.id,))


def sum_of_all() -> int:
    """What all accounts hold together: nothing, as every point that came to one has left another."""
    return int(db.session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Account.balance), 0))) or 0)


def budget_left() -> int:
    """The points that HR may still award."""
    query = sa.select(sa.func.coalesce(sa.func.sum(Account.balance), 0)).where(Account.kind == AccountKind.BUDGET)
    return int(db.session.scalar(query) or 0)


def wallet_page(person: Person, cursor: str | None = None) -> AccountPage:
    """That person's points; somebody who never got any has an empty wallet."""
    found = _account(Account.person_id == person.id, cursor)
    return found or AccountPage(None, AccountKind.SPEND, "Points", Face(person.id, person.name), 0, 0, 0, Page(()))


def budget_page(cursor: str | None = None) -> AccountPage:
    """The recognition budget. Raises NotFound where the ledger was never laid out."""
    found = _account(sa.and_(Account.kind == AccountKind.BUDGET, Account.person_id.is_(None)), cursor)
    if found is None:
        raise NotFound("This installation has no recognition budget yet.")
    return found


def account_page(account_id: int, cursor: str | None = None) -> AccountPage:
    """Any account. Raises NotFound."""
    found = _account(Account.id == account_id, cursor)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def _account(which: sa.ColumnElement[bool], cursor: str | None) -> AccountPage | None:
    moved = sa.select(sa.func.coalesce(sa.func.sum(Posting.amount), 0)).where(Posting.account_id == Account.id)
    query = (
        sa.select(
            Account.id,
            Account.kind,
            Account.name,
            Account.person_id,
            Person.name.label("owner"),
            Account.balance,
            moved.where(Posting.amount > 0).scalar_subquery().label("received"),
        )
        .outerjoin(Person, Person.id == Account.person_id)
        .where(which)
        .order_by(Account.id)
        .limit(1)
    )
    row = rows(query).first()
    if row is None:
        return None
    owner = Face(row.person_id, row.owner) if row.person_id else None
    received, paid = int(row.received), int(row.received) - row.balance
    return AccountPage(row.id, row.kind, row.name, owner, row.balance, received, paid, _lines(row.id, cursor))


def _lines(account_id: int, cursor: str | None) -> Page[Line]:
    receiver = aliased(Person)
    moved = sa.func.coalesce(LedgerJournal.reverses_id, LedgerJournal.id)
    query = (
        sa.select(
            Posting.id,
            LedgerJournal.at,
            Posting.amount,
            Posting.balance,
            LedgerJournal.reason,
            LedgerJournal.reverses_id,
            Award.person_id,
            receiver.name.label("person"),
            Award.citation,
            Badge.name.label("badge"),
            Badge.drawing,
            Award.idea_id,
            Idea.title.label("idea_title"),
        )
        .join(LedgerJournal, LedgerJournal.id == Posting.journal_id)
        .outerjoin(Award, Award.ledger_journal_id == moved)
        .outerjoin(receiver, receiver.id == Award.person_id)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .outerjoin(Idea, Idea.id == Award.idea_id)
        .where(Posting.account_id == account_id)
        .order_by(Posting.id.desc())
        .limit(PAGE + 1)
    )
    if cursor:
        query = query.where(Posting.id < decode(cursor, int)[0])
    lines = [_line(row) for row in rows(query)]
    return page_of(lines, PAGE, lambda line: (line.id,))


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        at=row.at,
        amount=row.amount,
        balance=row.balance,
        reason=row.reason,
        is_reversal=row.reverses_id is not None,
        person=Face(row.person_id, row.person) if row.person_id else None,
        citation=row.citation,
        badge=row.badge,
        badge_icon=icon_of(row.drawing),
        idea_id=row.idea_id,
        idea_title=row.idea_title,
    )
