"""The books: journals with all their legs, one to look at and all of a span to take along."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.journal import JournalEntry
from innovate.core.paging import Page, decode, page_of
from innovate.rewards.models import Account, AccountKind, LedgerJournal, Movement, Posting
from innovate.rewards.queries.accounts import account_name
from innovate.rewards.queries.statements import moment_of
from innovate.rewards.spans import Span


@dataclass(frozen=True, slots=True)
class Entry:
    """One leg of a journal with all that finance asks for."""

    id: int
    journal_id: str
    at: datetime
    kind: Movement
    reason: str
    actor: str | None
    cause_id: int | None
    key: str
    reverses_id: str | None
    account_id: int
    account_kind: AccountKind
    person_id: int | None
    person: str | None
    unit: str | None
    amount: int
    balance: int

    @property
    def account(self) -> str:
        return account_name(self.account_kind, self.person, self.unit)


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal and its legs."""

    id: str
    at: datetime
    kind: Movement
    reason: str
    by: Face | None
    cause_id: int | None
    cause: str | None
    key: str
    reverses_id: str | None
    reversed_by: str | None
    legs: tuple[Entry, ...]


def journal(journal_id: str) -> Journal:
    """One journal. Raises NotFound."""
    found = tuple(_entry(row) for row in rows(_entries().where(Posting.journal_id == journal_id).order_by(Posting.id)))
    if not found:
        raise NotFound("There is no such movement.")
    correction = aliased(LedgerJournal)
    query = sa.select(LedgerJournal.actor_id, correction.id).where(LedgerJournal.id == journal_id)
    row = rows(query.outerjoin(correction, correction.reverses_id == LedgerJournal.id)).one()
    first = found[0]
    by = Face(row[0], first.actor) if row[0] and first.actor else None
    cause = db.session.scalar(sa.select(JournalEntry.name).where(JournalEntry.id == first.cause_id))
    return Journal(
        first.journal_id,
        first.at,
        first.kind,
        first.reason,
        by,
        first.cause_id,
        cause,
        first.key,
        first.reverses_id,
        row[1],
        found,
    )


def find_journal(journal_id: str) -> LedgerJournal | None:
    """That journal, to be corrected."""
    found: LedgerJournal | None = db.session.get(LedgerJournal, journal_id)
    return found


def entries(span: Span, cursor: str | None = None, size: int = 2_000) -> Page[Entry]:
    """Every leg of every journal of that span in the order of time, a page of journals at a time."""
    few = sa.select(LedgerJournal.id, LedgerJournal.at)
    if span.starts_at:
        few = few.where(LedgerJournal.at >= span.starts_at)
    if span.ends_at:
        few = few.where(LedgerJournal.at < span.ends_at)
    if cursor:
        text, id_ = decode(cursor, str, str)
        at = moment_of(text)
        few = few.where(LedgerJournal.at >= at, sa.or_(LedgerJournal.at > at, LedgerJournal.id > id_))
    page = rows(few.order_by(LedgerJournal.at, LedgerJournal.id).limit(size + 1)).all()
    wanted = [row.id for row in page[:size]]
    if not wanted:
        return Page(())
    query = _entries().where(Posting.journal_id.in_(wanted)).order_by(LedgerJournal.at, LedgerJournal.id, Posting.id)
    following = page_of(page, size, lambda row: (row.at.isoformat(), row.id)).next
    return Page(tuple(_entry(row) for row in rows(query)), following)


def entries_beyond(span: Span, most: int) -> bool:
    """Whether that span has more journals than so many."""
    query = sa.select(LedgerJournal.id)
    if span.starts_at:
        query = query.where(LedgerJournal.at >= span.starts_at)
    if span.ends_at:
        query = query.where(LedgerJournal.at < span.ends_at)
    return db.session.scalar(query.limit(1).offset(most)) is not None


def _entries() -> sa.Select[*tuple[Any, ...]]:
    actor, owner = aliased(Person), aliased(Person)
    return (
        sa.select(
            Posting.id,
            Posting.journal_id,
            Posting.at,
            LedgerJournal.kind,
            LedgerJournal.reason,
            actor.name.label("actor"),
            LedgerJournal.cause_id,
            LedgerJournal.key,
            LedgerJournal.reverses_id,
            Posting.account_id,
            Account.kind.label("account_kind"),
            Account.person_id,
            owner.name.label("person"),
            sa.func.coalesce(Area.name, Team.name).label("unit"),
            Posting.amount,
            Posting.balance,
        )
        .join(LedgerJournal, LedgerJournal.id == Posting.journal_id)
        .join(Account, Account.id == Posting.account_id)
        .outerjoin(actor, actor.id == LedgerJournal.actor_id)
        .outerjoin(owner, owner.id == Account.person_id)
        .outerjoin(Area, Area.id == Account.area_id)
        .outerjoin(Team, Team.id == Account.team_id)
    )


def _entry(row: Any) -> Entry:
    return Entry(*row)
