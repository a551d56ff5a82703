"""Ideas that another may be merged into: found by number or by words of the title."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import rows
from innovate.ideas.models import Idea, Stage, StageKind

MOST = 8
BIGGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """An idea that may stay."""

    id: int
    title: str
    summary: str
    votes: int
    stage_kind: StageKind
    stage_name: str
    area: str
    author: str


def candidates(idea: Idea, words: str) -> tuple[Candidate, ...]:
    """Ideas still on their way that these words name; without words, the best supported of the same area."""
    query = (
        sa.select(Idea.id, Idea.title, Idea.summary, Idea.votes, Stage.kind, Stage.name, Area.name, Person.name)
        .join(Stage, Stage.id == Idea.stage_id)
        .join(Area, Area.id == Idea.area_id)
        .join(Person, Person.id == Idea.author_id)
        .where(Idea.id != idea.id, Stage.kind != StageKind.CLOSED)
        .order_by(Idea.votes.desc(), Idea.id.desc())
        .limit(MOST)
    )
    return tuple(Candidate(*row) for row in rows(query.where(_named(idea, words.strip()))))


def _named(idea: Idea, words: str) -> sa.ColumnElement[bool]:
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit():
        return Idea.id == min(int(number[:12]), BIGGEST)
    if not words:
        return Idea.area_id == idea.area_id
    return sa.and_(*(Idea.title.icontains(word, autoescape=True) for word in words.split()[:8]))
