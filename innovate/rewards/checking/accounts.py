"""Accounts proved: their postings chain without a gap, and closed months say of each what they say."""

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from innovate.core.db import db
from innovate.rewards.checking.streams import plain, stream
from innovate.rewards.models import Account, AccountKind, LedgerMonth, MonthLine, Posting


def accounts_follow() -> Iterator[str]:
    """The postings of each account chain without a gap, end at its balance, and never went below zero unallowed.

    On the way each closed month is compared with what its snapshot says of the account.
    """
    months = [_Closed(*row) for row in db.session.execute(_closed_months())]
    account_rows = stream(
        sa.select(
            Account.id,
            Account.kind,
            Account.balance,
            Account.received,
            plain(Account.moved_at),
            Account.is_overdrawable,
        ).order_by(Account.id)
    )
    postings = _Ahead(
        stream(
            sa.select(
                Posting.account_id, Posting.id, plain(Posting.at), Posting.amount, Posting.balance, Posting.received
            ).order_by(Posting.account_id, Posting.at, Posting.id)
        )
    )
    lines = _Ahead(
        stream(
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
    query = sa.select(LedgerMonth.id, LedgerMonth.month, plain(LedgerMonth.ends_at))
    return query.where(LedgerMonth.closed_at.is_not(None)).order_by(LedgerMonth.month)
