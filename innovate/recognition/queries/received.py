"""What somebody was thanked with last: awards and kudos alike."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.ideas.models import Idea
from innovate.recognition.models import Post, PostPerson
from innovate.rewards.models import Award, Badge, Kudos


@dataclass(frozen=True, slots=True)
class Received:
    """Thanks as the one who got them sees them."""

    post_id: int
    by: Face
    citation: str
    points: int
    badge: str | None
    drawing: str | None
    idea_id: int | None
    idea_title: str | None
    at: datetime


def received(person_id: int, most: int) -> tuple[Received, ...]:
    """The last thanks to that person that stand on the wall, the newest first."""
    return tuple(
        Received(
            post_id=row.id,
            by=Face(row.actor_id, row.giver),
            citation=row.words,
            points=row.points,
            badge=row.badge,
            drawing=row.drawing,
            idea_id=row.idea_id,
            idea_title=row.title,
            at=row.at,
        )
        for row in rows(_received(), {"person": person_id, "most": most})
    )


@cache
def _received() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            *(Post.id, Post.actor_id, Post.idea_id, Post.at, Idea.title, Person.name.label("giver")),
            sa.func.coalesce(Kudos.words, Award.citation).label("words"),
            sa.func.coalesce(Kudos.points, Award.points).label("points"),
            *(Badge.name.label("badge"), Badge.drawing),
        )
        .select_from(PostPerson)
        .join(Post, Post.id == PostPerson.post_id)
        .join(Person, Person.id == Post.actor_id)
        .outerjoin(Kudos, Kudos.id == Post.kudos_id)
        .outerjoin(Award, Award.id == PostPerson.award_id)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .outerjoin(Idea, Idea.id == Post.idea_id)
        .where(
            PostPerson.person_id == sa.bindparam("person", type_=sa.Integer),
            Post.hidden_at.is_(None),
            sa.or_(Post.kudos_id.is_not(None), PostPerson.award_id.is_not(None)),
        )
        .order_by(PostPerson.post_id.desc())
        .limit(sa.bindparam("most", type_=sa.Integer))
    )
