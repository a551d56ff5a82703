"""What search does when ideas are posted or edited: it notes their words."""

from collections.abc import Iterable

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db, is_sqlite
from innovate.core.markdown import plain
from innovate.ideas.models import Idea
from innovate.search.words import words

_SQLITE = "INSERT OR REPLACE INTO idea_search (rowid, title, body) VALUES (:id, :title, :body)"
_POSTGRESQL = (
    "INSERT INTO idea_search (idea_id, document) VALUES (:id, setweight(to_tsvector('english', :title), 'A')"
    " || setweight(to_tsvector('english', :body), 'C'))"
    " ON CONFLICT (idea_id) DO UPDATE SET document = excluded.document"
)


def note_words(fact: events.IdeaEvent, _entry_id: int) -> None:
    """Keep the idea's words for searching."""
    idea = db.session.get_one(Idea, fact.idea_id)
    keep_words([(idea.id, idea.title, plain(f"{idea.problem}\n\n{idea.proposal}\n\n{idea.effect}"))])


def keep_words(ideas: Iterable[tuple[int, str, str]]) -> None:
    """Keep the words of these ideas: of each its number, its title, and its text without markup."""
    values = [
        {"id": idea_id, "title": " ".join(words(title)), "body": " ".join(words(body))}
        for idea_id, title, body in ideas
    ]
    db.session.execute(sa.text(_SQLITE if is_sqlite() else _POSTGRESQL), values)
