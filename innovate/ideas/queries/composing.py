"""What the page for writing an idea needs: the areas to choose from, and one's own drafts."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.markdown import plain
from innovate.ideas.models import Draft, Idea


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as its author's list shows it."""

    id: int
    form_key: str | None
    title: str
    problem: str
    saved_at: datetime


def areas_to_choose() -> tuple[Area, ...]:
    """The areas that take ideas, by name."""
    return tuple(db.session.scalars(sa.select(Area).where(Area.is_active).order_by(Area.name)))


def get_draft(viewer: Person, draft_id: int) -> Draft:
    """The viewer's own draft of that id; NotFound for anybody else's."""
    query = sa.select(Draft).where(Draft.id == draft_id, Draft.author_id == viewer.id)
    draft = db.session.scalar(query) if 0 < draft_id < 2**31 else None
    if draft is None:
        raise NotFound("We could not find that draft. Perhaps it was submitted already.")
    return draft


def draft_of(viewer: Person, form_key: str) -> Draft | None:
    """What the viewer typed in the form with that key and has not posted."""
    return db.session.scalar(sa.select(Draft).where(Draft.author_id == viewer.id, Draft.form_key == form_key))


def posted_with(viewer: Person, form_key: str) -> tuple[int, str] | None:
    """The idea that the viewer's form with that key became: its id and title."""
    query = sa.select(Idea.id, Idea.title).where(Idea.author_id == viewer.id, Idea.form_key == form_key)
    row = rows(query).first()
    return (row.id, row.title) if row else None


def list_drafts(viewer: Person, most: int = 100) -> tuple[DraftRow, ...]:
    """The viewer's own drafts, the last saved first, each with the first words of its problem on one line."""
    start = sa.func.substr(Draft.problem, 1, 200)
    query = (
        sa.select(Draft.id, Draft.form_key, Draft.title, start, Draft.saved_at)
        .where(Draft.author_id == viewer.id)
        .order_by(Draft.saved_at.desc(), Draft.id.desc())
        .limit(most)
    )
    return tuple(
        DraftRow(draft_id, form_key, title, plain(problem), saved_at)
        for draft_id, form_key, title, problem, saved_at in rows(query)
    )


def count_drafts(viewer: Person) -> int:
    """How many drafts the viewer keeps."""
    query = sa.select(sa.func.count()).select_from(Draft).where(Draft.author_id == viewer.id)
    return db.session.scalar(query) or 0
