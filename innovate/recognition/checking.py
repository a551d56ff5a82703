"""What must always be true of the wall: counters equal their rows, and nothing stands that was taken back."""

from collections.abc import Iterator
from typing import Any, cast

import sqlalchemy as sa

from innovate.core.db import db
from innovate.recognition.models import Post, PostComment, PostPerson, PostReaction, ReactionKind
from innovate.rewards.models import Award, BadgeHolding, Kudos

_posts = cast("sa.Table", Post.__table__)


def broken() -> Iterator[str]:
    """Everything that is wrong with the wall, one sentence each."""
    for name, column, counted in _counters():
        drifted = sa.select(_posts.c.id, column, counted).where(column != counted).order_by(_posts.c.id)
        for post_id, kept, there_are in db.session.execute(drifted):
            yield f"Post {post_id} says {kept} {name} and has {there_are}."
    for what, taken_back in _taken_back():
        for post_id in db.session.scalars(taken_back.where(_posts.c.hidden_at.is_(None)).order_by(_posts.c.id)):
            yield f"Post {post_id} still shows {what}."


def recount() -> dict[str, int]:
    """Set every counter to the rows that it counts; answers how many were wrong, by what they count."""
    wrong: dict[str, int] = {}
    for name, column, counted in _counters():
        drifted = sa.update(_posts).where(column != counted).values({column: counted})
        label = f"{name} on the wall" if name == "comments" else name
        wrong[label] = len(db.session.execute(drifted.returning(_posts.c.id)).all())
    return wrong


def _counters() -> Iterator[tuple[str, sa.Column[Any], sa.ScalarSelect[int]]]:
    count = sa.select(sa.func.count()).correlate(_posts)
    for name, kind in (("claps", ReactionKind.CLAP), ("hearts", ReactionKind.HEART), ("lights", ReactionKind.LIGHT)):
        given = count.where(PostReaction.post_id == _posts.c.id, PostReaction.kind == kind)
        yield name, _posts.c[name], given.scalar_subquery()
    yield "comments", _posts.c.comments, count.where(PostComment.post_id == _posts.c.id).scalar_subquery()


def _taken_back() -> Iterator[tuple[str, sa.Select[Any]]]:
    posts = sa.select(_posts.c.id)
    yield (
        "kudos that were taken back",
        posts.join(Kudos, Kudos.id == _posts.c.kudos_id).where(Kudos.reversed_at.is_not(None)),
    )
    named = posts.join(PostPerson, PostPerson.post_id == _posts.c.id).join(Award, Award.id == PostPerson.award_id)
    yield "an award that was taken back", named.where(Award.reversed_at.is_not(None))
    held = posts.join(BadgeHolding, BadgeHolding.id == _posts.c.holding_id)
    yield "a badge that was taken back", held.where(BadgeHolding.revoked_at.is_not(None))
