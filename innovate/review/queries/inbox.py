"""The inbox: what waits for one person, by promise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db, rows
from innovate.ideas.models import Appeal, Credit, Idea, IdeaMove, Stage, StageKind
from innovate.permissions import Role
from innovate.review.models import Assignment, Scorecard

MOST = 200  # rows of a kind in the inbox; the oldest promises come first


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An idea that waits for this person, with its promise."""

    id: int
    title: str
    summary: str
    area: str
    author: Face
    votes: int
    stage_name: str
    stage_kind: str
    entered_at: datetime
    due_at: datetime | None
    promised_days: int | None
    is_asked: bool
    sent: int
    quorum: int

    @property
    def is_ready(self) -> bool:
        """Whether enough scorecards are in for a decision."""
        return self.sent >= self.quorum


@dataclass(frozen=True, slots=True)
class SentRow:
    """A scorecard that this person has sent, and what became of the idea."""

    idea_id: int
    title: str
    overall: float
    sent_at: datetime
    stage_kind: str
    stage_name: str
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for one person: to score, to hear, to take up, to decide; and what they have sent."""

    to_score: tuple[InboxRow, ...]
    to_hear: tuple[InboxRow, ...]  # appeals, with the date of their own promise
    to_take_up: tuple[InboxRow, ...]
    to_decide: tuple[InboxRow, ...]
    sent: tuple[SentRow, ...]
    leads_areas: bool

    @property
    def is_empty(self) -> bool:
        return not (self.to_score or self.to_hear or self.to_take_up or self.to_decide)


def inbox(viewer: Person) -> Inbox:
    """What waits for this person, by promise."""
    asked = (
        _rows()
        .join(Assignment, Assignment.idea_id == Idea.id)
        .where(Assignment.reviewer_id == viewer.id, Assignment.done_at.is_(None))
    )
    area_ids = _led_areas(viewer.id)
    led = _decisions(viewer, area_ids) if area_ids else ()
    return Inbox(
        to_score=_inbox_rows(asked),
        to_hear=_appeals(viewer, area_ids),
        to_take_up=tuple(row for row in led if row.stage_kind == StageKind.OPEN),
        to_decide=tuple(row for row in led if row.stage_kind == StageKind.REVIEW),
        sent=_sent(viewer.id),
        leads_areas=bool(area_ids),
    )


def _decisions(viewer: Person, area_ids: list[int]) -> tuple[InboxRow, ...]:
    kinds = (StageKind.OPEN, StageKind.REVIEW)
    return _inbox_rows(_rows().where(Idea.area_id.in_(area_ids), Stage.kind.in_(kinds), *_free(viewer)))


def _appeals(viewer: Person, area_ids: list[int]) -> tuple[InboxRow, ...]:
    """Appeals that this person may answer: of areas they lead, and for administrators what no leader hears."""
    nobodys = [Appeal.area_id.is_(None)] if viewer.has(Role.ADMIN) else []
    if not area_ids and not nobodys:
        return ()
    decline = sa.select(IdeaMove.id).where(IdeaMove.id == Appeal.decline_id, IdeaMove.actor_id == viewer.id)
    waiting = (
        _rows(Appeal.due_at)
        .join(Appeal, Appeal.idea_id == Idea.id)
        .where(sa.or_(Appeal.area_id.in_(area_ids), *nobodys), Appeal.verdict.is_(None), ~decline.exists())
    )
    return _inbox_rows(waiting.where(*_free(viewer)), Appeal.due_at)


def _free(viewer: Person) -> tuple[sa.ColumnElement[bool], ...]:
    """The idea is neither this person's nor their manager's nor their direct report's. `Person` is its author."""
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == viewer.id)
    return (
        Idea.author_id != viewer.id,
        ~part.exists(),
        Person.manager_id.is_distinct_from(viewer.id),
        Person.id.is_distinct_from(viewer.manager_id),
    )


def _rows(due_at: Any = Idea.due_at) -> sa.Select[*tuple[Any, ...]]:
    sent = (
        sa.select(sa.func.count())
        .where(Scorecard.idea_id == Idea.id, Scorecard.round == Idea.round)
        .correlate(Idea)
        .scalar_subquery()
    )
    return (
        sa.select(
            Idea.id,
            Idea.title,
            Idea.summary,
            Area.name.label("area"),
            Idea.author_id,
            Person.name.label("author_name"),
            Idea.votes,
            Stage.name.label("stage_name"),
            Stage.kind.label("stage_kind"),
            Idea.entered_at,
            due_at.label("due_at"),
            Stage.promised_days,
            Idea.asked_at,
            sent.label("sent"),
            Area.quorum,
        )
        .join(Area, Area.id == Idea.area_id)
        .join(Person, Person.id == Idea.author_id)
        .join(Stage, Stage.id == Idea.stage_id)
    )


def _inbox_rows(query: sa.Select[*tuple[Any, ...]], due_at: Any = Idea.due_at) -> tuple[InboxRow, ...]:
    ordered = query.order_by(due_at.is_(None), due_at, Idea.id).limit(MOST)
    return tuple(
        InboxRow(
            id=row.id,
            title=row.title,
            summary=row.summary,
            area=row.area,
            author=Face(row.author_id, row.author_name),
            votes=row.votes,
            stage_name=row.stage_name,
            stage_kind=row.stage_kind.value,
            entered_at=row.entered_at,
            due_at=row.due_at,
            promised_days=row.promised_days,
            is_asked=row.asked_at is not None,
            sent=row.sent,
            quorum=row.quorum,
        )
        for row in rows(ordered)
    )


def _led_areas(person_id: int) -> list[int]:
    stands_in = sa.select(Deputy.area_id).where(
        Deputy.person_id == person_id, Deputy.starts_on <= today(), Deputy.ends_on >= today()
    )
    query = sa.select(Area.id).where(sa.or_(Area.leader_id == person_id, Area.id.in_(stands_in)))
    return list(db.session.scalars(query))


def _sent(person_id: int) -> tuple[SentRow, ...]:
    query = (
        sa.select(
            Idea.id,
            Idea.title,
            Scorecard.overall,
            Scorecard.sent_at,
            Stage.kind,
            Stage.name,
            Idea.outcome,
        )
        .join(Idea, Idea.id == Scorecard.idea_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .where(Scorecard.reviewer_id == person_id)
        .order_by(Scorecard.id.desc())
        .limit(20)
    )
    return tuple(
        SentRow(
            row.id,
            row.title,
            row.overall,
            row.sent_at,
            row.kind.value,
            row.name,
            row.outcome.value if row.outcome else None,
        )
        for row in rows(query)
    )
