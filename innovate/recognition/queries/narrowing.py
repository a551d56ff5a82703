"""What the wall can be narrowed to: a kind of post, a team, a person, a value, a time."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.db import rows
from innovate.recognition.models import PostKind
from innovate.rewards import spans
from innovate.rewards.models import Period
from innovate.rewards.spans import Span


class Shelf(StrEnum):
    """Kinds of posts that are looked at together."""

    THANKS = "thanks"
    AWARDS = "awards"
    LAUNCHES = "launches"
    LESSONS = "lessons"
    MILESTONES = "milestones"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def kinds(self) -> tuple[PostKind, ...]:
        return _KINDS[self]


_KINDS = {
    Shelf.THANKS: (PostKind.KUDOS,),
    Shelf.AWARDS: (PostKind.AWARD,),
    Shelf.LAUNCHES: (PostKind.LAUNCH,),
    Shelf.LESSONS: (PostKind.LESSON,),
    Shelf.MILESTONES: (PostKind.BADGE, PostKind.MILESTONE),
}


class Within(StrEnum):
    """A time that the wall can be narrowed to, on the company's clock."""

    MONTH = "month"
    LAST_MONTH = "last-month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def label(self) -> str:
        return "Last month" if self is Within.LAST_MONTH else f"This {self.value}"

    @property
    def span(self) -> Span:
        if self is Within.LAST_MONTH:
            return spans.month_before(spans.around(Period.MONTH, now()))
        return spans.around(Period(self.value), now())


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which posts are asked for."""

    shelf: Shelf | None = None
    team_id: int | None = None
    person_id: int | None = None
    value_id: int | None = None
    within: Within | None = None


def face_of(person_id: int) -> Face | None:
    """Whom the wall is narrowed to; None when there is nobody of that id."""
    found = rows(sa.select(Person.id, Person.name).where(Person.id == person_id)).first()
    return Face(found.id, found.name) if found else None
