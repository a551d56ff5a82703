"""Closed months proved: they follow one another, hold what moved in them, and carry their seal."""

from collections.abc import Iterator

import sqlalchemy as sa

from innovate.core.db import db
from innovate.rewards.closing import month_before, seal_of
from innovate.rewards.models import LedgerJournal, LedgerMonth, MonthMovement, Movement, Posting


def months_are_as_they_were() -> Iterator[str]:
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
