"""Who is told of a comment: the one who is answered, and the idea's followers."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import events
from innovate.core.db import db
from innovate.discussion.models import Comment
from innovate.notifications.subscribers.about import about_idea, short, tell_followers
from innovate.notifications.telling import tell


def tell_of_comment(fact: events.CommentPosted, entry_id: int) -> None:
    """The one who is answered reads so; those who follow the idea read of the comment."""
    about, parent = about_idea(fact), aliased(Comment)
    url = f"{about.url}#comment-{fact.comment_id}"
    asked = sa.select(parent.author_id).join(Comment, Comment.parent_id == parent.id)
    answered = db.session.scalar(asked.where(Comment.id == fact.comment_id))
    if answered and answered != fact.actor_id:
        tell(entry_id, {answered}, f"{about.who} replied to your comment on “{short(about.title)}”.", url)
    tell_followers(fact, entry_id, about, "{who} commented on {idea}.", url)
