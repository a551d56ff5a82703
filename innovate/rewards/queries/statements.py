"""Statements like a bank's: what an account held, each movement with the balance after it, what it holds."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import BigId, db, rows
from innovate.core.errors import BadInput, NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.ideas.models import Idea
from innovate.rewards.drawings import icon_of
from innovate.rewards.models import PERSONAL, Account, AccountKind, Award, Badge, LedgerJournal, Movement, Posting
from innovate.rewards.queries.accounts import AccountRow, account_name, account_rows, as_account
from innovate.rewards.spans import ALL, Span

PAGE = 30
_STARTS = sa.bindparam("starts_at", type_=Posting.at.type)
_ENDS = sa.bindparam("ends_at", type_=Posting.at.type)
_OF_ID = Account.id == sa.bindparam("id", type_=BigId)
_OF_PERSON = sa.and_(
    Account.person_id == sa.bindparam("id", type_=BigId), sa.or_(*(Account.kind == kind for kind in PERSONAL))
)


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on an account; `balance` is what it held afterwards."""

    id: int
    journal_id: str
    at: datetime
    kind: Movement
    amount: int
    balance: int
    reason: str
    reverses_id: str | None  # what this corrects
    reversed_by: str | None  # what corrected this
    counter: str  # the account that it came from or went to
    counter_person: str | None  # whose account that was, where it was one person's
    award_id: int | None
    person: Face | None  # whose award it was
    citation: str | None
    badge: str | None
    badge_icon: str
    idea_id: int | None
    idea_title: str | None

    @property
    def is_reversal(self) -> bool:
        return self.reverses_id is not None


@dataclass(frozen=True, slots=True)
class Statement:
    """An account and a page of what moved on it in a span."""

    account: AccountRow
    span: Span
    opening: int
    received: int
    paid: int
    closing: int
    lines: Page[Line]


def statement(account_id: int, span: Span = ALL, cursor: str | None = None, size: int | None = None) -> Statement:
    """Any account in that span, a page or so many lines of it. Raises NotFound."""
    found = rows(
        _accounts(_OF_ID, bool(span.starts_at), bool(span.ends_at)), {"id": account_id, **_bounds(span)}
    ).first()
    if found is None:
        raise NotFound("There is no such account.")
    return _statement(found, span, cursor, size or PAGE)


def statements_of(
    person: Person, kind: AccountKind, span: Span = ALL, cursor: str | None = None
) -> tuple[dict[AccountKind, AccountRow], Statement]:
    """That person's accounts, and one of them in full; an empty one where nothing ever came."""
    own = _accounts(_OF_PERSON, bool(span.starts_at), bool(span.ends_at))
    found = {row.kind: row for row in rows(own, {"id": person.id, **_bounds(span)})}
    accounts = {one: as_account(row) for one, row in found.items()}
    if kind in found:
        return accounts, _statement(found[kind], span, cursor, PAGE)
    empty = AccountRow(0, kind, Face(person.id, person.name), None, 0, 0)
    return accounts, Statement(empty, span, 0, 0, 0, 0, Page(()))


def lines(account_id: int, span: Span, cursor: str | None = None, size: int = PAGE) -> Page[Line]:
    """The movements of an account in that span, the newest first."""
    values = {"account": account_id, "most": size + 1, **_bounds(span)}
    if cursor:
        text, values["last_id"] = decode(cursor, str, int)
        values["last_at"] = moment_of(text)
    found = rows(_lines(bool(span.starts_at), bool(span.ends_at), bool(cursor)), values).all()
    return page_of([_line(row) for row in found], size, lambda line: (line.at.isoformat(), line.id))


def lines_beyond(account_id: int, span: Span, most: int) -> bool:
    """Whether an account has more movements than so many in that span."""
    return db.session.scalar(_postings(account_id, span).limit(1).offset(most)) is not None


def moment_of(text: str) -> datetime:
    """The moment in a cursor. Raises BadInput."""
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        """No moment, or one that lies outside the calendar."""
    raise BadInput("That page address is not one of ours. Start again from the first page.")


def _statement(row: Any, span: Span, cursor: str | None, size: int) -> Statement:
    account = as_account(row)
    if span.is_all:
        opening, had, closing, got = 0, 0, account.balance, account.received
    else:
        opening, had, closing, got = row.opening or 0, row.had or 0, row.closing or 0, row.got or 0
    received = got - had
    paid = received - (closing - opening)
    return Statement(account, span, opening, received, paid, closing, lines(account.id, span, cursor, size))


def _bounds(span: Span) -> dict[str, Any]:
    return {name: at for name, at in (("starts_at", span.starts_at), ("ends_at", span.ends_at)) if at}


@cache
def _accounts(which: sa.ColumnElement[bool], is_begun: bool, is_ended: bool) -> sa.Select[*tuple[Any, ...]]:
    """An account's row with what it held before the span and at its end: of each, one look-up in the index.

    Made once for each kind of span, as putting it together costs more than running it.
    """
    query = account_rows().where(which)
    if not is_begun and not is_ended:
        return query
    zero: sa.ColumnElement[int] = sa.literal(0)
    return query.add_columns(
        (_before(Posting.balance, _STARTS) if is_begun else zero).label("opening"),
        (_before(Posting.received, _STARTS) if is_begun else zero).label("had"),
        (_before(Posting.balance, _ENDS) if is_ended else Account.balance).label("closing"),
        (_before(Posting.received, _ENDS) if is_ended else Account.received).label("got"),
    )


def _before(column: Any, moment: sa.ColumnElement[datetime]) -> sa.ScalarSelect[int]:
    last = sa.select(column).where(Posting.account_id == Account.id, Posting.at < moment).correlate(Account)
    return last.order_by(Posting.at.desc(), Posting.id.desc()).limit(1).scalar_subquery()


@cache
def _lines(is_begun: bool, is_ended: bool, is_continued: bool) -> sa.Select[*tuple[Any, ...]]:
    """The postings first, as few as the page shows, then what stands around each; made once, as above."""
    few = sa.select(Posting.id).where(Posting.account_id == sa.bindparam("account", type_=BigId))
    if is_begun:
        few = few.where(Posting.at >= _STARTS)
    if is_ended:
        few = few.where(Posting.at < _ENDS)
    if is_continued:
        at, last_id = sa.bindparam("last_at", type_=Posting.at.type), sa.bindparam("last_id", type_=BigId)
        few = few.where(Posting.at <= at, sa.or_(Posting.at < at, Posting.id < last_id))
    page = (
        few.order_by(Posting.at.desc(), Posting.id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
        .subquery("page")
    )
    receiver, correction = aliased(Person), aliased(LedgerJournal)
    others, other, its, holder = aliased(Posting), aliased(Posting), aliased(Account), aliased(Person)
    # what one account received came from those that paid, and not from those that received beside it
    across = sa.case((Posting.amount > 0, others.amount < 0), else_=others.amount > 0)
    elsewhere = others.journal_id == Posting.journal_id, across
    first = sa.select(sa.func.min(others.id)).where(*elsewhere).correlate(Posting).scalar_subquery()
    return (
        sa.select(
            Posting.id,
            Posting.journal_id,
            Posting.at,
            LedgerJournal.kind,
            Posting.amount,
            Posting.balance,
            LedgerJournal.reason,
            LedgerJournal.reverses_id,
            correction.id.label("reversed_by"),
            Award.id.label("award_id"),
            Award.person_id,
            receiver.name.label("person"),
            Award.citation,
            Badge.name.label("badge"),
            Badge.drawing,
            Award.idea_id,
            Idea.title.label("idea_title"),
            its.kind.label("other_kind"),
            holder.name.label("other_person"),
            sa.func.coalesce(Area.name, Team.name).label("other_unit"),
            sa.select(sa.func.count()).where(*elsewhere).correlate(Posting).scalar_subquery().label("others"),
        )
        .select_from(page)
        .join(Posting, Posting.id == page.c.id)
        .join(LedgerJournal, LedgerJournal.id == Posting.journal_id)
        .outerjoin(correction, correction.reverses_id == LedgerJournal.id)
        .outerjoin(Award, Award.ledger_journal_id == sa.func.coalesce(LedgerJournal.reverses_id, LedgerJournal.id))
        .outerjoin(receiver, receiver.id == Award.person_id)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .outerjoin(Idea, Idea.id == Award.idea_id)
        .outerjoin(other, other.id == first)
        .outerjoin(its, its.id == other.account_id)
        .outerjoin(holder, holder.id == its.person_id)
        .outerjoin(Area, Area.id == its.area_id)
        .outerjoin(Team, Team.id == its.team_id)
        .order_by(Posting.at.desc(), Posting.id.desc())
    )


def _postings(account_id: int, span: Span) -> sa.Select[*tuple[Any, ...]]:
    query = sa.select(Posting.id).where(Posting.account_id == account_id)
    if span.starts_at:
        query = query.where(Posting.at >= span.starts_at)
    return query.where(Posting.at < span.ends_at) if span.ends_at else query


def _counter(row: Any) -> str:
    """The other account that points came from or went to, in words, and how many more there were."""
    if row.other_kind is None:
        return ""
    name = account_name(row.other_kind, row.other_person, row.other_unit)
    return name if row.others == 1 else f"{name} and {row.others - 1} more"


def _line(row: Any) -> Line:
    return Line(
        id=row.id,
        journal_id=row.journal_id,
        at=row.at,
        kind=row.kind,
        amount=row.amount,
        balance=row.balance,
        reason=row.reason,
        reverses_id=row.reverses_id,
        reversed_by=row.reversed_by,
        counter=_counter(row),
        counter_person=row.other_person if row.others == 1 else None,
        award_id=row.award_id,
        person=Face(row.person_id, row.person) if row.person_id else None,
        citation=row.citation,
        badge=row.badge,
        badge_icon=icon_of(row.drawing),
        idea_id=row.idea_id,
        idea_title=row.idea_title,
    )
