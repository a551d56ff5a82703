"""The diary of an experiment, day by day, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.core.paging import Page, decode, page_of
from innovate.experiments.models import DiaryEntry, Experiment, Photo

ENTRIES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo, what it shows in words, and how large it is."""

    id: int
    words: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One entry; `is_customer`: a customer's own words."""

    id: int
    author: Face
    day: date
    at: datetime
    is_customer: bool
    body_html: str
    photos: tuple[PhotoView, ...]
    is_mine: bool


def diary(
    viewer: Person, experiment: Experiment, cursor: str | None = None, size: int = ENTRIES_A_PAGE
) -> Page[DiaryLine]:
    """A page of the diary, in two statements; `cursor` as the page before named it."""
    query = (
        sa.select(
            *(DiaryEntry.id, DiaryEntry.author_id, DiaryEntry.day, DiaryEntry.at),
            *(DiaryEntry.is_customer, DiaryEntry.body_html, Person.name),
        )
        .join(Person, Person.id == DiaryEntry.author_id)
        .where(DiaryEntry.experiment_id == experiment.id)
        .order_by(DiaryEntry.day.desc(), DiaryEntry.id.desc())
        .limit(size + 1)
    )
    if cursor:
        query = query.where(_before(cursor))
    found = rows(query).all()
    pictures = _photos([row.id for row in found])
    lines = [
        DiaryLine(
            row.id,
            Face(row.author_id, row.name),
            row.day,
            row.at,
            row.is_customer,
            row.body_html,
            tuple(pictures.get(row.id, ())),
            row.author_id == viewer.id,
        )
        for row in found
    ]
    return page_of(lines, size, lambda line: (line.day.toordinal(), line.id))


def _before(cursor: str) -> sa.ColumnElement[bool]:
    ordinal, entry_id = decode(cursor, int, int)
    day = date.fromordinal(max(1, min(ordinal, date.max.toordinal())))
    return sa.or_(DiaryEntry.day < day, sa.and_(DiaryEntry.day == day, DiaryEntry.id < entry_id))


def _photos(entry_ids: Sequence[int]) -> dict[int, list[PhotoView]]:
    found: dict[int, list[PhotoView]] = {}
    query = (
        sa.select(Photo.entry_id, Photo.id, Photo.words, Photo.width, Photo.height)
        .where(Photo.entry_id.in_(entry_ids))
        .order_by(Photo.id)
    )
    listed: Any = rows(query) if entry_ids else ()
    for row in listed:
        found.setdefault(row.entry_id, []).append(PhotoView(row.id, row.words, row.width, row.height))
    return found
