"""Closing a month step by step: each step is a transaction of its own and says where the next goes on.

A worker that dies leaves a step done or not done at all, and whoever comes next goes on from there.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import events
from innovate.accounts.models import Person, Team
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db, insert, rows
from innovate.core.journal import record
from innovate.rewards.models import (
    PERSONAL,
    Account,
    ClosingStep,
    LedgerJournal,
    LedgerMonth,
    MonthLine,
    MonthMovement,
    Posting,
)

ACCOUNTS = 2_000  # in one step
JOURNALS = 20_000
_UNDER_WAY = (ClosingStep.ACCOUNTS, ClosingStep.MOVEMENTS, ClosingStep.SUMS)


def advance() -> bool:
    """Do the next step of the month that is being closed, if there is one that nobody else is at."""
    waiting = sa.select(LedgerMonth).where(LedgerMonth.step.in_(_UNDER_WAY)).order_by(LedgerMonth.month).limit(1)
    month = db.session.scalar(waiting.with_for_update(skip_locked=True).execution_options(populate_existing=True))
    if month is None:
        return False
    steps = {
        ClosingStep.ACCOUNTS: _write_lines,
        ClosingStep.MOVEMENTS: _count_movements,
        ClosingStep.SUMS: _compare_and_seal,
    }
    steps[month.step](month)
    return True


def seal_of(month: LedgerMonth, before: LedgerMonth | None) -> str:
    """The fingerprint of a month's snapshot, behind that of the month before."""
    print_ = hashlib.sha256()
    head = (month.month, _utc(month.starts_at), _utc(month.ends_at), month.point_cents)
    for row in ((before.seal if before else "",), head, *_movements_of(month)):
        print_.update(f"{'|'.join(map(str, row))}\n".encode())
    for row in _lines_of(month):
        print_.update(f"{'|'.join(map(str, row))}\n".encode())
    return print_.hexdigest()


def month_before(month: LedgerMonth) -> LedgerMonth | None:
    """The month that was closed before that one."""
    query = sa.select(LedgerMonth).where(LedgerMonth.month < month.month).order_by(LedgerMonth.month.desc()).limit(1)
    found: LedgerMonth | None = db.session.scalar(query)
    return found


def _write_lines(month: LedgerMonth) -> None:
    """A line for each of the next accounts that ever moved before the month ended."""
    begins = int(month.cursor or 0)
    ids = list(
        db.session.scalars(sa.select(Account.id).where(Account.id > begins).order_by(Account.id).limit(ACCOUNTS))
    )
    if not ids:
        month.step, month.cursor, month.progress = ClosingStep.MOVEMENTS, "", 40
        return
    last, before = aliased(Posting), aliased(Posting)
    found = (
        sa.select(
            Account.id,
            _unit().label("unit"),
            _last_posting(month.ends_at).label("last_id"),
            _last_posting(month.starts_at).label("before_id"),
        )
        .outerjoin(Area, Area.id == Account.area_id)
        .outerjoin(Person, Person.id == Account.person_id)
        .outerjoin(Team, Team.id == sa.func.coalesce(Account.team_id, Person.team_id))
        .where(Account.id.between(ids[0], ids[-1]))
        .subquery("found")
    )
    opening, had = sa.func.coalesce(before.balance, 0), sa.func.coalesce(before.received, 0)
    received = last.received - had
    line = (
        sa.select(
            sa.literal(month.id),
            found.c.id,
            found.c.unit,
            opening,
            received,
            received - (last.balance - opening),
            last.balance,
        )
        .join(last, last.id == found.c.last_id)
        .outerjoin(before, before.id == found.c.before_id)
    )
    columns = ["month_id", "account_id", "unit", "opening", "received", "paid", "closing"]
    db.session.execute(sa.insert(MonthLine).from_select(columns, line))
    top = db.session.scalar(sa.select(sa.func.max(Account.id))) or 1
    month.cursor, month.progress = str(ids[-1]), 40 * ids[-1] // top


def _unit() -> sa.ColumnElement[str]:
    return sa.func.coalesce(Area.name, Team.name, "")


def _last_posting(before: datetime) -> sa.ScalarSelect[int]:
    query = sa.select(Posting.id).where(Posting.account_id == Account.id, Posting.at < before).correlate(Account)
    return query.order_by(Posting.at.desc(), Posting.id.desc()).limit(1).scalar_subquery()


def _count_movements(month: LedgerMonth) -> None:
    """Count the next journals of the month by kind; what is counted and where it goes on is kept together."""
    inside = [LedgerJournal.at >= month.starts_at, LedgerJournal.at < month.ends_at]
    if month.cursor:
        moment, _, journal_id = month.cursor.partition("|")
        at = datetime.fromisoformat(moment)
        inside += [LedgerJournal.at >= at, sa.or_(LedgerJournal.at > at, LedgerJournal.id > journal_id)]
    in_order = sa.select(LedgerJournal.at, LedgerJournal.id).where(*inside).order_by(LedgerJournal.at, LedgerJournal.id)
    end = db.session.execute(in_order.limit(1).offset(JOURNALS - 1)).first()
    if end is not None:
        inside.append(
            sa.or_(LedgerJournal.at < end.at, sa.and_(LedgerJournal.at == end.at, LedgerJournal.id <= end.id))
        )
        inside.append(LedgerJournal.at <= end.at)
    moved = (
        sa.select(
            LedgerJournal.kind,
            sa.func.count(LedgerJournal.id.distinct()),
            sa.func.coalesce(sa.func.sum(Posting.amount), 0),
        )
        .outerjoin(Posting, sa.and_(Posting.journal_id == LedgerJournal.id, Posting.amount > 0))
        .where(*inside)
        .group_by(LedgerJournal.kind)
    )
    for kind, journals, points in rows(moved).all():
        _add_movement(month.id, kind, journals, int(points))
    if end is None:
        month.step, month.cursor, month.progress = ClosingStep.SUMS, "", 95
        return
    whole = (month.ends_at - month.starts_at).total_seconds()
    month.cursor = f"{end.at.isoformat()}|{end.id}"
    month.progress = 40 + int(55 * (end.at - month.starts_at).total_seconds() / whole)


def _add_movement(month_id: int, kind: Any, journals: int, points: int) -> None:
    statement = insert(MonthMovement).values(month_id=month_id, kind=kind, journals=journals, points=points)
    more = statement.excluded
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[MonthMovement.month_id, MonthMovement.kind],
            set_={"journals": MonthMovement.journals + more.journals, "points": MonthMovement.points + more.points},
        )
    )


def _compare_and_seal(month: LedgerMonth) -> None:
    """Close the month if all adds up; else say what does not."""
    before = month_before(month)
    month.problem = _problem(month, before)
    if month.problem:
        month.step = ClosingStep.STOPPED
        return
    personal = sa.select(sa.func.coalesce(sa.func.sum(MonthLine.closing), 0)).join(
        Account, Account.id == MonthLine.account_id
    )
    month.owed = int(db.session.scalar(personal.where(MonthLine.month_id == month.id, Account.kind.in_(PERSONAL))) or 0)
    month.seal, month.closed_at = seal_of(month, before), now()
    month.step, month.cursor, month.progress = ClosingStep.DONE, "", 100
    record(events.MonthClosed(actor_id=month.began_by_id, month_id=month.id))


def _problem(month: LedgerMonth, before: LedgerMonth | None) -> str | None:
    lines = MonthLine.month_id == month.id
    sums = sa.select(*(sa.func.coalesce(sa.func.sum(column), 0) for column in (MonthLine.closing, MonthLine.received)))
    closing, received = map(int, db.session.execute(sums.where(lines)).one())
    moved = sa.select(sa.func.coalesce(sa.func.sum(MonthMovement.points), 0)).where(MonthMovement.month_id == month.id)
    moved_points = int(db.session.scalar(moved) or 0)
    if closing:
        return f"All accounts together hold {closing:,} points, not zero."
    if received != moved_points:
        return f"The accounts received {received:,} points, and the journals moved {moved_points:,}."
    if before is not None:
        then = aliased(MonthLine)
        gap = (
            sa.select(MonthLine.account_id)
            .outerjoin(then, sa.and_(then.month_id == before.id, then.account_id == MonthLine.account_id))
            .where(lines, MonthLine.opening != sa.func.coalesce(then.closing, 0))
        )
        if (account_id := db.session.scalar(gap.order_by(MonthLine.account_id).limit(1))) is not None:
            return f"Account {account_id} does not begin with what the month before ended with."
    return None


def _movements_of(month: LedgerMonth) -> Iterator[tuple[Any, ...]]:
    query = sa.select(MonthMovement.kind, MonthMovement.journals, MonthMovement.points)
    found = rows(query.where(MonthMovement.month_id == month.id))
    yield from sorted((kind.value, int(journals), int(points)) for kind, journals, points in found)


def _lines_of(month: LedgerMonth) -> Iterator[tuple[Any, ...]]:
    query = (
        sa.select(
            MonthLine.account_id,
            MonthLine.unit,
            MonthLine.opening,
            MonthLine.received,
            MonthLine.paid,
            MonthLine.closing,
        )
        .where(MonthLine.month_id == month.id)
        .order_by(MonthLine.account_id)
        .execution_options(yield_per=2_000)
    )
    for row in rows(query):
        yield tuple(row)


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")
