"""What moved on the ideas that a person follows, and what others are voting for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import rows
from innovate.discussion.models import Comment
from innovate.ideas.lifecycle import says
from innovate.ideas.models import Credit, Follow, Idea, IdeaMove, Outcome, Stage, StageKind
from innovate.ideas.queries.facets import facets
from innovate.voting.models import Vote

MOVES, TRENDING = 6, 4
LOOK_BACK = timedelta(days=30)
_person = sa.bindparam("person", type_=sa.Integer)


@dataclass(frozen=True, slots=True)
class Moved:
    """One move on an idea that the person follows; `is_new` since their last visit."""

    idea_id: int
    title: str
    kind: StageKind
    stage: str
    outcome: Outcome | None
    actor: Face | None
    says: str
    at: datetime
    is_new: bool
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Trending:
    """An open idea that others are voting for."""

    id: int
    title: str
    votes: int
    comments: int
    area: str
    author: Face


def moved(person: Person) -> tuple[Moved, ...]:
    """The last move of others, within a month, on each idea that the person follows; the newest first."""
    found = rows(_moves(), {"person": person.id, "since": now() - LOOK_BACK}).all()
    last = {row.idea_id: row for row in reversed(found)}
    newest = sorted(last.values(), key=lambda row: (row.at, row.id), reverse=True)[:MOVES]
    seen = person.seen_home_at
    return tuple(
        Moved(
            idea_id=row.idea_id,
            title=row.title,
            kind=row.kind,
            stage=row.stage,
            outcome=row.outcome,
            actor=Face(row.actor_id, row.actor) if row.actor_id else None,
            says=says(row.move, row.stage if row.is_passed_on else None),
            at=row.at,
            is_new=seen is not None and row.at > seen,
            is_mine=row.author_id == person.id,
        )
        for row in newest
    )


@cache
def _moves() -> sa.Select[*tuple[Any, ...]]:
    """The last moves of a month on what somebody follows, by others; found first, and joined to what they show then."""
    last = (
        sa.select(IdeaMove.id)
        .where(
            IdeaMove.at > sa.bindparam("since", type_=IdeaMove.at.type),
            IdeaMove.move != "submit",
            sa.or_(IdeaMove.actor_id.is_(None), IdeaMove.actor_id != _person),
            *_followed(),
        )
        .order_by(IdeaMove.at.desc(), IdeaMove.id.desc())
        .limit(MOVES * 4)  # an idea that made several steps shows its last
        .subquery("last")
    )
    actor, before = sa.orm.aliased(Person), sa.orm.aliased(Stage)
    return (
        sa.select(
            IdeaMove.id,
            IdeaMove.idea_id,
            IdeaMove.move,
            IdeaMove.at,
            IdeaMove.outcome,
            IdeaMove.actor_id,
            actor.name.label("actor"),
            Idea.title,
            Idea.author_id,
            Stage.kind,
            Stage.name.label("stage"),
            sa.and_(before.id != Stage.id, before.kind == Stage.kind).label("is_passed_on"),
        )
        .join(last, last.c.id == IdeaMove.id)
        .join(Idea, Idea.id == IdeaMove.idea_id)
        .join(Stage, Stage.id == IdeaMove.to_stage_id)
        .outerjoin(before, before.id == IdeaMove.from_stage_id)
        .outerjoin(actor, actor.id == IdeaMove.actor_id)
        .order_by(IdeaMove.at.desc(), IdeaMove.id.desc())
    )


def trending(person: Person) -> tuple[Trending, ...]:
    """Open ideas of others that the person has not voted for, the liveliest first."""
    return tuple(
        Trending(row.id, row.title, row.votes, row.comments, row.area, Face(row.author_id, row.name))
        for row in rows(_lively(facets().stage_ids(StageKind.OPEN)), {"person": person.id})
    )


@cache
def _lively(open_stages: tuple[int, ...]) -> sa.Select[*tuple[Any, ...]]:
    """Along the index of those stages; whoever has voted for much passes over it, but not over every idea."""
    is_open = Idea.stage_id == open_stages[0] if len(open_stages) == 1 else Idea.stage_id.in_(open_stages)
    voted = sa.select(Vote.id).where(Vote.idea_id == Idea.id, Vote.person_id == _person)
    author = sa.orm.aliased(Person)
    return (
        sa.select(Idea.id, Idea.title, Idea.votes, Idea.comments, Area.name.label("area"), Idea.author_id, author.name)
        .join(Area, Area.id == Idea.area_id)
        .join(author, author.id == Idea.author_id)
        .where(is_open, Idea.author_id != _person, ~voted.exists())
        .order_by(Idea.trend.desc(), Idea.id.desc())
        .limit(TRENDING)
    )


def _followed() -> tuple[sa.ColumnElement[bool], ...]:
    """The person follows the idea: has a part in it, voted or commented, or asked; and did not say no."""
    asked = sa.select(Follow.idea_id).where(Follow.person_id == _person)
    every = sa.union(
        sa.select(Idea.id).where(Idea.author_id == _person),
        sa.select(Credit.idea_id).where(Credit.person_id == _person),
        sa.select(Vote.idea_id).where(Vote.person_id == _person),
        sa.select(Comment.idea_id).where(Comment.author_id == _person, Comment.deleted_at.is_(None)),
        asked.where(Follow.is_wanted),
    )
    return IdeaMove.idea_id.in_(every), IdeaMove.idea_id.not_in(asked.where(~Follow.is_wanted))
