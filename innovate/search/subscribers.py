"""What search does when ideas are posted or edited: it notes their words."""

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
    note_words_of(idea.id, idea.title, f"{idea.problem}\n\n{idea.proposal}\n\n{idea.effect}")


def note_words_of(idea_id: int, title: str, body: str) -> None:
    """Keep these words, Markdown or not, as those of that idea."""
    values = {"id": idea_id, "title": " ".join(words(title)), "body": " ".join(words(plain(body)))}
    db.session.execute(sa.text(_SQLITE if is_sqlite() else _POSTGRESQL), values)
