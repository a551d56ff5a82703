"""The ledger proved: every promise that it makes is read again from its rows, and the first broken row is named.

Rows stream by in the order of an index, so that the memory needed does not grow with the books.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.core.db import db, is_sqlite
from innovate.core.journal import JournalEntry
from innovate.rewards.closing import month_before, seal_of
from innovate.rewards.models import (
    Account,
    AccountKind,
    Award,
    LedgerJournal,
    LedgerMonth,
    MonthLine,
    MonthMovement,
    Movement,
    Posting,
)

Check = Callable[[], Iterator[str]]
_BATCH = {"yield_per": 5_000}


def broken() -> Iterator[str]:
    """Everything that is wrong with the ledger, one sentence each; nothing, if all is well."""
    for check in CHECKS.values():
        yield from check()


def _journals_balance() -> Iterator[str]:
    """Each journal has two or more postings that sum to zero and share its moment; no posting is without one."""
    query = (
        sa.select(
            Posting.journal_id,
            sa.func.min(LedgerJournal.id).label("id"),
            sa.func.count().label("legs"),
            sa.func.sum(Posting.amount).label("total"),
            sa.func.min(Posting.at).label("first"),
            sa.func.max(Posting.at).label("last"),
        )
        .outerjoin(LedgerJournal, LedgerJournal.id == Posting.journal_id)
        .group_by(Posting.journal_id)  # alone, so that the rows come in the order of its index and nothing is sorted
        .having(
            sa.or_(
                sa.func.count() < 2,
                sa.func.sum(Posting.amount) != 0,
                sa.func.min(LedgerJournal.id).is_(None),
                sa.func.min(Posting.at) != sa.func.min(LedgerJournal.at),
                sa.func.max(Posting.at) != sa.func.min(LedgerJournal.at),
            )
        )
        .order_by(Posting.journal_id)
    )
    for row in _stream(query):
        if row.id is None:
            yield f"The postings of journal {row.journal_id} have no journal."
        elif row.legs < 2 or row.total:
            yield f"Journal {row.journal_id} does not balance: its {row.legs} postings sum to {row.total}."
        else:
            yield f"Journal {row.journal_id} says another moment than its postings."
    legs = sa.select(Posting.id).where(Posting.journal_id == LedgerJournal.id)
    for journal_id in _stream(sa.select(LedgerJournal.id).where(~legs.exists()).order_by(LedgerJournal.id)):
        yield f"Journal {journal_id[0]} has no postings."


def _keys_are_unique() -> Iterator[str]:
    again = sa.select(LedgerJournal.key).group_by(LedgerJournal.key).having(sa.func.count() > 1)
    for (key,) in _stream(again.order_by(LedgerJournal.key)):
        yield f"The key {key} was used for more than one journal."


def _reversals_mirror() -> Iterator[str]:
    """Each reversal is the exact opposite of one journal, the only one of it, and reverses no reversal."""
    mirror = aliased(Posting)
    original = aliased(LedgerJournal)
    matched = (
        sa.select(sa.func.count())
        .select_from(Posting)
        .join(mirror, sa.and_(mirror.account_id == Posting.account_id, mirror.amount == -Posting.amount))
        .where(Posting.journal_id == LedgerJournal.id, mirror.journal_id == LedgerJournal.reverses_id)
        .correlate(LedgerJournal)
        .scalar_subquery()
    )
    own, others = (
        sa.select(sa.func.count()).where(Posting.journal_id == which).correlate(LedgerJournal).scalar_subquery()
        for which in (LedgerJournal.id, LedgerJournal.reverses_id)
    )
    query = (
        sa.select(LedgerJournal.id, LedgerJournal.reverses_id)
        .outerjoin(original, original.id == LedgerJournal.reverses_id)
        .where(LedgerJournal.reverses_id.is_not(None))
        .where(sa.or_(original.id.is_(None), original.reverses_id.is_not(None), matched != own, matched != others))
        .order_by(LedgerJournal.id)
    )
    for journal_id, reversed_id in _stream(query):
        yield f"Journal {journal_id} does not mirror journal {reversed_id}, which it reverses."
    twice = (
        sa.select(LedgerJournal.reverses_id)
        .where(LedgerJournal.reverses_id.is_not(None))
        .group_by(LedgerJournal.reverses_id)
        .having(sa.func.count() > 1)
    )
    for (journal_id,) in _stream(twice.order_by(LedgerJournal.reverses_id)):
        yield f"Journal {journal_id} was reversed more than once."
    odd = sa.select(LedgerJournal.id).where(
        (LedgerJournal.kind == Movement.REVERSAL) != LedgerJournal.reverses_id.is_not(None)
    )
    for (journal_id,) in _stream(odd.order_by(LedgerJournal.id)):
        yield f"Journal {journal_id} is a correction of nothing, or corrects without saying so."


def _accounts_follow() -> Iterator[str]:
    """The postings of each account chain without a gap, end at its balance, and never went below zero unallowed.

    On the way each closed month is compared with what its snapshot says of the account.
    """
    months = [_Closed(*row) for row in db.session.execute(_closed_months())]
    account_rows = _stream(
        sa.select(
            Account.id,
            Account.kind,
            Account.balance,
            Account.received,
            _plain(Account.moved_at),
            Account.is_overdrawable,
        ).order_by(Account.id)
    )
    postings = _Ahead(
        _stream(
            sa.select(
                Posting.account_id, Posting.id, _plain(Posting.at), Posting.amount, Posting.balance, Posting.received
            ).order_by(Posting.account_id, Posting.at, Posting.id)
        )
    )
    lines = _Ahead(
        _stream(
            sa.select(
                MonthLine.account_id,
                MonthLine.month_id,
                MonthLine.opening,
                MonthLine.received,
                MonthLine.paid,
                MonthLine.closing,
            )
            .join(LedgerMonth, LedgerMonth.id == MonthLine.month_id)
            .where(LedgerMonth.closed_at.is_not(None))
            .order_by(MonthLine.account_id, LedgerMonth.month)
        )
    )
    for account in account_rows:
        yield from _orphans(postings, lines, account.id)
        yield from _account_follows(account, postings, lines, months)
    yield from _orphans(postings, lines, None)


def _account_follows(account: Any, postings: "_Ahead", lines: "_Ahead", months: "list[_Closed]") -> Iterator[str]:
    account_id, may = account[0], account[5]
    balance, received, last_at, last_id = 0, 0, None, 0
    waiting = iter(months)
    month = next(waiting, None)
    opening, had = 0, 0
    row = postings.row
    while row is not None and row[0] == account_id:
        _, posting_id, at, amount, says_balance, says_received = row
        while month is not None and at >= month.ends_at:
            yield from _line_follows(lines, account_id, month, last_id, opening, balance, received - had)
            opening, had = balance, received
            month = next(waiting, None)
        balance += amount
        received += max(amount, 0)
        if says_balance != balance or says_received != received or posting_id <= last_id:
            yield (
                f"Posting {posting_id} on account {account_id} does not follow: it says {says_balance:,} points"
                f" and {says_received:,} received, where {balance:,} and {received:,} are right."
            )
            balance, received = says_balance, says_received
        if balance < 0 and not may:
            yield f"Account {account_id} was below zero with posting {posting_id}."
        last_at, last_id = at, posting_id
        row = postings.advance()
    while month is not None:
        yield from _line_follows(lines, account_id, month, last_id, opening, balance, received - had)
        opening, had = balance, received
        month = next(waiting, None)
    if (account.balance, account.received, account[4]) != (balance, received, last_at):
        yield (
            f"Account {account_id} says {account.balance:,} points and {account.received:,} received,"
            f" and its postings {balance:,} and {received:,}."
        )
    if account.balance < 0 and not may:
        yield f"Account {account_id} is below zero."
    if may and account.kind is not AccountKind.OPENING:
        yield f"Account {account_id} may go below zero, and should not."


def _line_follows(
    lines: "_Ahead", account_id: int, month: "_Closed", last_id: int, opening: int, closing: int, received: int
) -> Iterator[str]:
    """What the snapshot of a closed month says of an account is what its postings say."""
    row = lines.row
    has_line = row is not None and row[0] == account_id and row[1] == month.id
    if has_line:
        lines.advance()
    if has_line != bool(last_id):
        words = "speaks of account {} before it moved" if has_line else "leaves account {} out"
        yield f"The close of {month.name} {words.format(account_id)}."
    elif (
        row is not None and has_line and tuple(row[2:]) != (opening, received, received - (closing - opening), closing)
    ):
        yield f"Account {account_id} was changed after {month.name} was closed: its line says {row[5]:,} points."


def _orphans(postings: "_Ahead", lines: "_Ahead", until: int | None) -> Iterator[str]:
    """Postings and lines of accounts that are not there."""
    for ahead, what in ((postings, "Posting {0[1]}"), (lines, "A line of the closed month {0[1]}")):
        while ahead.row is not None and (until is None or ahead.row[0] < until):
            yield f"{what.format(ahead.row)} is of account {ahead.row[0]}, which is not there."
            ahead.advance()


def _months_are_as_they_were() -> Iterator[str]:
    """Closed months follow one another, hold what was moved in them, and carry the seal of their close."""
    before: LedgerMonth | None = None
    for month in db.session.scalars(sa.select(LedgerMonth).order_by(LedgerMonth.month)).all():
        name = f"{month.month:%B} {month.month.year}"
        if before is not None and (before.ends_at != month.starts_at or before.closed_at is None):
            yield f"{name} does not follow the month that was closed before it."
        before = month
        if month.closed_at is None:
            continue
        if month.seal != seal_of(month, month_before(month)):
            yield f"The close of {name} does not carry its seal: its snapshot was changed."
        yield from _movements_are_as_they_were(month, name)


def _movements_are_as_they_were(month: LedgerMonth, name: str) -> Iterator[str]:
    moved = (
        sa.select(
            LedgerJournal.kind,
            sa.func.count(LedgerJournal.id.distinct()),
            sa.func.coalesce(sa.func.sum(Posting.amount), 0),
        )
        .outerjoin(Posting, sa.and_(Posting.journal_id == LedgerJournal.id, Posting.amount > 0))
        .where(LedgerJournal.at >= month.starts_at, LedgerJournal.at < month.ends_at)
        .group_by(LedgerJournal.kind)
    )
    kept = sa.select(MonthMovement.kind, MonthMovement.journals, MonthMovement.points)
    found = {kind: (int(journals), int(points)) for kind, journals, points in db.session.execute(moved)}
    says = {
        kind: (int(journals), int(points))
        for kind, journals, points in db.session.execute(kept.where(MonthMovement.month_id == month.id))
    }
    for kind in Movement:
        if found.get(kind) != says.get(kind):
            yield f"{name} was changed after its close: “{kind.label}” is not what its journals moved."


def _nothing_is_orphaned() -> Iterator[str]:
    """Each journal's cause is an event that stands in the journal of what happened."""
    query = (
        sa.select(LedgerJournal.id, LedgerJournal.cause_id)
        .outerjoin(JournalEntry, JournalEntry.id == LedgerJournal.cause_id)
        .where(LedgerJournal.cause_id.is_not(None), JournalEntry.id.is_(None))
        .order_by(LedgerJournal.id)
    )
    for journal_id, cause_id in _stream(query):
        yield f"Journal {journal_id} names event {cause_id} as its cause, which is not there."


def _awards_are_paid() -> Iterator[str]:
    """Each award's points came to its person or were set aside for them, once; one that was taken back went back."""
    own = sa.select(Account.id).where(
        sa.or_(
            sa.and_(Account.person_id == Award.person_id, Account.kind == AccountKind.SPEND),
            Account.kind == AccountKind.VESTING,
        )
    )
    paid = (
        sa.select(sa.func.coalesce(sa.func.sum(Posting.amount), 0))
        .where(Posting.journal_id == Award.ledger_journal_id, Posting.account_id.in_(own))
        .correlate(Award)
        .scalar_subquery()
    )
    reversal = aliased(LedgerJournal)
    query = (
        sa.select(Award.id, Award.points, paid.label("paid"), Award.reversed_at, reversal.id.label("reversal"))
        .outerjoin(reversal, reversal.reverses_id == Award.ledger_journal_id)
        .where(
            sa.or_(
                paid != Award.points,
                sa.and_(Award.points > 0, reversal.id.is_not(None) != Award.reversed_at.is_not(None)),
            )
        )
        .order_by(Award.id)
    )
    for row in _stream(query):
        if row.paid != row.points:
            yield f"Award {row.id} says {row.points:,} points, and its journal paid {row.paid:,}."
        else:
            yield f"Award {row.id} was taken back in one place and not in the other."


class _Closed:
    """A closed month as the comparison needs it."""

    __slots__ = ("ends_at", "id", "name")

    def __init__(self, id_: int, month: Any, ends_at: Any) -> None:
        self.id, self.name, self.ends_at = id_, f"{month:%B} {month.year}", ends_at


class _Ahead:
    """A stream of rows of which the next can be looked at."""

    __slots__ = ("_rows", "row")

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = iter(rows)
        self.row: Any = next(self._rows, None)

    def advance(self) -> Any:
        """Go on to the next row, which is answered too."""
        self.row = next(self._rows, None)
        return self.row


def _closed_months() -> sa.Select[*tuple[Any, ...]]:
    query = sa.select(LedgerMonth.id, LedgerMonth.month, _plain(LedgerMonth.ends_at))
    return query.where(LedgerMonth.closed_at.is_not(None)).order_by(LedgerMonth.month)


def _plain(column: Any) -> Any:
    """The moment as the database keeps it, which compares as well and costs nothing to read."""
    return sa.type_coerce(column, sa.String) if is_sqlite() else column


def _stream(query: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    db.session.flush()
    connection = db.session.connection()
    if not is_sqlite():
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))  # a proof takes the time that it takes
    with connection.execute(query, execution_options=_BATCH) as result:  # closed when who reads has seen enough
        yield from result


CHECKS: dict[str, Check] = {
    "journals balance": _journals_balance,
    "keys are used once": _keys_are_unique,
    "reversals mirror, once": _reversals_mirror,
    "accounts follow their postings, closed months theirs": _accounts_follow,
    "closed months are as they were": _months_are_as_they_were,
    "no cause is missing": _nothing_is_orphaned,
    "awards are paid": _awards_are_paid,
}
