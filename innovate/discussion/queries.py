"""Reads of a discussion: its newest comments with their answers, in the order they were said."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import BigId, db
from innovate.core.errors import NotFound
from innovate.core.paging import decode, encode
from innovate.discussion.models import Comment
from innovate.ideas.models import Idea

PAGE = 50
REPLIES = 50
BIGGEST_ID = 2**63 - 1


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
    older_than = decode(before, int)[0] if before else BIGGEST_ID
    found = _said(viewer, idea, _THREAD, {"idea": idea.id, "before": older_than, "most": REPLIES})
    is_more = len(found) > PAGE
    shown = found[-PAGE:]
    earlier = f"/ideas/{idea.id}?before={encode((shown[0].id,))}#discussion" if is_more else None
    may_post = idea.merged_into_id is None and permissions.post_comment.allows(viewer, idea)
    return Thread(idea.id, idea.comments, shown, earlier, before is None, may_post)


def one_comment(viewer: Person, comment: Comment, most: int = 500) -> Said:
    """A comment with the newest of its answers, many more than the idea's page shows."""
    found = _said(viewer, comment.idea, _ONE, {"root": comment.parent_id or comment.id, "most": most})
    if not found:
        raise NotFound("We could not find that comment.")
    return found[0]


def _said(
    viewer: Person, idea: Idea, statement: sa.Select[*tuple[Any, ...]], values: dict[str, int]
) -> tuple[Said, ...]:
    draws = _Drawing(viewer, idea)
    roots, replies, totals = [], defaultdict[int, list[Said]](list), {}
    for row in db.session.execute(statement, values):
        if row.parent_id is None:
            roots.append(row)
        else:
            replies[row.parent_id].append(draws.one(row))
            totals[row.parent_id] = row.total
    return tuple(draws.one(row, totals.get(row.id, 0) - len(replies[row.id]), tuple(replies[row.id])) for row in roots)


class _Drawing:
    """What of the viewer and the idea each comment's line depends on, asked once for all of them."""

    def __init__(self, viewer: Person, idea: Idea) -> None:
        self._viewer = viewer
        self._author_id = idea.author_id
        self._leader_id, self._leads = idea.area.leader_id, f"leads {idea.area.name}"
        self._may_reply = idea.merged_into_id is None and permissions.post_comment.allows(viewer, idea)

    def one(self, row: Any, earlier: int = 0, replies: tuple[Said, ...] = ()) -> Said:
        is_deleted = row.deleted_at is not None
        return Said(
            id=row.id,
            body_html=Markup(row.body_html),  # noqa: S704 - cleaned when it was written
            created_at=row.at,
            edited_at=row.edited_at,
            author=Face(row.author_id, row.name),
            role=self._leads if row.author_id == self._leader_id else "",
            is_author=row.author_id == self._author_id,
            is_deleted=is_deleted,
            may_edit=not is_deleted and permissions.edit_comment.allows(self._viewer, row),
            may_delete=not is_deleted and permissions.delete_comment.allows(self._viewer, row),
            may_reply=not is_deleted and self._may_reply,
            earlier=earlier,
            replies=replies,
        )


# The statements, put together once: that costs more than running them.

_comments = Comment.__table__.c
_people = Person.__table__.c


def _with_answers(roots: sa.CTE) -> sa.Select[*tuple[Any, ...]]:
    """These comments and the newest of their answers, each with how many answers there are."""
    ranked = (
        sa.select(
            _comments.id.label("id"),
            sa.func.row_number().over(partition_by=_comments.parent_id, order_by=_comments.id.desc()).label("place"),
            sa.func.count().over(partition_by=_comments.parent_id).label("total"),
        )
        .where(_comments.parent_id.in_(sa.select(roots.c.id)), _comments.deleted_at.is_(None))
        .subquery("ranked")
    )
    shown = sa.union_all(
        sa.select(roots.c.id, sa.literal(0).label("total")),
        sa.select(ranked.c.id, ranked.c.total).where(ranked.c.place <= sa.bindparam("most", type_=sa.Integer)),
    ).subquery("shown")
    return (
        sa.select(
            _comments.id,
            _comments.parent_id,
            _comments.body_html,
            _comments.at,
            _comments.edited_at,
            _comments.deleted_at,
            _comments.author_id,
            _people.name,
            shown.c.total,
        )
        .join(shown, shown.c.id == _comments.id)
        .join(Person.__table__, _people.id == _comments.author_id)
        .order_by(_comments.id)
    )


def _newest_roots() -> sa.CTE:
    """The newest comments of an idea; a deleted one keeps its place while it has answers."""
    reply = Comment.__table__.alias("reply")
    answered = sa.exists().where(reply.c.parent_id == _comments.id, reply.c.deleted_at.is_(None))
    return (
        sa.select(_comments.id.label("id"))
        .where(
            _comments.idea_id == sa.bindparam("idea"),
            _comments.parent_id.is_(None),
            _comments.id < sa.bindparam("before"),
            sa.or_(_comments.deleted_at.is_(None), answered),
        )
        .order_by(_comments.id.desc())
        .limit(PAGE + 1)
        .cte("roots")
    )


_THREAD = _with_answers(_newest_roots())
_ONE = _with_answers(sa.select(sa.bindparam("root", type_=BigId).label("id")).cte("roots"))
