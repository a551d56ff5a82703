"""Discussing: say something about an idea, answer, mend one's words, take them away, mark what was taken up."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.forms import COMMENT
from innovate.core.journal import record
from innovate.core.markdown import render
from innovate.discussion.models import Comment
from innovate.discussion.queries import suggestion
from innovate.ideas.models import Idea, StageKind

TWICE_WITHIN = timedelta(minutes=10)


class EditCrossed(RuleBroken):
    """The comment changed while this person typed; the page shows both texts."""

    def __init__(self) -> None:
        super().__init__("The comment changed while you typed. Both texts are here; save again to keep yours.")


def post_comment(
    actor: Person, idea: Idea, *, body: str, parent: Comment | None = None, key: str | None = None
) -> Comment:
    """Say something about an idea, or answer what was said; an answer to an answer stands beside it.

    What is sent twice, with one `key` or in the same words within minutes, is answered with the comment that it made;
    other words with a key that was used are another comment.
    """
    permissions.post_comment.require(actor, idea)
    parent_id = (parent.parent_id or parent.id) if parent else None
    posted = _posted_already(actor, idea, key, body)
    if same := next((one for one in posted if one.body == body and one.parent_id == parent_id), None):
        return same
    if any(one.form_key == key for one in posted):
        key = None
    _check(body)
    if parent is not None and (parent.idea_id != idea.id or parent.deleted_at):
        raise RuleBroken("That comment is gone, so it cannot be answered.")
    _count(idea, +1)
    comment = Comment(
        idea_id=idea.id,
        author_id=actor.id,
        parent_id=parent_id,
        body=body,
        body_html=render(body),
        at=now(),
        form_key=key,
    )
    db.session.add(comment)
    db.session.flush()  # the event needs the comment's id
    record(events.CommentPosted(actor_id=actor.id, idea_id=idea.id, comment_id=comment.id))
    return comment


def edit_comment(actor: Person, comment: Comment, *, body: str, version: int) -> Comment:
    """Mend one's own words; EditCrossed when `version` is no longer the comment's."""
    permissions.edit_comment.require(actor, comment)
    db.session.refresh(comment, with_for_update=True)
    _check_shown(comment)
    if comment.version != version:
        raise EditCrossed
    _check(body)
    comment.body, comment.body_html, comment.edited_at = body, render(body), now()
    db.session.flush()  # its version has the last word
    record(events.CommentEdited(actor_id=actor.id, idea_id=comment.idea_id, comment_id=comment.id))
    return comment


def delete_comment(actor: Person, comment: Comment) -> None:
    """Take the words away; the comment keeps its place while it has answers."""
    permissions.delete_comment.require(actor, comment)
    _check_shown(comment)
    _count(comment.idea, -1)  # the idea's row is locked first, as everywhere
    db.session.refresh(comment, with_for_update=True)
    _check_shown(comment)
    comment.body, comment.body_html, comment.deleted_at = "", "", now()
    db.session.flush()  # its version has the last word
    record(events.CommentDeleted(actor_id=actor.id, idea_id=comment.idea_id, comment_id=comment.id))


def adopt_suggestion(actor: Person, comment: Comment) -> Comment:
    """Mark that what the comment suggests was taken up in the idea: its author gets a share of the credit.

    Raises NotAllowed for one's own words and for all but those who keep the idea, RuleBroken for a deleted comment and
    once the idea is recognised or closed.
    """
    _mark(actor, comment, is_adopted=True)
    record(events.SuggestionAdopted(actor_id=actor.id, idea_id=comment.idea_id, comment_id=comment.id))
    return comment


def drop_suggestion(actor: Person, comment: Comment) -> Comment:
    """Take that mark away again. Raises as `adopt_suggestion`."""
    _mark(actor, comment, is_adopted=False)
    record(events.SuggestionDropped(actor_id=actor.id, idea_id=comment.idea_id, comment_id=comment.id))
    return comment


def _mark(actor: Person, comment: Comment, *, is_adopted: bool) -> None:
    db.session.refresh(comment.idea, with_for_update={"of": Idea})  # the idea's row is locked first, as everywhere
    db.session.refresh(comment, with_for_update=True)
    permissions.adopt_suggestion.require(actor, suggestion(comment))
    _check_shown(comment)
    if comment.idea.stage.kind is StageKind.CLOSED:
        raise RuleBroken("This idea is closed, and so is the credit for it.")
    if (comment.adopted_at is not None) is is_adopted:
        raise RuleBroken("It is marked as taken up already." if is_adopted else "It is not marked as taken up.")
    comment.adopted_at, comment.adopted_by_id = (now(), actor.id) if is_adopted else (None, None)
    db.session.flush()  # its version has the last word


def _posted_already(actor: Person, idea: Idea, key: str | None, body: str) -> list[Comment]:
    """What the actor said with that form, or in these words a moment ago and has not taken away."""
    just_now = sa.and_(
        Comment.idea_id == idea.id,
        Comment.body == body,
        Comment.at > now() - TWICE_WITHIN,
        Comment.deleted_at.is_(None),
    )
    same_form = sa.or_(Comment.form_key == key, just_now) if key else just_now
    mine = sa.select(Comment).where(Comment.author_id == actor.id, same_form)
    return list(db.session.scalars(mine.order_by(Comment.id.desc())))


def _check(body: str) -> None:
    if not body.strip():
        raise BadInput("Write something first.", "body")
    if len(body) > COMMENT:
        raise BadInput(f"Keep this within {COMMENT:,} characters.", "body")


def _check_shown(comment: Comment) -> None:
    if comment.deleted_at:
        raise RuleBroken("This comment was deleted.")


def _count(idea: Idea, change: int) -> None:
    """Change the counter; the version stays as it is, so that talk makes no decision stale."""
    counted = (
        sa.update(Idea)
        .where(Idea.id == idea.id, Idea.merged_into_id.is_(None))
        .values(comments=Idea.comments + change)
        .returning(Idea.comments)
        .execution_options(synchronize_session=False)
    )
    comments = db.session.scalar(counted)
    if comments is None:
        raise RuleBroken("This idea was merged into another. The discussion goes on there.")
    set_committed_value(idea, "comments", comments)
