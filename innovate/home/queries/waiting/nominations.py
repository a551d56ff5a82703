"""What nominations ask of people: to answer those that come to them, and of HR to give the award."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.home.queries.waiting.columns import AREAS, PERSON, task
from innovate.home.queries.waiting.kinds import Kind
from innovate.rewards.models import AwardKind, Nomination, NominationState, NominationStep


def to_nominations(*, leads: bool, is_hr: bool) -> sa.Select[*tuple[Any, ...]]:
    """Nominations whose current step is asked of the person, by name, as an area's leader, or as one of HR."""
    step, earlier = NominationStep, aliased(NominationStep)
    answered = sa.select(earlier.id).where(earlier.nomination_id == Nomination.id, earlier.decided_by_id == PERSON)
    anybody = [step.area_id.in_(AREAS)] if leads else []
    if is_hr:
        anybody.append(step.area_id.is_(None))
    asked = step.approver_id == PERSON
    if anybody:
        asked = sa.or_(asked, sa.and_(step.approver_id.is_(None), sa.or_(*anybody), ~answered.exists()))
    query = _task(Kind.NOMINATION, due_at=step.due_at, total_days=step.days)
    query = query.join(step, step.nomination_id == Nomination.id)
    waits = (step.began_at.is_not(None), step.verdict.is_(None), Nomination.state == NominationState.WAITING)
    return query.where(asked, *waits).order_by(step.due_at)


def to_award() -> sa.Select[*tuple[Any, ...]]:
    """Nominations with all their answers, for HR."""
    decided = sa.select(sa.func.max(NominationStep.decided_at)).where(NominationStep.nomination_id == Nomination.id)
    since = sa.func.coalesce(decided.correlate(Nomination).scalar_subquery(), Nomination.at)
    query = _task(Kind.NOMINATED, since=sa.type_coerce(since, Nomination.at.type))
    return query.where(Nomination.state == NominationState.APPROVED).order_by(Nomination.id)


def _task(kind: Kind, **clock: Any) -> sa.Select[*tuple[Any, ...]]:
    """A task about a nomination that is not the person's own."""
    title = Person.name + sa.literal(" for ") + AwardKind.name
    query = task(kind, title, thing_id=Nomination.id, **clock).select_from(Nomination)
    return (
        query.join(Person, Person.id == Nomination.nominee_id)
        .join(AwardKind, AwardKind.id == Nomination.kind_id)
        .where(Nomination.nominee_id != PERSON, Nomination.nominator_id != PERSON)
    )
