"""Who answers a nomination at each step: whom its award names, or HR in their place, but nobody for their own."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.journal import record
from innovate.ideas.deciding import leading_area
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.rewards.models import OPEN_NOMINATIONS, Approver, Nomination, NominationState, NominationStep


def begin_next(nomination: Nomination) -> NominationStep | None:
    """Ask for the next answer and promise it from now on; None when nobody is left to ask."""
    step = nomination.step
    if step is not None and step.began_at is None:
        ask(step)
        step.began_at = now()
        step.due_at = step.began_at + timedelta(days=step.days)
    return step


def ask(step: NominationStep) -> None:
    """Say whose answer this step waits for, as things stand now; HR where whom it was meant for cannot answer."""
    nomination, named = step.nomination, step.in_place_of_id or step.approver_id
    step.approver_id = step.area_id = step.in_place_of_id = None
    if step.approver is Approver.LEADER:
        area = area_of(nomination)
        if area is not None and any(is_free(one, nomination) for one in leading_area(area.id)):
            step.area_id, step.area = area.id, area
            return
        step.in_place_of_id = area.leader_id if area else None
    elif step.approver is not Approver.HR:
        wanted = nomination.nominee.manager_id if step.approver is Approver.MANAGER else named
        person = db.session.get(Person, wanted) if wanted else None
        if person is not None and is_free(person, nomination):
            step.approver_id = person.id
            return
        step.in_place_of_id = wanted
    _ask_hr(step)


def asked(step: NominationStep) -> list[Person]:
    """Who may answer this step today because they are asked."""
    if step.approver_id is not None:
        person = db.session.get_one(Person, step.approver_id)
        return [person] if person.is_active else []
    people = leading_area(step.area_id) if step.area_id is not None else _holding(Role.HR)
    return [one for one in people if is_free(one, step.nomination)]


def is_free(person: Person, nomination: Nomination) -> bool:
    """Whether that person is still here, it is not their own nomination, and they have not answered it before."""
    answered = any(step.decided_by_id == person.id for step in nomination.steps)
    return person.is_active and not nomination.concerns(person.id) and not answered


def area_of(nomination: Nomination) -> Area | None:
    """The area that a nomination belongs to: its idea's, else that of the nominee's latest idea."""
    query = sa.select(Area).join(Idea, Idea.area_id == Area.id)
    if nomination.idea_id is not None:
        return db.session.scalar(query.where(Idea.id == nomination.idea_id))
    latest = query.where(Idea.author_id == nomination.nominee_id).order_by(Idea.id.desc()).limit(1)
    return db.session.scalar(latest)


def part_with(person: Person, actor_id: int | None) -> None:
    """Close the open nominations of somebody who has left, and ask others where they had to answer."""
    theirs = sa.select(Nomination).where(Nomination.nominee_id == person.id, Nomination.state.in_(OPEN_NOMINATIONS))
    for nomination in db.session.scalars(theirs.order_by(Nomination.id).with_for_update(of=Nomination)).all():
        nomination.state, nomination.closed_at = NominationState.WITHDRAWN, now()
        nomination.closing_words = f"{person.name} has left."
        record(events.NominationLapsed(actor_id=actor_id, nomination_id=nomination.id))
    waiting = (
        sa.select(NominationStep)
        .join(Nomination, Nomination.id == NominationStep.nomination_id)
        .where(NominationStep.approver_id == person.id, NominationStep.verdict.is_(None))
        .where(Nomination.state == NominationState.WAITING)
    )
    for step in db.session.scalars(waiting.order_by(Nomination.id).with_for_update(of=Nomination)).all():
        pass_on(step, actor_id)


def pass_on(step: NominationStep, actor_id: int | None) -> None:
    """Ask somebody else, and tell them if it is their turn."""
    ask(step)
    if step.began_at is not None:
        fact = {"nomination_id": step.nomination_id, "step_id": step.id}
        record(events.NominationPassedOn(actor_id=actor_id, **fact))


def _ask_hr(step: NominationStep) -> None:
    """Leave it to anybody in HR, or, where nobody there is free, to the last who can: of HR, else an administrator."""
    nomination, hr = step.nomination, _holding(Role.HR)
    if any(is_free(one, nomination) for one in hr):
        return
    last = [one for one in (*hr, *_holding(Role.ADMIN)) if not nomination.concerns(one.id)]
    step.approver_id = last[0].id if last else None


def _holding(role: Role) -> Sequence[Person]:
    query = sa.select(Person).where(Person.deactivated_at.is_(None), Person.holds(role))
    return db.session.scalars(query.order_by(Person.id)).all()
