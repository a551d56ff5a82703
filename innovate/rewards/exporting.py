"""Sheets for finance, made a piece at a time in short transactions, so that nothing grows with the books."""

import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from innovate.core import wording
from innovate.core.db import reading
from innovate.core.paging import Page
from innovate.core.spreadsheets import MARK, Cell, line
from innovate.core.transaction import abandon
from innovate.rewards import queries
from innovate.rewards.queries import Entry, Line, MonthRow, TrialLine
from innovate.rewards.spans import Span

MOST_FOR_EXCEL = 100_000  # movements; a workbook is put together whole before it leaves
PIECE = 2_000  # movements read at a time
CHUNK = 64 * 1024
Row = Sequence[Cell]
Place = Callable[[], AbstractContextManager[Any]]  # an application context, entered anew for each page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of rows under a heading, read page by page when it is made; a number stays a number."""

    name: str
    heading: Row
    read: Callable[[str | None], Page[Row]]
    is_beyond: Callable[[int], bool] = lambda _most: False

    def rows(self, place: Place) -> Iterator[Row]:
        """Its heading and every row, each page read in a transaction of its own."""
        yield self.heading
        cursor: str | None = None
        while True:
            with place(), reading():
                page = self.read(cursor)
                abandon()
            yield from page.items
            cursor = page.next
            if cursor is None:
                return


def statement(account_id: int, name: str, span: Span) -> Sheet:
    """The movements of an account, the newest first as in its statement."""
    heading = ("time", "movement", "reason", "from or to", "points", "balance", "journal", "reverses journal")

    def row(one: Line) -> Row:
        words = (_time(one.at), one.kind.label, one.reason, one.counter)
        return (*words, one.amount, one.balance, one.journal_id, one.reverses_id or "")

    return Sheet(
        _file("statement", name, span),
        heading,
        lambda cursor: _paged(queries.lines(account_id, span, cursor, PIECE), row),
        lambda most: queries.lines_beyond(account_id, span, most),
    )


def journals(span: Span) -> Sheet:
    """Every leg of every journal, in the order of time."""
    heading = (
        *("time", "journal", "movement", "reason", "by", "cause (event)", "key", "reverses journal"),
        *("account", "kind of account", "account number", "points", "balance"),
    )

    def row(one: Entry) -> Row:
        return (
            *(_time(one.at), one.journal_id, one.kind.label, one.reason, one.actor or "", one.cause_id or ""),
            *(one.key, one.reverses_id or "", one.account, one.account_kind.label, one.account_id),
            *(one.amount, one.balance),
        )

    return Sheet(
        _file("journals", "", span),
        heading,
        lambda cursor: _paged(queries.entries(span, cursor, PIECE), row),
        lambda most: queries.entries_beyond(span, most),
    )


def trial_balance(month: MonthRow) -> Sheet:
    """The accounts of a closed month: they begin, receive, pay and end, and together hold nothing."""
    heading = (
        "account number",
        "kind of account",
        "account",
        "area or team",
        *("opening", "received", "paid", "closing"),
    )

    def row(one: TrialLine) -> Row:
        words = (one.account_id, one.kind.label, one.holder, one.unit)
        return (*words, one.opening, one.received, one.paid, one.closing)

    return Sheet(
        f"trial-balance-{month.month:%Y-%m}",
        heading,
        lambda cursor: _paged(queries.trial_balance(month.id, cursor, PIECE), row),
    )


def as_csv(sheet: Sheet, place: Place) -> Iterator[bytes]:
    """The sheet as comma-separated lines."""
    waiting, length = [MARK], 0
    for row in sheet.rows(place):
        waiting.append(line(row))
        length += len(waiting[-1])
        if length >= CHUNK:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    yield "".join(waiting).encode()


def as_workbook(sheet: Sheet, place: Place) -> Iterator[bytes]:
    """The sheet as an Excel workbook; its rows go to a file of their own as they come."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(file, options)
        page = book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        page.set_column(0, len(sheet.heading) - 1, 18)
        strong = book.add_format({"bold": True})
        for number, row in enumerate(sheet.rows(place)):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float):
                    page.write_number(number, column, cell)
                else:
                    page.write_string(number, column, str(cell), *(() if number else (strong,)))
        book.close()
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def _paged(page: Page[Any], row: Callable[[Any], Row]) -> Page[Row]:
    return Page([row(one) for one in page.items], page.next)


def _time(at: Any) -> str:
    return f"{wording.local(at):%Y-%m-%d %H:%M:%S}"


def _file(kind: str, name: str, span: Span) -> str:
    days = [f"{one:%Y-%m-%d}" for one in (span.first, span.last) if one]
    return re.sub(r"[^a-z0-9-]+", "-", "-".join((kind, name.lower(), *days))).strip("-").replace("--", "-")
