"""Reads of areas: the list that administrators keep, and one with its deputies and reviewers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area, AreaReviewer, Deputy
from innovate.core.clock import today
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.ideas.models import Idea, Stage, StageKind


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area as the list shows it; amounts in cents, `ideas` are those not closed."""

    id: int
    name: str
    purpose: str
    leader: Face
    deputy: Face | None
    reviewers: int
    vote_threshold: int | None
    quorum: int
    budget_cents: int
    reserved_cents: int
    ideas: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class DeputyRow:
    """Somebody who stands in, or will, or did."""

    id: int
    face: Face
    starts_on: date
    ends_on: date

    @property
    def is_over(self) -> bool:
        return self.ends_on < today()

    @property
    def is_now(self) -> bool:
        return self.starts_on <= today() <= self.ends_on


def areas() -> tuple[AreaRow, ...]:
    """Every area, those in use first, by name."""
    open_ideas = (
        _count(Idea.id, Idea.area_id).join(Stage, Stage.id == Idea.stage_id).where(Stage.kind != StageKind.CLOSED)
    )
    query = (
        sa.select(
            *Area.__table__.c,
            Person.name.label("leader"),
            _count(AreaReviewer.person_id, AreaReviewer.area_id).scalar_subquery().label("reviewers"),
            open_ideas.scalar_subquery().label("ideas"),
        )
        .join(Person, Person.id == Area.leader_id)
        .order_by(Area.is_active.desc(), sa.func.lower(Area.name))
    )
    present = deputies_today()
    return tuple(
        AreaRow(
            id=row.id,
            name=row.name,
            purpose=row.purpose,
            leader=Face(row.leader_id, row.leader),
            deputy=present.get(row.id),
            reviewers=row.reviewers,
            vote_threshold=row.vote_threshold,
            quorum=row.quorum,
            budget_cents=row.budget_cents,
            reserved_cents=row.reserved_cents,
            ideas=row.ideas,
            is_active=row.is_active,
        )
        for row in rows(query)
    )


def get_area(area_id: int) -> Area:
    """That area with its reviewers and deputies; NotFound when there is none."""
    whole = selectinload(Area.reviewers), selectinload(Area.deputies)
    found = db.session.scalar(sa.select(Area).where(Area.id == area_id).options(*whole))
    if found is None:
        raise NotFound("There is no such area.")
    return found


def deputies(area_id: int) -> tuple[DeputyRow, ...]:
    """Who stands in for that area's leader, the latest span first."""
    query = (
        sa.select(Deputy.id, Deputy.person_id, Person.name, Deputy.starts_on, Deputy.ends_on)
        .join(Person, Person.id == Deputy.person_id)
        .where(Deputy.area_id == area_id)
        .order_by(Deputy.starts_on.desc(), Deputy.id.desc())
    )
    return tuple(DeputyRow(row.id, Face(row.person_id, row.name), row.starts_on, row.ends_on) for row in rows(query))


def deputies_today() -> dict[int, Face]:
    """By area, one who stands in for its leader today."""
    query = (
        sa.select(Deputy.area_id, Person.id, Person.name)
        .join(Person, Person.id == Deputy.person_id)
        .where(Deputy.starts_on <= today(), Deputy.ends_on >= today())
    )
    return {row.area_id: Face(row.id, row.name) for row in rows(query)}


def _count(what: Any, whose: Any) -> sa.Select[Any]:
    return sa.select(sa.func.count(what)).where(whose == Area.id).correlate(Area)
