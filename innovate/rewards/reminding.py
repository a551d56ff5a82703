"""Reminders of nominations that wait: the day before an answer is due, once it is late, and a week after that."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from innovate import events
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import record
from innovate.rewards import nominating
from innovate.rewards.models import Nomination, NominationState, NominationStep

SOON, LATE, VERY_LATE = 1, 2, 3  # the reminders, in their order
BEFORE = timedelta(days=1)
LONG = timedelta(days=7)


def due(most: int) -> list[int]:
    """The steps whose next reminder's time has come, the most urgent first."""
    moment, step = now(), NominationStep
    waits = sa.or_(
        sa.and_(step.reminders < SOON, step.days > 1, step.due_at <= moment + BEFORE),
        sa.and_(step.reminders < LATE, step.due_at <= moment),
        sa.and_(step.reminders < VERY_LATE, step.due_at <= moment - LONG),
    )
    query = (
        sa.select(step.id)
        .join(Nomination, Nomination.id == step.nomination_id)
        .where(Nomination.state == NominationState.WAITING, step.verdict.is_(None), waits)
    )
    return list(db.session.scalars(query.order_by(step.due_at, step.id).limit(most)))


def remind(step_id: int) -> bool:
    """Remind whoever is asked, once for each reminder; answers whether it was due.

    One whom nobody can answer any more goes to somebody who can first. What was missed while nothing ran is not sent
    later: only the reminder for how things stand now is.
    """
    query = sa.select(Nomination).join(NominationStep).where(NominationStep.id == step_id)
    nomination = db.session.scalars(query.with_for_update(of=Nomination)).one()
    step = nomination.step
    if step is None or step.id != step_id or step.due_at is None:
        return False
    reminder = _reminder(step, step.due_at)
    if reminder <= step.reminders:
        return False
    step.reminders = reminder
    if not nominating.asked(step):
        nominating.pass_on(step, None)
    fact = {"nomination_id": nomination.id, "step_id": step_id, "reminder": reminder}
    record(events.NominationReminded(actor_id=None, **fact))
    return True


def _reminder(step: NominationStep, due_at: datetime) -> int:
    """Which reminder this is the time for; 0 for none. One who promised a day is not reminded as soon as asked."""
    moment = now()
    if moment >= due_at + LONG:
        return VERY_LATE
    if moment >= due_at:
        return LATE
    return SOON if step.days > 1 and moment >= due_at - BEFORE else 0
