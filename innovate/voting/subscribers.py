"""What voting does when ideas are merged and when that is undone: votes go over, and come back."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db, insert
from innovate.ideas import merging
from innovate.ideas.models import Idea
from innovate.ideas.ranking import trend_after
from innovate.voting.models import Vote


def carry_votes(fact: events.IdeaMerged, _entry_id: int) -> None:
    """Everybody who supported the merged idea now supports the one that stays."""
    _copy(fact.idea_id, fact.into_id)


def bring_votes_back(fact: events.IdeaReopened, _entry_id: int) -> None:
    """Undo that along the way; a vote that another merged idea brings along by itself stays."""
    if not fact.out_of:
        return
    origins = merging.origins(fact.idea_id)
    for stay_id in fact.out_of:
        away = sa.delete(Vote).where(Vote.idea_id == stay_id, Vote.via_idea_id.in_(origins)).returning(Vote.id)
        gone = db.session.execute(away.execution_options(synchronize_session=False)).all()
        _count(stay_id, -len(gone))
        for other_id in merging.directly_behind(stay_id):
            _copy(other_id, stay_id)


def _copy(idea_id: int, into_id: int) -> None:
    """Give the staying idea a vote of everybody who has not voted there and did not write it."""
    author = sa.select(Idea.author_id).where(Idea.id == into_id).scalar_subquery()
    given = sa.select(
        sa.literal(into_id, sa.Integer), Vote.person_id, Vote.at, sa.func.coalesce(Vote.via_idea_id, idea_id)
    ).where(Vote.idea_id == idea_id, Vote.person_id != author)
    copy = insert(Vote).from_select(["idea_id", "person_id", "at", "via_idea_id"], given.order_by(Vote.id))
    new = copy.on_conflict_do_nothing(index_elements=["idea_id", "person_id"]).returning(Vote.id)
    _count(into_id, len(db.session.execute(new).all()))


def _count(idea_id: int, change: int) -> None:
    if change:
        ideas = Idea.__table__.c
        trend = trend_after(ideas.trend, ideas.votes, change)
        merging.add_to_counter(idea_id, votes=ideas.votes + change, trend=trend)
