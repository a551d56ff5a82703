"""Who is asked whether an idea’s benefit has lasted, when, and how often: who owns its metric, and never who gains."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core import wording
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.journal import record
from innovate.experiments.models import Experiment, LibraryMetric
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.rewards.models import Award, AwardPart, BenefitCheck, BenefitState, PartState

AGAIN_AFTER = timedelta(days=7)  # without an answer they are asked once more
LAST_AFTER = timedelta(days=28)  # so long after the day that it was due nobody is reminded; HR's list shows it


def this_day() -> date:
    """Today on the company's clock."""
    return wording.local(now()).date()


def end_of(day: date) -> datetime:
    """The last minute of that day on the company's clock, for its promise."""
    return datetime.combine(day, time(23, 59), wording.local(now()).tzinfo)


def whom_to_ask(idea: Idea, *, besides: int | None = None) -> int | None:
    """The owner of the metric of the idea's last experiment, else its area's leader, a deputy, or somebody in HR.

    The first of them who is active and holds no part of an award for that idea that waits; `besides` is about to hold
    one. None when there is nobody.
    """
    holders = (who_gains(idea.id) | {besides}) - {None}
    for candidates in (_metric_owner, _leader, _deputies, _hr):
        query = candidates(idea).where(Person.deactivated_at.is_(None), Person.id.not_in(holders))
        found: int | None = db.session.scalar(query.limit(1))
        if found is not None:
            return found
    return None


def who_gains(idea_id: int) -> set[int]:
    """The people who hold a part of an award for that idea that still waits."""
    query = (
        sa.select(Award.person_id)
        .join(AwardPart, AwardPart.award_id == Award.id)
        .join(BenefitCheck, BenefitCheck.id == AwardPart.check_id)
        .where(BenefitCheck.idea_id == idea_id, AwardPart.state == PartState.WAITING)
    )
    return set(db.session.scalars(query))


def to_be_asked(most: int) -> list[int]:
    """The checks that are due, have something to decide, and of which nobody was told yet or not for a week."""
    waits = sa.select(AwardPart.id).where(AwardPart.check_id == BenefitCheck.id, AwardPart.state == PartState.WAITING)
    day = this_day()
    again = sa.and_(BenefitCheck.told_at <= now() - AGAIN_AFTER, BenefitCheck.due_on >= day - LAST_AFTER)
    query = (
        sa.select(BenefitCheck.id)
        .where(BenefitCheck.state == BenefitState.WAITING, BenefitCheck.due_on <= day, waits.exists())
        .where(sa.or_(BenefitCheck.told_at.is_(None), again))
        .order_by(BenefitCheck.due_on, BenefitCheck.id)
    )
    return list(db.session.scalars(query.limit(most)))


def ask(check_id: int) -> bool:
    """Tell whoever is asked that it is due, or remind them; answers whether there was anybody to tell.

    Who is asked first is found anew: since the award was given a metric may have changed hands. Whoever comes to the
    same check at the same moment waits, and finds it done.
    """
    query = sa.select(BenefitCheck).where(BenefitCheck.id == check_id).with_for_update()
    check = db.session.scalar(query.execution_options(populate_existing=True))
    if check is None or check.state is not BenefitState.WAITING or check.due_on > this_day():
        return False
    if check.told_at is not None and check.told_at > now() - AGAIN_AFTER:
        return False
    is_first = check.told_at is None
    if is_first:
        check.asked_id = whom_to_ask(check.idea) or check.asked_id
    check.told_at = now()
    fact = events.BenefitDue if is_first else events.BenefitReminded
    record(fact(actor_id=None, idea_id=check.idea_id, check_id=check.id, asked_id=check.asked_id))
    return True


def pass_on(person_id: int) -> None:
    """Ask others what that person can no longer say, as they left; the worker tells them when it is due."""
    query = sa.select(BenefitCheck).where(
        BenefitCheck.asked_id == person_id, BenefitCheck.state == BenefitState.WAITING
    )
    for check in db.session.scalars(query.order_by(BenefitCheck.id).with_for_update()):
        check.asked_id, check.told_at = whom_to_ask(check.idea, besides=person_id) or person_id, None


def _metric_owner(idea: Idea) -> sa.Select[int]:
    last = sa.select(Experiment.metric_id).where(Experiment.idea_id == idea.id)
    last = last.order_by(Experiment.round.desc()).limit(1)
    owner = sa.select(LibraryMetric.owner_id).where(LibraryMetric.id == last.scalar_subquery())
    return sa.select(Person.id).where(Person.id == owner.scalar_subquery())


def _leader(idea: Idea) -> sa.Select[int]:
    return sa.select(Person.id).join(Area, Area.leader_id == Person.id).where(Area.id == idea.area_id)


def _deputies(idea: Idea) -> sa.Select[int]:
    query = sa.select(Person.id).join(Deputy, Deputy.person_id == Person.id).order_by(Deputy.id)
    return query.where(Deputy.area_id == idea.area_id, Deputy.starts_on <= today(), Deputy.ends_on >= today())


def _hr(_idea: Idea) -> sa.Select[int]:
    return sa.select(Person.id).where(Person.holds(Role.HR)).order_by(Person.id)
