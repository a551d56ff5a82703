"""One idea: its row for a command, who follows it, and all that its page shows."""

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from innovate.core.db import db
from innovate.core.errors import NotFound
from innovate.discussion.models import Comment
from innovate.ideas.models import Credit, Follow, Idea
from innovate.voting.models import Vote

BIGGEST_ID = 2**63 - 1
MANY_FOLLOWERS = 1000


def get_idea(idea_id: int) -> Idea:
    """The idea of that id with its area and stage, in one statement; NotFound without one."""
    query = (
        sa.select(Idea)
        .join(Idea.area)
        .join(Idea.stage)
        .options(contains_eager(Idea.area), contains_eager(Idea.stage))
        .where(Idea.id == idea_id)
    )
    idea = db.session.scalar(query) if 0 < idea_id <= BIGGEST_ID else None
    if idea is None:
        raise NotFound("We could not find that idea.")
    return idea


def follower_ids(idea_id: int) -> set[int]:
    """Who is told about the idea: its people, voters and commenters, and who asked; not who declined."""
    return set(db.session.scalars(_followers(idea_id)))


def _followers(idea_id: int) -> sa.CompoundSelect[tuple[int]]:
    part = sa.union(
        sa.select(Idea.author_id).where(Idea.id == idea_id),
        sa.select(Credit.person_id).where(Credit.idea_id == idea_id),
        sa.select(Vote.person_id).where(Vote.idea_id == idea_id),
        sa.select(Comment.author_id).where(Comment.idea_id == idea_id, Comment.deleted_at.is_(None)),
        sa.select(Follow.person_id).where(Follow.idea_id == idea_id, Follow.is_wanted),
    ).subquery("part")
    declined = sa.select(Follow.person_id).where(Follow.idea_id == idea_id, ~Follow.is_wanted)
    person = sa.column("author_id", sa.Integer)
    return sa.except_(sa.select(person.label("id")).select_from(part), declined)
