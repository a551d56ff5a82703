"""A person's story: what they began, what came of it, who thanked them and what they earned, newest first, by year."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core import wording
from innovate.core.db import rows
from innovate.core.errors import BadInput
from innovate.core.paging import decode, encode
from innovate.experiments.models import Verdict
from innovate.ideas.models import Outcome
from innovate.recognition.queries.chapters import Chapter, effects_measured, told
from innovate.rewards.models import Milestone

PAGE = 30
TIES = 20  # so many things of one kind may have one moment and none is lost between two pages
EFFECTS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; what it does not have is empty."""

    chapter: Chapter
    id: int
    at: datetime
    title: str = ""  # of the idea, or the badge's name
    href: str = ""
    words: str = ""  # the result in a sentence, the thanks, what the badge is for, the idea's first words
    lesson_html: str = ""
    points: int = 0
    by: Face | None = None
    badge: str = ""  # that came with an award
    drawing: str = ""
    verdict: Verdict | None = None
    years: int = 0

    @property
    def place(self) -> tuple[datetime, int, int]:
        """Where it stands: the newest first, and of one moment in the order of the chapters."""
        return self.at, -list(Chapter).index(self.chapter), self.id


@dataclass(frozen=True, slots=True)
class Year:
    """All that a page tells of one year."""

    year: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A page of a story, and the cursor of the next."""

    years: tuple[Year, ...]
    next: str | None = None

    @property
    def is_only_begun(self) -> bool:
        """Whether nothing has happened yet but that they came."""
        return self.next is None and all(
            one.chapter in (Chapter.JOINED, Chapter.MILESTONE) for year in self.years for one in year.entries
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """An idea of somebody's whose effect was measured."""

    idea_id: int
    title: str
    sentence: str
    verdict: Verdict | None
    outcome: Outcome | None
    is_theirs: bool = field(default=True)  # they wrote it or helped to; otherwise they ran its test


def story(person_id: int, cursor: str | None = None) -> Story:
    """A page of that person's story. BadInput for a cursor that is not one of ours."""
    values: dict[str, Any] = {"person": person_id, "most": PAGE + 1 + TIES}
    before = _place_in(cursor) if cursor else None
    if before:
        values["before"] = before[0]
    entries = [_entry(row) for row in rows(told(before is not None), values)]
    entries += _years_here(person_id)
    entries = sorted((one for one in entries if not before or one.place < before), key=lambda one: one.place)[::-1]
    shown = entries[:PAGE]
    by_year = groupby(shown, key=lambda one: wording.local(one.at).year)
    last = shown[-1].place if len(entries) > PAGE else None
    return Story(
        tuple(Year(year, tuple(of_it)) for year, of_it in by_year),
        encode((last[0].isoformat(), *last[1:])) if last else None,
    )


def effects(person_id: int) -> tuple[Effect, ...]:
    """What changed because of that person: their tests that came out for the better, the newest first."""
    found = rows(effects_measured(), {"person": person_id, "most": EFFECTS})
    return tuple(
        Effect(row.id, row.title, row.result, row.verdict, row.outcome, is_theirs=bool(row.is_theirs)) for row in found
    )


def _place_in(cursor: str) -> tuple[datetime, int, int]:
    text, chapter, id_ = decode(cursor, str, int, int)
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC), chapter, id_
    except (ValueError, OverflowError):
        """No moment, or one that lies outside the calendar."""
    raise BadInput("That page address is not one of ours. Start again from the first page.")


def _entry(row: Any) -> Entry:
    chapter = Chapter(row.chapter)
    if chapter is Chapter.BADGE:
        href = f"/recognition/badges/{row.about}"
    elif chapter is Chapter.KUDOS and not row.about:
        href = f"/kudos/{row.id}"
    else:
        href = f"/ideas/{row.about}" if row.about else ""
    return Entry(
        chapter,
        row.id,
        row.at,
        title=row.title or "",
        href=href,
        words=row.words or "",
        lesson_html=row.lesson_html or "",
        points=row.points or 0,
        by=Face(row.by_id, row.by_name) if row.by_id else None,
        badge=row.badge or "",
        drawing=row.drawing or "",
        verdict=Verdict(row.verdict) if row.verdict else None,
    )


def _years_here(person_id: int) -> list[Entry]:
    """The day on which they came, and each milestone that they show."""
    query = (
        sa.select(Person.joined_on, Milestone.id, Milestone.years, Milestone.on)
        .outerjoin(Milestone, sa.and_(Milestone.person_id == Person.id, Person.shows_milestones))
        .where(Person.id == person_id)
    )
    found = rows(query).all()
    entries = [
        Entry(Chapter.MILESTONE, row.id, _morning_of(row.on), years=row.years) for row in found if row.id is not None
    ]
    return [*entries, *(Entry(Chapter.JOINED, 0, _morning_of(row.joined_on)) for row in found[:1])]


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)
