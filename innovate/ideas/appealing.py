"""Appeals: which decision one can be made against, until when, who hears it, and how it ends."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import permissions
from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import db
from innovate.ideas.models import Appeal, Idea, IdeaMove, Outcome, Verdict

POSSIBLE_FOR = timedelta(days=30)  # after the decision
ANSWERED_WITHIN = timedelta(days=14)


def decision(idea: Idea) -> IdeaMove | None:
    """The line of history that declined the idea, while it stands declined."""
    if idea.outcome is not Outcome.DECLINED:
        return None
    query = sa.select(IdeaMove).where(IdeaMove.idea_id == idea.id, IdeaMove.move == "decline")
    return db.session.scalar(query.order_by(IdeaMove.position.desc()).limit(1))


def ends_at(decline: IdeaMove) -> datetime:
    """Until when an appeal against that decision can be made."""
    return decline.at + POSSIBLE_FOR


def hearing_area(idea: Idea, decline: IdeaMove) -> Area | None:
    """The area whose leader hears an appeal: not the idea's leader, not who declined it, nobody close to it.

    Whoever has fewest appeals waiting comes first; ties go to the area that was last asked longest ago. None when
    there is no such leader: the administrators hear it then.
    """
    heard, other = aliased(Appeal), aliased(Area)
    of_this_leader = sa.select(other.id).where(other.leader_id == Area.leader_id).correlate(Area)
    waiting = sa.select(sa.func.count(heard.id)).where(heard.area_id.in_(of_this_leader), heard.verdict.is_(None))
    latest = sa.select(sa.func.coalesce(sa.func.max(heard.id), 0)).where(heard.area_id.in_(of_this_leader))
    query = (
        sa.select(Area, Person)
        .join(Person, Person.id == Area.leader_id)
        .where(
            Area.is_active,
            Person.deactivated_at.is_(None),
            Person.id.not_in({idea.area.leader_id, decline.actor_id}),
        )
        .order_by(waiting.correlate(Area).scalar_subquery(), latest.correlate(Area).scalar_subquery(), Area.id)
    )
    found = (area for area, leader in db.session.execute(query) if permissions.impartial.allows(leader, idea))
    return next(found, None)


def end(appeal: Appeal, verdict: Verdict) -> None:
    """Note how the appeal ended."""
    appeal.verdict, appeal.decided_at = verdict, now()
