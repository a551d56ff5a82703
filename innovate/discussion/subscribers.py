"""What discussion does when ideas are merged and when that is undone: comments go over, and come back."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.discussion.models import Comment
from innovate.ideas import merging
from innovate.ideas.models import Idea


def carry_comments(fact: events.IdeaMerged, _entry_id: int) -> None:
    """The merged idea's discussion goes on under the one that stays; each comment remembers where it was said."""
    went = (
        sa.update(Comment)
        .where(Comment.idea_id == fact.idea_id)
        .values(idea_id=fact.into_id, via_idea_id=sa.func.coalesce(Comment.via_idea_id, fact.idea_id))
    )
    shown = _move(went)
    _count(fact.idea_id, -shown)
    _count(fact.into_id, shown)


def bring_comments_back(fact: events.IdeaReopened, _entry_id: int) -> None:
    """Undo that: what was said here, or had come here before, comes back from where the way ended."""
    if not fact.out_of:
        return
    came = (
        sa.update(Comment)
        .where(Comment.idea_id.in_(fact.out_of), Comment.via_idea_id.in_(merging.origins(fact.idea_id)))
        .values(idea_id=fact.idea_id, via_idea_id=sa.func.nullif(Comment.via_idea_id, fact.idea_id))
    )
    shown = _move(came)
    _count(fact.idea_id, shown)
    _count(fact.out_of[-1], -shown)


def _move(change: sa.Update) -> int:
    """Make the change, and answer how many of the comments that moved are shown."""
    moved = change.returning(Comment.deleted_at).execution_options(synchronize_session=False)
    shown = sum(deleted_at is None for deleted_at in db.session.scalars(moved).all())
    for known in list(db.session.identity_map.values()):
        if isinstance(known, Comment):
            db.session.expire(known)
    return shown


def _count(idea_id: int, change: int) -> None:
    if change:
        merging.add_to_counter(idea_id, comments=Idea.__table__.c.comments + change)
