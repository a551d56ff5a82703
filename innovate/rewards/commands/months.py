"""Closing a month of the ledger: from then on nothing is posted into it."""

from datetime import date

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, lock_table
from innovate.core.errors import RuleBroken
from innovate.core.journal import record
from innovate.rewards import spans
from innovate.rewards.models import ClosingStep, LedgerJournal, LedgerMonth
from innovate.rewards.queries import last_month, next_to_close


def close_month(actor: Person, *, month: date, point_cents: int | None = None) -> LedgerMonth:
    """Begin to close a month; the worker does the rest. `point_cents` is what a point is worth, if it is said.

    Raises NotAllowed for all but HR, RuleBroken for the running month, out of order, and when somebody was first.
    """
    permissions.close_months.require(actor)
    lock_table(LedgerJournal)  # who is posting just now is waited for, and belongs to it
    name = spans.of_month(month).label
    last = last_month()
    if last is not None and last.month == month:
        raise RuleBroken(f"{name} is {'closed' if last.closed_at else 'being closed'} already.")
    if last is not None and last.closed_at is None:
        raise RuleBroken(f"{spans.of_month(last.month).label} is still being closed. Months close one after the other.")
    due = next_to_close()
    if due is None or month < due:
        raise RuleBroken(f"Nothing was posted in {name} that could be closed.")
    if month > due:
        raise RuleBroken(f"Close {spans.of_month(due).label} first. Months close one after the other.")
    span = spans.of_month(month)
    assert span.starts_at is not None
    assert span.ends_at is not None
    if span.ends_at > now():
        raise RuleBroken(f"{name} is not over yet.")
    closing = LedgerMonth(
        month=month,
        starts_at=last.ends_at if last else span.starts_at,  # the company's clock may have been set anew
        ends_at=span.ends_at,
        began_at=now(),
        began_by_id=actor.id,
        point_cents=point_cents,
        step=ClosingStep.ACCOUNTS,
        cursor="",
        progress=0,
    )
    db.session.add(closing)
    db.session.flush()  # the event needs its id
    record(events.MonthCloseBegun(actor_id=actor.id, month_id=closing.id))
    return closing
