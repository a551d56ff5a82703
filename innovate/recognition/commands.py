"""Answering on the wall: react to a post, say something to it, take one's words away."""

import secrets
from typing import cast

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.recognition.models import Post, PostComment, PostReaction, ReactionKind

COMMENT = 1_000
GONE = "This was taken off the wall."
_posts, _reactions, _comments = (cast("sa.Table", one.__table__) for one in (Post, PostReaction, PostComment))
_COUNTERS = {ReactionKind.CLAP: "claps", ReactionKind.HEART: "hearts", ReactionKind.LIGHT: "lights"}


def react(actor: Person, post: Post, *, kind: ReactionKind, is_wanted: bool) -> None:
    """React to a post in that way, or no longer; what is so already stays so.

    Raises RuleBroken when the post was taken down.
    """
    permissions.react_to_post.require(actor, post)
    mine = {"post_id": post.id, "person_id": actor.id, "kind": kind}
    if not (_added(mine) if is_wanted else _removed(mine)):
        return
    _count(post, _COUNTERS[kind], +1 if is_wanted else -1)
    told = events.PostReacted if is_wanted else events.ReactionTakenBack
    record(told(actor_id=actor.id, post_id=post.id, kind=kind.value))


def comment_on_post(actor: Person, post: Post, *, body: str, key: str) -> int:
    """Say something to a post, once for a key; answers the comment's id.

    Other words with a key that was used are another comment. Raises BadInput, RuleBroken when the post was taken down.
    """
    permissions.comment_on_post.require(actor, post)
    words = body.strip()
    if not words:
        raise BadInput("Write something first.", "body")
    if len(words) > COMMENT:
        raise BadInput(f"Keep this within {COMMENT:,} characters.", "body")
    comment_id = _said(actor, post, words, key)
    if comment_id is None:
        same = _comments.c.author_id == actor.id, _comments.c.form_key == key
        before = db.session.execute(
            sa.select(_comments.c.id, _comments.c.post_id, _comments.c.body).where(*same)
        ).first()
        if before is not None and (before.post_id, before.body) == (post.id, words):
            return int(before.id)
        comment_id = _said(actor, post, words, secrets.token_hex(16))
    assert comment_id is not None
    _count(post, "comments", +1)
    record(events.PostCommented(actor_id=actor.id, post_id=post.id, comment_id=comment_id))
    return comment_id


def delete_comment(actor: Person, comment: PostComment) -> None:
    """Take the words away for good. Raises RuleBroken when they are gone already."""
    permissions.delete_post_comment.require(actor, comment)
    post = db.session.get_one(Post, comment.post_id)
    gone = sa.delete(_comments).where(_comments.c.id == comment.id).returning(_comments.c.id)
    if db.session.execute(gone).scalar() is None:
        raise RuleBroken("This comment is gone already.")
    _count(post, "comments", -1, also_hidden=True)
    fact = {"post_id": post.id, "comment_id": comment.id}
    db.session.expunge(comment)
    record(events.PostCommentDeleted(actor_id=actor.id, **fact))


def _added(mine: dict[str, object]) -> bool:
    kept = insert(PostReaction).values(**mine).on_conflict_do_nothing().returning(_reactions.c.post_id)
    return db.session.execute(kept).scalar() is not None


def _removed(mine: dict[str, object]) -> bool:
    same = [_reactions.c[name] == value for name, value in mine.items()]
    return db.session.execute(sa.delete(_reactions).where(*same).returning(_reactions.c.post_id)).scalar() is not None


def _said(actor: Person, post: Post, body: str, key: str) -> int | None:
    """The id of that comment, or None when the key was used."""
    values = {"post_id": post.id, "author_id": actor.id, "body": body, "at": now(), "form_key": key}
    kept = insert(PostComment).values(**values).on_conflict_do_nothing(index_elements=["author_id", "form_key"])
    found: int | None = db.session.execute(kept.returning(_comments.c.id)).scalar()
    return found


def _count(post: Post, name: str, change: int, *, also_hidden: bool = False) -> None:
    """Change a counter beside the row that it counts, which was changed just before."""
    shown = [] if also_hidden else [_posts.c.hidden_at.is_(None)]
    column = _posts.c[name]
    counted = sa.update(_posts).where(_posts.c.id == post.id, *shown).values({column: column + change})
    if db.session.execute(counted.returning(_posts.c.id)).scalar() is None:
        raise RuleBroken(GONE)
    db.session.expire(post, [name])
