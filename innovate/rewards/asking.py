"""Who is asked whether an idea’s benefit has lasted: who owns its metric, and nobody who gains by the answer."""

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.experiments.models import Experiment, LibraryMetric
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.rewards.models import Award, AwardPart, BenefitCheck, PartState


def whom_to_ask(idea: Idea, *, besides: int | None = None) -> int:
    """The owner of the metric of the idea's last experiment, else its area's leader, a deputy, or somebody in HR.

    The first of them who is active and holds no part of an award for that idea; `besides` is about to hold one. Raises
    RuleBroken when there is nobody.
    """
    holders = who_gains(idea.id) | {besides}
    for candidates in (_metric_owner, _leader, _deputies, _hr):
        query = candidates(idea).where(Person.deactivated_at.is_(None), Person.id.not_in(holders - {None}))
        if (found := db.session.scalar(query.limit(1))) is not None:
            return int(found)
    raise RuleBroken("Nobody is left who could confirm the benefit: everyone who might gains by it.")


def who_gains(idea_id: int) -> set[int]:
    """The people who hold a part of an award for that idea that still waits."""
    query = (
        sa.select(Award.person_id)
        .join(AwardPart, AwardPart.award_id == Award.id)
        .join(BenefitCheck, BenefitCheck.id == AwardPart.check_id)
        .where(BenefitCheck.idea_id == idea_id, AwardPart.state == PartState.WAITING)
    )
    return set(db.session.scalars(query))


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
