"""The stages of the pipeline and the criteria of review, as lists to keep."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.core.db import db, rows
from innovate.ideas.models import Idea, IdeaMove, Stage, StageKind
from innovate.review.models import Criterion


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage, how many ideas stand in it, and whether it may be removed."""

    id: int
    name: str
    kind: StageKind
    position: int
    promised_days: int | None
    work_limit: int | None
    ideas: int
    is_removable: bool


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion, and its share of a scorecard's weight in percent while it is in use."""

    id: int
    name: str
    question: str
    low: str
    high: str
    weight: int
    share: int | None
    position: int
    is_active: bool


def stages() -> tuple[StageRow, ...]:
    """The stages in their order."""
    ideas = sa.select(sa.func.count(Idea.id)).where(Idea.stage_id == Stage.id).correlate(Stage).scalar_subquery()
    past = sa.or_(IdeaMove.from_stage_id == Stage.id, IdeaMove.to_stage_id == Stage.id)
    is_used = sa.exists(sa.select(IdeaMove.id).where(past).correlate(Stage))
    found = rows(
        sa.select(*Stage.__table__.c, ideas.label("ideas"), is_used.label("is_used")).order_by(Stage.position)
    ).all()
    kinds = [row.kind for row in found]
    return tuple(
        StageRow(
            id=row.id,
            name=row.name,
            kind=row.kind,
            position=place,
            promised_days=row.promised_days,
            work_limit=row.work_limit,
            ideas=row.ideas,
            is_removable=kinds.count(row.kind) > 1 and not row.ideas and not row.is_used,
        )
        for place, row in enumerate(found, start=1)
    )


def criteria() -> tuple[CriterionRow, ...]:
    """The criteria in their order, those in use first."""
    found = db.session.scalars(
        sa.select(Criterion).order_by(Criterion.is_active.desc(), Criterion.position, Criterion.id)
    ).all()
    whole = sum(one.weight for one in found if one.is_active)
    return tuple(
        CriterionRow(
            id=one.id,
            name=one.name,
            question=one.question,
            low=one.low,
            high=one.high,
            weight=one.weight,
            share=round(100 * one.weight / whole) if one.is_active else None,
            position=one.position,
            is_active=one.is_active,
        )
        for one in found
    )
