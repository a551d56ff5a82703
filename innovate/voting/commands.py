"""Voting: support an idea, once each, and take it back while voting is open."""

from functools import cache
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import BigId, db, insert, is_sqlite
from innovate.core.errors import RuleBroken
from innovate.core.journal import record
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.ideas.ranking import trend_after
from innovate.voting.models import Vote

ENDED = "Voting on this idea has ended."
VOTED_ALREADY = "You have voted for this idea already."
NOT_VOTED = "You have not voted for this idea."


def cast_vote(actor: Person, idea: Idea) -> None:
    """Support an idea; one vote a person and idea.

    The counter's row is locked first and the unique constraint has the last word. Raises NotAllowed for the
    author, RuleBroken when voting has ended or the vote exists.
    """
    permissions.cast_vote.require(actor, idea)
    votes = _count(actor, idea, +1)
    if votes is None:
        raise RuleBroken(VOTED_ALREADY if _still_open(idea) else ENDED)
    values = {"idea_id": idea.id, "person_id": actor.id, "at": now()}
    if db.session.execute(_ballot(is_sqlite()), values).scalar() is None:
        raise RuleBroken(VOTED_ALREADY)
    enough = idea.area.vote_threshold
    record(events.VoteCast(actor_id=actor.id, idea_id=idea.id, votes=votes, enough=enough))


def take_vote_back(actor: Person, idea: Idea) -> None:
    """Support the idea no longer.

    Raises RuleBroken when voting has ended or there is no vote to take back.
    """
    permissions.take_vote_back.require(actor, idea)
    votes = _count(actor, idea, -1)
    if votes is None:
        raise RuleBroken(NOT_VOTED if _still_open(idea) else ENDED)
    if db.session.execute(_GONE, {"idea": idea.id, "person": actor.id}).scalar() is None:
        raise RuleBroken(NOT_VOTED)
    record(events.VoteTakenBack(actor_id=actor.id, idea_id=idea.id, votes=votes))


def _count(actor: Person, idea: Idea, change: int) -> int | None:
    """Change the counter and the trend in one statement, if voting is open and that is the actor's to do.

    Answers the new count, or None. The version stays as it is: a vote makes no leader's decision stale.
    """
    db.session.flush()  # a plain statement does not do that by itself
    row = db.session.execute(_COUNTED[change], {"idea": idea.id, "person": actor.id}).one_or_none()
    if row is None:
        return None
    set_committed_value(idea, "votes", row.votes)
    set_committed_value(idea, "trend", row.trend)
    return int(row.votes)


def _still_open(idea: Idea) -> bool:
    db.session.expire(idea, ["stage_id", "stage"])
    return idea.is_open


# The statements, put together once, on the plain tables: that costs more than running them.

_ideas, _votes, _stages = (cast("sa.Table", one.__table__) for one in (Idea, Vote, Stage))
_idea_id, _person_id = sa.bindparam("idea", type_=BigId), sa.bindparam("person", type_=sa.Integer)
_GONE = sa.delete(_votes).where(_votes.c.idea_id == _idea_id, _votes.c.person_id == _person_id).returning(_votes.c.id)


def _counting(change: int) -> sa.Executable:
    """One more for whoever has not voted, one less for whoever has, while voting is open."""
    has_voted = sa.exists().where(_votes.c.idea_id == _idea_id, _votes.c.person_id == _person_id)
    open_stages = sa.select(_stages.c.id).where(_stages.c.kind == StageKind.OPEN)
    return (
        sa.update(_ideas)
        .where(_ideas.c.id == _idea_id, _ideas.c.stage_id.in_(open_stages), has_voted if change < 0 else ~has_voted)
        .values(votes=_ideas.c.votes + change, trend=trend_after(_ideas.c.trend, _ideas.c.votes, change))
        .returning(_ideas.c.votes, _ideas.c.trend)
    )


_COUNTED = {change: _counting(change) for change in (+1, -1)}


@cache
def _ballot(_on_sqlite: bool) -> sa.Insert:
    """The statement that keeps a vote unless there is one; made once for each dialect."""
    values = {name: sa.bindparam(name, type_=_votes.c[name].type) for name in ("idea_id", "person_id", "at")}
    ballot = insert(_votes).values(**values)
    return ballot.on_conflict_do_nothing(index_elements=["idea_id", "person_id"]).returning(_votes.c.id)
