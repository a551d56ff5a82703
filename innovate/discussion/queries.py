"""Reads of a discussion: its newest comments with their answers, in the order they were said."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db
from innovate.core.errors import NotFound
from innovate.core.paging import decode, encode
from innovate.discussion.models import Comment
from innovate.ideas.models import Idea

PAGE = 50
REPLIES = 50


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as a page shows it; `earlier` answers are on a page of their own."""

    id: int
    body_html: Markup
    created_at: datetime
    edited_at: datetime | None
    author: Face
    role: str
    is_author: bool
    is_deleted: bool
    may_edit: bool
    may_delete: bool
    may_reply: bool
    earlier: int = 0
    replies: "tuple[Said, ...]" = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch of an idea's discussion; `earlier_href` leads to what was said before it."""

    idea_id: int
    count: int
    comments: tuple[Said, ...]
    earlier_href: str | None
    is_latest: bool
    may_post: bool


def get_comment(comment_id: int) -> Comment:
    """The comment of that id; NotFound without one."""
    comment = db.session.get(Comment, comment_id) if 0 < comment_id < 2**63 else None
    if comment is None:
        raise NotFound("We could not find that comment.")
    return comment


def thread(viewer: Person, idea: Idea, *, before: str | None = None) -> Thread:
    """The newest fifty comments with their newest answers, or the fifty before that cursor; in one statement."""
    roots = (
        sa.select(Comment.id.label("id"))
        .where(Comment.idea_id == idea.id, Comment.parent_id.is_(None), _is_shown())
        .order_by(Comment.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        roots = roots.where(Comment.id < decode(before, int)[0])
    found = _said(viewer, idea, roots.cte("roots"), REPLIES)
    is_more = len(found) > PAGE
    shown = found[-PAGE:]
    earlier = f"/ideas/{idea.id}?before={encode((shown[0].id,))}#discussion" if is_more else None
    may_post = idea.merged_into_id is None and permissions.post_comment.allows(viewer, idea)
    return Thread(idea.id, idea.comments, shown, earlier, before is None, may_post)


def one_comment(viewer: Person, comment: Comment, most: int = 500) -> Said:
    """A comment with the newest of its answers, many more than the idea's page shows."""
    root = sa.select(sa.literal(comment.parent_id or comment.id).label("id")).cte("roots")
    found = _said(viewer, comment.idea, root, most)
    if not found:
        raise NotFound("We could not find that comment.")
    return found[0]


def _is_shown() -> sa.ColumnElement[bool]:
    """A deleted comment keeps its place while it has answers."""
    reply = aliased(Comment)
    answered = sa.exists().where(reply.parent_id == Comment.id, reply.deleted_at.is_(None))
    return sa.or_(Comment.deleted_at.is_(None), answered)


def _said(viewer: Person, idea: Idea, roots: sa.CTE, most: int) -> tuple[Said, ...]:
    ranked = (
        sa.select(
            Comment.id.label("id"),
            sa.func.row_number().over(partition_by=Comment.parent_id, order_by=Comment.id.desc()).label("place"),
            sa.func.count().over(partition_by=Comment.parent_id).label("total"),
        )
        .where(Comment.parent_id.in_(sa.select(roots.c.id)), Comment.deleted_at.is_(None))
        .subquery("ranked")
    )
    shown = sa.union_all(
        sa.select(roots.c.id, sa.literal(0).label("total")),
        sa.select(ranked.c.id, ranked.c.total).where(ranked.c.place <= most),
    ).subquery("shown")
    query = (
        sa.select(
            Comment.id,
            Comment.parent_id,
            Comment.body_html,
            Comment.at,
            Comment.edited_at,
            Comment.deleted_at,
            Comment.author_id,
            Person.name,
            shown.c.total,
        )
        .join(shown, shown.c.id == Comment.id)
        .join(Person, Person.id == Comment.author_id)
        .order_by(Comment.id)
    )
    rows = list(db.session.execute(query))
    replies: dict[int, list[Said]] = {}
    totals: dict[int, int] = {}
    for row in rows:
        if row.parent_id is not None:
            replies.setdefault(row.parent_id, []).append(_one(viewer, idea, row))
            totals[row.parent_id] = row.total
    return tuple(
        replace(
            _one(viewer, idea, row),
            replies=tuple(replies.get(row.id, ())),
            earlier=totals.get(row.id, 0) - len(replies.get(row.id, ())),
        )
        for row in rows
        if row.parent_id is None
    )


def _one(viewer: Person, idea: Idea, row: Any) -> Said:
    is_deleted = row.deleted_at is not None
    return Said(
        id=row.id,
        body_html=Markup(row.body_html),  # noqa: S704 - cleaned when it was written
        created_at=row.at,
        edited_at=row.edited_at,
        author=Face(row.author_id, row.name),
        role=f"leads {idea.area.name}" if row.author_id == idea.area.leader_id else "",
        is_author=row.author_id == idea.author_id,
        is_deleted=is_deleted,
        may_edit=not is_deleted and permissions.edit_comment.allows(viewer, row),
        may_delete=not is_deleted and permissions.delete_comment.allows(viewer, row),
        may_reply=not is_deleted and idea.merged_into_id is None and permissions.post_comment.allows(viewer, idea),
    )
