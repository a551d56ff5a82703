"""Months of the ledger: which are closed, which comes next, and the report of each as it was at its close."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.rewards import spans
from innovate.rewards.models import (
    Account,
    AccountKind,
    ClosingStep,
    LedgerJournal,
    LedgerMonth,
    MonthLine,
    MonthMovement,
    Movement,
)

PAGE = 50


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in the list of all."""

    id: int
    month: date
    step: ClosingStep
    progress: int
    began_by: Face
    closed_at: datetime | None
    problem: str | None
    owed: int  # points to spend and to give

    @property
    def name(self) -> str:
        return spans.of_month(self.month).label

    @property
    def is_closed(self) -> bool:
        return self.step is ClosingStep.DONE

    @property
    def is_stopped(self) -> bool:
        return self.step is ClosingStep.STOPPED


@dataclass(frozen=True, slots=True)
class MonthList:
    """The months, the newest first, and the one that can be closed next."""

    months: tuple[MonthRow, ...]
    due: date | None
    due_name: str
    is_over: bool  # whether that one may be closed by now


@dataclass(frozen=True, slots=True)
class KindSum:
    """The accounts of one kind in a month."""

    kind: AccountKind
    accounts: int
    opening: int
    received: int
    paid: int
    closing: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is outstanding with the people of one team, and in what it may be given from."""

    unit: str
    spend: int
    give: int

    @property
    def together(self) -> int:
        return self.spend + self.give


@dataclass(frozen=True, slots=True)
class MovementSum:
    """What moved in a month by one kind of movement."""

    kind: Movement
    journals: int
    points: int


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A closed month as it was at its close."""

    month: MonthRow
    seal: str | None
    point_cents: int | None
    kinds: tuple[KindSum, ...]
    owed: tuple[Owed, ...]
    budgets: tuple[Owed, ...]  # what areas and teams hold to be awarded
    movements: tuple[MovementSum, ...]

    @property
    def spend(self) -> int:
        return sum(one.closing for one in self.kinds if one.kind is AccountKind.SPEND)

    @property
    def give(self) -> int:
        return sum(one.closing for one in self.kinds if one.kind is AccountKind.GIVE)

    @property
    def vesting(self) -> int:
        """What is set aside: owed only once a benefit has lasted."""
        return sum(one.closing for one in self.kinds if one.kind is AccountKind.VESTING)

    @property
    def ever_vested(self) -> bool:
        """Whether anything was ever set aside."""
        return any(one.kind is AccountKind.VESTING for one in self.kinds)

    @property
    def together(self) -> int:
        """What all accounts hold: nothing, as every point that came to one has left another."""
        return sum(one.closing for one in self.kinds)

    def worth(self, points: int) -> int | None:
        """In cents."""
        return None if self.point_cents is None else points * self.point_cents


@dataclass(frozen=True, slots=True)
class TrialLine:
    """An account in the trial balance of a closed month."""

    account_id: int
    kind: AccountKind
    holder: str
    unit: str
    opening: int
    received: int
    paid: int
    closing: int


def last_month() -> LedgerMonth | None:
    """The month that was closed last, or is being closed."""
    found: LedgerMonth | None = db.session.scalar(sa.select(LedgerMonth).order_by(LedgerMonth.month.desc()).limit(1))
    return found


def next_to_close() -> date | None:
    """The first day of the month that comes next; None while nothing was ever posted."""
    last = db.session.scalar(sa.select(sa.func.max(LedgerMonth.month)))
    if last is not None:
        return spans.month_after(last)
    first = db.session.scalar(sa.select(sa.func.min(LedgerJournal.at)))
    return spans.month_of(first) if first is not None else None


def months() -> MonthList:
    """Every month that was closed, and what comes next."""
    due = next_to_close()
    ends_at = spans.of_month(due).ends_at if due else None
    found = tuple(_row(row) for row in rows(_rows().limit(240)))
    is_over = ends_at is not None and ends_at <= now() and all(one.is_closed for one in found)
    return MonthList(found, due, spans.of_month(due).label if due else "", is_over)


def month_report(month_id: int) -> MonthReport:
    """The report of one month. Raises NotFound."""
    found = rows(
        _rows().add_columns(LedgerMonth.seal, LedgerMonth.point_cents).where(LedgerMonth.id == month_id)
    ).first()
    if found is None:
        raise NotFound("There is no such month.")
    row = _row(found)
    if not row.is_closed:
        return MonthReport(row, None, found.point_cents, (), (), (), ())
    kinds = tuple(sorted(_kinds(month_id), key=lambda one: list(AccountKind).index(one.kind)))
    moved = sa.select(MonthMovement.kind, MonthMovement.journals, MonthMovement.points)
    movements = [MovementSum(*one) for one in rows(moved.where(MonthMovement.month_id == month_id))]
    movements.sort(key=lambda one: list(Movement).index(one.kind))
    owed = _by_unit(month_id, AccountKind.SPEND, AccountKind.GIVE)
    budgets = _by_unit(month_id, AccountKind.AREA, AccountKind.TEAM)
    return MonthReport(row, found.seal, found.point_cents, kinds, owed, budgets, tuple(movements))


def trial_balance(month_id: int, cursor: str | None = None, size: int = PAGE) -> Page[TrialLine]:
    """The accounts of a closed month, one after the other."""
    query = (
        sa.select(
            MonthLine.account_id,
            Account.kind,
            Person.name,
            MonthLine.unit,
            MonthLine.opening,
            MonthLine.received,
            MonthLine.paid,
            MonthLine.closing,
        )
        .join(Account, Account.id == MonthLine.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .where(MonthLine.month_id == month_id)
        .order_by(MonthLine.account_id)
        .limit(size + 1)
    )
    if cursor:
        query = query.where(MonthLine.account_id > decode(cursor, int)[0])
    found = [TrialLine(row[0], row[1], row[2] or row[3] or row[1].label, *row[3:]) for row in rows(query)]
    return page_of(found, size, lambda line: (line.account_id,))


def _rows() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            LedgerMonth.id,
            LedgerMonth.month,
            LedgerMonth.step,
            LedgerMonth.progress,
            LedgerMonth.began_by_id,
            Person.name.label("began_by"),
            LedgerMonth.closed_at,
            LedgerMonth.problem,
            LedgerMonth.owed,
        )
        .join(Person, Person.id == LedgerMonth.began_by_id)
        .order_by(LedgerMonth.month.desc())
    )


def _row(row: Any) -> MonthRow:
    by = Face(row.began_by_id, row.began_by)
    return MonthRow(row.id, row.month, row.step, row.progress, by, row.closed_at, row.problem, row.owed)


def _kinds(month_id: int) -> list[KindSum]:
    columns = (MonthLine.opening, MonthLine.received, MonthLine.paid, MonthLine.closing)
    query = (
        sa.select(Account.kind, sa.func.count(), *(sa.func.sum(column) for column in columns))
        .join(Account, Account.id == MonthLine.account_id)
        .where(MonthLine.month_id == month_id)
        .group_by(Account.kind)
    )
    return [KindSum(row[0], *map(int, row[1:])) for row in rows(query)]


def _by_unit(month_id: int, first: AccountKind, second: AccountKind) -> tuple[Owed, ...]:
    """What accounts of these two kinds hold, by the area or team that they belonged to at the close."""
    sums = [
        sa.func.sum(sa.case((Account.kind == kind, MonthLine.closing), else_=0)).label(f"of_{place}")
        for place, kind in enumerate((first, second))
    ]
    query = (
        sa.select(MonthLine.unit, *sums)
        .join(Account, Account.id == MonthLine.account_id)
        .where(MonthLine.month_id == month_id, Account.kind.in_((first, second)))
        .group_by(MonthLine.unit)
        .order_by(MonthLine.unit)
    )
    return tuple(Owed(row[0], int(row[1]), int(row[2])) for row in rows(query))
