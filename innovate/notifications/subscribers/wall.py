"""Who is told of what is said on the wall: those whom the post is about, and who wrote it."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.notifications.subscribers.about import name_of
from innovate.notifications.telling import tell
from innovate.recognition.models import Post, PostPerson


def tell_of_words_on_the_wall(fact: events.PostCommented, entry_id: int) -> None:
    """Tell who wrote the post, and those whom it is about, but not who said it."""
    by = db.session.scalar(sa.select(Post.actor_id).where(Post.id == fact.post_id))
    about = {*db.session.scalars(sa.select(PostPerson.person_id).where(PostPerson.post_id == fact.post_id))}
    who, url = name_of(fact.actor_id), f"/recognition/posts/{fact.post_id}#comment-{fact.comment_id}"
    tell(entry_id, {by} - {fact.actor_id}, f"{who} commented on your thanks on the wall.", url)
    tell(entry_id, about - {by, fact.actor_id}, f"{who} commented on the wall, on a post about you.", url)
