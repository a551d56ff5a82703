"""The HR desk: ideas that wait for recognition, and who had which part in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import rows
from innovate.core.errors import NotFound
from innovate.experiments.models import Conclusion, Experiment, Member
from innovate.ideas.models import Credit, CreditPart, Idea, Outcome, Stage, StageKind
from innovate.rewards.queries.accounts import budget_left

MOST = 100  # ideas on the desk at a time, the most urgent first


@dataclass(frozen=True, slots=True)
class Waiting:
    """An idea at the reward stage, with what was achieved."""

    id: int
    title: str
    author: Face
    area: str
    entered_at: datetime
    due_at: datetime | None
    total_days: int | None
    experiment_id: int | None
    conclusion: Conclusion | None
    result: str
    lesson_html: str
    is_mine: bool  # the viewer has a part in it, so somebody else recognises it

    @property
    def outcome(self) -> Outcome:
        return Outcome.ADOPTED if self.conclusion is Conclusion.SCALE else Outcome.LEARNED


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for HR, and what can be given."""

    ideas: tuple[Waiting, ...]
    budget: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who had a part in an idea, and which."""

    person: Face
    part: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """All that the page of one recognition shows."""

    idea: Waiting
    suggestions: tuple[Suggestion, ...]
    budget: int


def desk(viewer: Person) -> Desk:
    """The ideas that wait for recognition, the most urgent first."""
    query = _waiting(viewer).order_by(Idea.due_at.is_(None), Idea.due_at, Idea.id).limit(MOST)
    return Desk(_read(query), budget_left())


def occasion(viewer: Person, idea_id: int) -> Occasion:
    """One idea that waits for recognition. Raises NotFound when it does not wait."""
    found = _read(_waiting(viewer).where(Idea.id == idea_id))
    if not found:
        raise NotFound("This idea does not wait for recognition.")
    return Occasion(found[0], suggestions(viewer, idea_id), budget_left())


def _read(query: sa.Select[*tuple[Any, ...]]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(
            id=row.id,
            title=row.title,
            author=Face(row.author_id, row.author),
            area=row.area,
            entered_at=row.entered_at,
            due_at=row.due_at,
            total_days=row.promised_days,
            experiment_id=row.experiment_id,
            conclusion=row.conclusion,
            result=row.result or "",
            lesson_html=row.lesson_html or "",
            is_mine=row.is_mine,
        )
        for row in rows(query)
    )


def _waiting(viewer: Person) -> sa.Select[*tuple[Any, ...]]:
    later = aliased(Experiment)
    newer = sa.select(later.id).where(later.idea_id == Idea.id, later.round > Experiment.round)
    mine = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == viewer.id)
    return (
        sa.select(
            Idea.id,
            Idea.title,
            Idea.author_id,
            Person.name.label("author"),
            Area.name.label("area"),
            Idea.entered_at,
            Idea.due_at,
            Stage.promised_days,
            Experiment.id.label("experiment_id"),
            Experiment.conclusion,
            Experiment.result,
            Experiment.lesson_html,
            mine.exists().label("is_mine"),
        )
        .join(Stage, Stage.id == Idea.stage_id)
        .join(Person, Person.id == Idea.author_id)
        .join(Area, Area.id == Idea.area_id)
        .outerjoin(Experiment, sa.and_(Experiment.idea_id == Idea.id, ~newer.exists()))
        .where(Stage.kind == StageKind.REWARD)
    )


def suggestions(viewer: Person, idea_id: int) -> tuple[Suggestion, ...]:
    """Author, co-authors, authors of merged ideas, the experiment's owner and team; each once, by their first part."""
    credited = sa.select(Credit.person_id, sa.cast(Credit.part, sa.String).label("part")).where(
        Credit.idea_id == idea_id
    )
    owners = sa.select(Experiment.owner_id, sa.literal("owner")).where(Experiment.idea_id == idea_id)
    members = (
        sa.select(Member.person_id, sa.literal("member"))
        .join(Experiment, Experiment.id == Member.experiment_id)
        .where(Experiment.idea_id == idea_id)
    )
    parts = credited.union(owners, members).subquery("parts")
    query = (
        sa.select(Person.id, Person.name, parts.c.part)
        .join(parts, parts.c.person_id == Person.id)
        .where(Person.deactivated_at.is_(None), Person.id != viewer.id)
    )
    held: dict[int, tuple[str, list[str]]] = {}
    for person_id, name, part in rows(query):
        held.setdefault(person_id, (name, []))[1].append(part)
    ranked = sorted(held.items(), key=lambda one: (min(map(_ORDER.index, one[1][1])), one[1][0]))
    return tuple(Suggestion(Face(person_id, name), _in_words(parts)) for person_id, (name, parts) in ranked)


_LABELS = {
    **{part.value: part.label for part in CreditPart},
    "owner": "Ran the experiment",
    "member": "On the experiment’s team",
}
_ORDER = list(_LABELS)


def _in_words(parts: list[str]) -> str:
    """“Author, ran the experiment”."""
    first, *others = (_LABELS[part] for part in sorted(parts, key=_ORDER.index))
    return ", ".join([first, *(other[0].lower() + other[1:] for other in others)])
