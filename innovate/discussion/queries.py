"""Reads of a discussion: its newest comments with their answers, in the order they were said."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import BigId, db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import decode, encode
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment
from innovate.ideas.models import Idea, StageKind
from innovate.permissions import Role

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
    is_adopted: bool
    may_adopt: bool
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
    earlier_href: str | None
    is_latest: bool
    may_post: bool
    is_empty: bool
    look: "_Look" = field(compare=False)  # the comments, which are drawn apart from what stands around them

    @property
    def comments(self) -> tuple[Said, ...]:
        return self.look.comments()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A comment as what it suggests: by whom, and who may say that it was taken up, for a rule to ask."""

    author_id: int | None
    area: Area
    keeper_ids: frozenset[int]


def suggestion(comment: Comment) -> Suggestion:
    """That comment, and who keeps its idea: author and co-authors, and who runs the experiment."""
    idea = comment.idea
    owners = db.session.scalars(sa.select(Experiment.owner_id).where(Experiment.idea_id == idea.id))
    return Suggestion(comment.author_id, idea.area, _wrote(idea) | set(owners))


def _wrote(idea: Idea) -> frozenset[int]:
    return frozenset({idea.author_id, *(credit.person_id for credit in idea.credits)})


def get_comment(comment_id: int) -> Comment:
    """The comment of that id; NotFound without one."""
    comment = db.session.get(Comment, comment_id) if 0 < comment_id < 2**63 else None
    if comment is None:
        raise NotFound("We could not find that comment.")
    return comment


def thread(viewer: Person, idea: Idea, *, before: str | None = None) -> Thread:
    """The newest fifty comments with their newest answers, or the fifty before that cursor; in one statement."""
    older_than = decode(before, int)[0] if before else BIGGEST_ID
    found = tuple(rows(_THREAD, {"idea": idea.id, "before": older_than, "most": REPLIES, "viewer": viewer.id}))
    roots = [row.id for row in found if row.parent_id is None]
    is_more = len(roots) > PAGE
    if is_more:
        found = tuple(row for row in found if roots[0] not in (row.id, row.parent_id))
    earlier = f"/ideas/{idea.id}?before={encode((roots[1],))}#discussion" if is_more else None
    look = _Look.of(viewer, idea, found)
    return Thread(idea.id, idea.comments, earlier, before is None, look.may_reply, not found, look)


def one_comment(viewer: Person, comment: Comment, most: int = 500) -> Said:
    """A comment with the newest of its answers, many more than the idea's page shows."""
    found = tuple(rows(_ONE, {"root": comment.parent_id or comment.id, "most": most, "viewer": viewer.id}))
    if not found:
        raise NotFound("We could not find that comment.")
    return _Look.of(viewer, comment.idea, found).comments()[0]


@dataclass(frozen=True, slots=True)
class _Look:
    """What was read, and all of the viewer and the idea that its lines depend on: alike for most who look."""

    found: tuple[Any, ...]
    mine_id: int | None  # the viewer, where one of these comments is theirs
    may_delete_all: bool
    may_reply: bool
    may_adopt: bool
    author_id: int
    leader_id: int | None
    leads: str

    @classmethod
    def of(cls, viewer: Person, idea: Idea, found: tuple[Any, ...]) -> "_Look":
        return cls(
            found=found,
            mine_id=viewer.id if any(permissions.edit_comment.allows(viewer, row) for row in found) else None,
            may_delete_all=permissions.delete_comment.allows(viewer, _Anybodys),
            may_reply=idea.merged_into_id is None and permissions.post_comment.allows(viewer, idea),
            may_adopt=_may_adopt(viewer, idea, found),
            author_id=idea.author_id,
            leader_id=idea.area.leader_id,
            leads=f"leads {idea.area.name}",
        )

    def comments(self) -> tuple[Said, ...]:
        """The comments in the order they were said, each with its answers."""
        roots, replies, totals = [], defaultdict[int, list[Said]](list), {}
        for row in self.found:
            if row.parent_id is None:
                roots.append(row)
            else:
                replies[row.parent_id].append(self._said(row))
                totals[row.parent_id] = row.total
        return tuple(
            self._said(row, totals.get(row.id, 0) - len(replies[row.id]), tuple(replies[row.id])) for row in roots
        )

    def _said(self, row: Any, earlier: int = 0, replies: tuple[Said, ...] = ()) -> Said:
        is_there, is_mine = row.deleted_at is None, row.author_id == self.mine_id
        return Said(
            id=row.id,
            body_html=Markup(row.body_html),  # noqa: S704 - cleaned when it was written
            created_at=row.at,
            edited_at=row.edited_at,
            author=Face(row.author_id, row.name),
            role=self.leads if row.author_id == self.leader_id else "",
            is_author=row.author_id == self.author_id,
            is_deleted=not is_there,
            is_adopted=is_there and row.adopted_at is not None,
            may_adopt=is_there and self.may_adopt and not is_mine,
            may_edit=is_there and is_mine,
            may_delete=is_there and (is_mine or self.may_delete_all),
            may_reply=is_there and self.may_reply,
            earlier=earlier,
            replies=replies,
        )


def _may_adopt(viewer: Person, idea: Idea, found: tuple[Any, ...]) -> bool:
    """Whether the viewer may mark what others say there as taken up; asked only where somebody has spoken."""
    if not found or idea.stage.kind is StageKind.CLOSED or viewer.has(Role.CUSTOMER):
        return False
    runs_it = {viewer.id} if found[0].runs_it else set[int]()
    return permissions.adopt_suggestion.allows(viewer, Suggestion(None, idea.area, _wrote(idea) | runs_it))


class _Anybodys:
    """A comment that is nobody's in particular."""

    author_id = None


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
    experiments = Experiment.__table__.c
    runs_it = sa.exists().where(
        experiments.idea_id == _comments.idea_id, experiments.owner_id == sa.bindparam("viewer", type_=sa.Integer)
    )
    return (
        sa.select(
            _comments.id,
            _comments.parent_id,
            _comments.body_html,
            _comments.at,
            _comments.edited_at,
            _comments.deleted_at,
            _comments.adopted_at,
            _comments.author_id,
            _people.name,
            shown.c.total,
            runs_it.label("runs_it"),
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
