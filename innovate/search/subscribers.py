"""What search does when ideas are posted or edited and cases are written: it notes their words."""

from collections.abc import Iterable

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db, is_sqlite
from innovate.core.markdown import plain
from innovate.experiments.models import Case, DiaryEntry, Experiment
from innovate.ideas.models import Idea
from innovate.search.words import words

_SQLITE = "INSERT OR REPLACE INTO idea_search (rowid, title, body) VALUES (:id, :title, :body)"
_POSTGRESQL = (
    "INSERT INTO idea_search (idea_id, document) VALUES (:id, setweight(to_tsvector('english', :title), 'A')"
    " || setweight(to_tsvector('english', :body), 'C'))"
    " ON CONFLICT (idea_id) DO UPDATE SET document = excluded.document"
)

_CASE_SQLITE = "INSERT OR REPLACE INTO case_search (rowid, title, body) VALUES (:id, :title, :body)"
_CASE_POSTGRESQL = (
    "INSERT INTO case_search (case_id, document) VALUES (:id, setweight(to_tsvector('english', :title), 'A')"
    " || setweight(to_tsvector('english', :body), 'C'))"
    " ON CONFLICT (case_id) DO UPDATE SET document = excluded.document"
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


def note_case(fact: events.ExperimentEvent, _entry_id: int) -> None:
    """Keep the words of the experiment's case: what was tried and learned, and what customers said in its diary."""
    query = (
        sa.select(Case.id, Case.title, Case.context, Experiment.change, Experiment.customers, Experiment.insight)
        .add_columns(Experiment.metric, Experiment.lesson, Experiment.result)
        .join(Experiment, Experiment.id == Case.experiment_id)
        .where(Experiment.id == fact.experiment_id)
    )
    row = db.session.execute(query).first()
    if row is None:
        return
    said = sa.select(DiaryEntry.body).where(DiaryEntry.experiment_id == fact.experiment_id, DiaryEntry.is_customer)
    parts = (row.context, row.change, row.customers, row.insight, row.metric, row.lesson, row.result)
    body = plain("\n\n".join((*parts, *db.session.scalars(said))))
    values = {"id": row.id, "title": " ".join(words(row.title)), "body": " ".join(words(body))}
    db.session.execute(sa.text(_CASE_SQLITE if is_sqlite() else _CASE_POSTGRESQL), values)
