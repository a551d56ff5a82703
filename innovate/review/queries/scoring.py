"""What the page needs that reads an idea and scores it, and the one that chooses reviewers."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, rows
from innovate.ideas.models import Idea
from innovate.review.models import Assignment, Criterion
from innovate.review.routing import Candidate, candidates


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion as the form draws it."""

    id: int
    name: str
    question: str
    low: str
    high: str
    weight: int


@dataclass(frozen=True, slots=True)
class ScoringPage:
    """An idea as a reviewer reads it."""

    id: int
    title: str
    problem_html: str
    proposal_html: str
    effect_html: str
    area: str
    author: Face
    votes: int
    comments: int
    stage_name: str
    stage_kind: str
    due_at: datetime | None
    promised_days: int | None
    is_asked: bool


def criteria() -> tuple[CriterionView, ...]:
    """The criteria in use, in their order."""
    query = (
        sa.select(
            Criterion.id,
            Criterion.name,
            Criterion.question,
            Criterion.low,
            Criterion.high,
            Criterion.weight,
        )
        .where(Criterion.is_active)
        .order_by(Criterion.position, Criterion.id)
    )
    return tuple(CriterionView(*row) for row in rows(query))


def scoring_page(idea: Idea) -> ScoringPage:
    """That idea, to be read beside the criteria."""
    return ScoringPage(
        id=idea.id,
        title=idea.title,
        problem_html=idea.problem_html,
        proposal_html=idea.proposal_html,
        effect_html=idea.effect_html,
        area=idea.area.name,
        author=Face(idea.author_id, idea.author.name),
        votes=idea.votes,
        comments=idea.comments,
        stage_name=idea.stage.name,
        stage_kind=idea.stage.kind.value,
        due_at=idea.due_at,
        promised_days=idea.stage.promised_days,
        is_asked=idea.is_asked,
    )


def seat(viewer: Person, idea: Idea) -> Assignment:
    """This person's assignment to the idea in this round; an empty one, in no table, when they have none."""
    query = sa.select(Assignment).where(
        Assignment.idea_id == idea.id, Assignment.round == idea.round, Assignment.reviewer_id == viewer.id
    )
    return db.session.scalar(query) or Assignment(idea=idea)


def reviewer_choices(idea: Idea) -> tuple[Candidate, ...]:
    """Whom the leader may ask, those in conflict left out."""
    return tuple(one for one in candidates(idea) if not one.is_in_conflict)


def asked_ids(idea: Idea) -> dict[int, bool]:
    """Who is asked in this round, and whether they have sent their scorecard."""
    query = sa.select(Assignment.reviewer_id, Assignment.done_at).where(
        Assignment.idea_id == idea.id, Assignment.round == idea.round
    )
    return {row.reviewer_id: row.done_at is not None for row in rows(query)}
