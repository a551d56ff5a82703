"""Voting: support an idea, once each, and take it back while voting is open."""

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import RuleBroken
from innovate.core.journal import record
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.ideas.ranking import trend_after
from innovate.voting.models import Vote

ENDED = "Voting on this idea has ended."
VOTED_ALREADY = "You have voted for this idea already."
NOT_VOTED = "You have not voted for this idea."


def cast_vote(actor: Person, idea: Idea) -> Vote:
    """Support an idea; one vote a person and idea.

    The counter's row is locked first and the unique constraint has the last word. Raises NotAllowed for the
    author, RuleBroken when voting has ended or the vote exists.
    """
    permissions.cast_vote.require(actor, idea)
    votes = _count(idea, +1, ~_has_voted(actor, idea))
    if votes is None:
        raise RuleBroken(VOTED_ALREADY if _still_open(idea) else ENDED)
    moment = now()
    ballot = (
        insert(Vote)
        .values(idea_id=idea.id, person_id=actor.id, at=moment)
        .on_conflict_do_nothing(index_elements=[Vote.idea_id, Vote.person_id])
        .returning(Vote)
    )
    vote: Vote | None = db.session.scalars(ballot).one_or_none()
    if vote is None:
        raise RuleBroken(VOTED_ALREADY)
    enough = idea.area.vote_threshold
    record(events.VoteCast(actor_id=actor.id, idea_id=idea.id, votes=votes, enough=enough))
    return vote


def take_vote_back(actor: Person, idea: Idea) -> None:
    """Support the idea no longer.

    Raises RuleBroken when voting has ended or there is no vote to take back.
    """
    permissions.take_vote_back.require(actor, idea)
    votes = _count(idea, -1, _has_voted(actor, idea))
    if votes is None:
        raise RuleBroken(NOT_VOTED if _still_open(idea) else ENDED)
    gone = sa.delete(Vote).where(Vote.idea_id == idea.id, Vote.person_id == actor.id).returning(Vote.id)
    if db.session.scalar(gone) is None:
        raise RuleBroken(NOT_VOTED)
    record(events.VoteTakenBack(actor_id=actor.id, idea_id=idea.id, votes=votes))


def _count(idea: Idea, change: int, so: sa.ColumnElement[bool]) -> int | None:
    """Change the counter and the trend in one statement if voting is open and `so`; the new count, or None.

    The version stays as it is: a vote makes no leader's decision stale.
    """
    open_stages = sa.select(Stage.id).where(Stage.kind == StageKind.OPEN)
    counted = (
        sa.update(Idea)
        .where(Idea.id == idea.id, Idea.stage_id.in_(open_stages), so)
        .values(votes=Idea.votes + change, trend=trend_after(sa.column("trend"), sa.column("votes"), change))
        .returning(Idea.votes, Idea.trend)
        .execution_options(synchronize_session=False)
    )
    row = db.session.execute(counted).one_or_none()
    if row is None:
        return None
    set_committed_value(idea, "votes", row.votes)
    set_committed_value(idea, "trend", row.trend)
    return int(row.votes)


def _has_voted(actor: Person, idea: Idea) -> sa.ColumnElement[bool]:
    return sa.exists().where(Vote.idea_id == idea.id, Vote.person_id == actor.id)


def _still_open(idea: Idea) -> bool:
    db.session.expire(idea, ["stage_id", "stage"])
    return idea.is_open
