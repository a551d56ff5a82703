"""The HR desk: ideas that wait for recognition, and who had which part in them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.experiments.models import Conclusion, Experiment
from innovate.ideas.models import Credit, Idea, Outcome, Stage, StageKind
from innovate.rewards.models import Account, AwardBudget, CreditShare, ShareState
from innovate.rewards.queries.accounts import budget_left
from innovate.rewards.queries.kinds import KindRow, kinds_for_idea
from innovate.rewards.queries.shares import ShareRow, shares_of

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
    shared: int  # among so many people
    confirmed: int
    objections: int

    @property
    def outcome(self) -> Outcome:
        return Outcome.ADOPTED if self.conclusion is Conclusion.SCALE else Outcome.LEARNED


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for HR, and what can be given."""

    ideas: tuple[Waiting, ...]
    budget: int


@dataclass(frozen=True, slots=True)
class Occasion:
    """All that the page of one recognition shows; the shares are those of people who are still here."""

    idea: Waiting
    shares: tuple[ShareRow, ...]
    kinds: tuple[KindRow, ...]
    budget: int
    area_budget: int

    def budget_of(self, kind: KindRow | None) -> int | None:
        """What the budget that pays for such an award holds; None where each person's team pays."""
        if kind is not None and kind.budget is AwardBudget.TEAM:
            return None
        return self.area_budget if kind is not None and kind.budget is AwardBudget.AREA else self.budget


def desk(viewer: Person) -> Desk:
    """The ideas that wait for recognition, the most urgent first."""
    query = _waiting(viewer).order_by(Idea.due_at.is_(None), Idea.due_at, Idea.id).limit(MOST)
    return Desk(_read(query), budget_left())


def occasion(viewer: Person, idea_id: int) -> Occasion:
    """One idea that waits for recognition. Raises NotFound when it does not wait."""
    found = _read(_waiting(viewer).where(Idea.id == idea_id))
    if not found:
        raise NotFound("This idea does not wait for recognition.")
    idea = found[0]
    held = sa.select(Account.balance).join(Idea, Idea.area_id == Account.area_id).where(Idea.id == idea_id)
    here = tuple(share for share in shares_of(idea_id) if share.is_here)
    kinds = kinds_for_idea(viewer, idea.outcome)
    return Occasion(idea, here, kinds, budget_left(), db.session.scalar(held) or 0)


def next_idea(viewer: Person) -> int | None:
    """The most urgent idea that waits for recognition and that the viewer may recognise."""
    return next((idea.id for idea in desk(viewer).ideas if not idea.is_mine), None)


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
            shared=row.shared,
            confirmed=row.confirmed,
            objections=row.objections,
        )
        for row in rows(query)
    )


def _waiting(viewer: Person) -> sa.Select[*tuple[Any, ...]]:
    later = aliased(Experiment)
    newer = sa.select(later.id).where(later.idea_id == Idea.id, later.round > Experiment.round)
    credited = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == viewer.id)
    shares = sa.select(sa.func.count()).where(CreditShare.idea_id == Idea.id)
    mine = sa.or_(
        credited.exists(), shares.with_only_columns(CreditShare.id).where(CreditShare.person_id == viewer.id).exists()
    )
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
            mine.label("is_mine"),
            shares.scalar_subquery().label("shared"),
            shares.where(CreditShare.state == ShareState.CONFIRMED).scalar_subquery().label("confirmed"),
            shares.where(CreditShare.state == ShareState.OBJECTED).scalar_subquery().label("objections"),
        )
        .join(Stage, Stage.id == Idea.stage_id)
        .join(Person, Person.id == Idea.author_id)
        .join(Area, Area.id == Idea.area_id)
        .outerjoin(Experiment, sa.and_(Experiment.idea_id == Idea.id, ~newer.exists()))
        .where(Stage.kind == StageKind.REWARD)
    )
