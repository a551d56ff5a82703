"""What scorecards say together, to whom may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.ideas.models import Idea, StageKind
from innovate.permissions import Role
from innovate.review.models import Assignment, Criterion, Score, Scorecard
from innovate.review.scoring import Spread, spread


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One score, by the criterion's name."""

    criterion: str
    value: int


@dataclass(frozen=True, slots=True)
class ScorecardView:
    """A scorecard that was sent."""

    reviewer: Face
    overall: float
    note_html: str
    sent_at: datetime
    scores: tuple[ScoreView, ...]


@dataclass(frozen=True, slots=True)
class CriterionSpread:
    """What the reviewers gave for one criterion."""

    name: str
    low: str
    high: str
    spread: Spread


@dataclass(frozen=True, slots=True)
class ReviewPanel:
    """Review on the idea's page: progress for all who review, the scores for whom may see them."""

    idea_id: int
    is_in_review: bool
    sent: int
    quorum: int
    waiting_for: tuple[Face, ...]
    is_asked: bool
    may_score: bool
    has_sent: bool
    may_assign: bool
    scorecards: tuple[ScorecardView, ...]  # empty while they are hidden
    criteria: tuple[CriterionSpread, ...]
    overall: Spread | None
    earlier: tuple[ScorecardView, ...]  # of the reviews before this one, the oldest first; without single scores
    is_blind: bool  # others' scores are hidden until one's own is sent

    @property
    def missing(self) -> int:
        return max(0, self.quorum - self.sent)

    @property
    def earlier_mean(self) -> float:
        """What the scorecards of the earlier reviews gave, each counting the same."""
        return sum(card.overall for card in self.earlier) / len(self.earlier)


def panel(viewer: Person, idea: Idea) -> ReviewPanel | None:
    """What this person may see of the idea's review; None for whom it is no business, or before any round."""
    leads = permissions.see_scorecards.allows(viewer, idea)
    if not idea.round or not (leads or viewer.has(Role.REVIEWER)):
        return None
    people = _people(idea)
    mine = next((row for row in people if row.reviewer_id == viewer.id), None)
    if mine is None and not leads:
        return None
    sent = [row for row in people if row.sent_at is not None]
    has_sent = mine is not None and mine.sent_at is not None
    in_review = idea.stage.kind is StageKind.REVIEW
    wrote = not permissions.impartial.allows(viewer, idea)
    shows = has_sent or (leads and not wrote) or not in_review
    scores = _scores(idea) if shows and sent else ()
    scorecards = tuple(_card(row, scores) for row in sent) if shows else ()
    is_asked = mine is not None and mine.assignment_id is not None
    return ReviewPanel(
        idea_id=idea.id,
        is_in_review=in_review,
        sent=len(sent),
        quorum=idea.area.quorum,
        waiting_for=tuple(Face(row.reviewer_id, row.name) for row in people if row.is_waiting),
        is_asked=is_asked,
        may_score=in_review
        and not has_sent
        and not wrote
        and (is_asked or permissions.leads_area.allows(viewer, idea)),
        has_sent=has_sent,
        may_assign=in_review and permissions.assign_reviewers.allows(viewer, idea),
        scorecards=scorecards,
        criteria=_by_criterion(scores),
        overall=spread([card.overall for card in scorecards]) if scorecards else None,
        earlier=_earlier(idea) if shows and idea.round > 1 else (),
        is_blind=not shows,
    )


@dataclass(frozen=True, slots=True)
class _Reviewer:
    reviewer_id: int
    name: str
    assignment_id: int | None
    scorecard_id: int | None
    overall: float
    note_html: str
    sent_at: datetime | None
    is_waiting: bool


def _people(idea: Idea) -> list[_Reviewer]:
    """Who was asked or has scored in this round, in one statement."""
    assignment = sa.and_(
        Assignment.reviewer_id == Person.id, Assignment.idea_id == idea.id, Assignment.round == idea.round
    )
    scorecard = sa.and_(Scorecard.reviewer_id == Person.id, Scorecard.idea_id == idea.id, Scorecard.round == idea.round)
    asked = sa.select(Assignment.reviewer_id).where(Assignment.idea_id == idea.id, Assignment.round == idea.round)
    scored = sa.select(Scorecard.reviewer_id).where(Scorecard.idea_id == idea.id, Scorecard.round == idea.round)
    query = (
        sa.select(
            Person.id,
            Person.name,
            Assignment.id,
            Scorecard.id,
            Scorecard.overall,
            Scorecard.note_html,
            Scorecard.sent_at,
            sa.and_(Assignment.id.is_not(None), Assignment.done_at.is_(None)),
        )
        .outerjoin(Assignment, assignment)
        .outerjoin(Scorecard, scorecard)
        .where(Person.id.in_(asked.union(scored)))
        .order_by(Scorecard.sent_at.is_(None), Scorecard.sent_at, Person.name)
    )
    return [_Reviewer(*row) for row in rows(query)]


def _scores(idea: Idea) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    query = (
        sa.select(Score.scorecard_id, Score.value, Criterion.name, Criterion.low, Criterion.high)
        .join(Scorecard, Scorecard.id == Score.scorecard_id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Scorecard.idea_id == idea.id, Scorecard.round == idea.round)
        .order_by(Criterion.position, Criterion.id, Score.scorecard_id)
    )
    return list(rows(query))


def _card(row: _Reviewer, scores: Sequence[sa.Row[*tuple[Any, ...]]]) -> ScorecardView:
    own = tuple(ScoreView(one.name, one.value) for one in scores if one.scorecard_id == row.scorecard_id)
    assert row.sent_at is not None
    return ScorecardView(Face(row.reviewer_id, row.name), row.overall, row.note_html, row.sent_at, own)


def _earlier(idea: Idea) -> tuple[ScorecardView, ...]:
    query = (
        sa.select(Scorecard.reviewer_id, Person.name, Scorecard.overall, Scorecard.note_html, Scorecard.sent_at)
        .join(Person, Person.id == Scorecard.reviewer_id)
        .where(Scorecard.idea_id == idea.id, Scorecard.round < idea.round)
        .order_by(Scorecard.round, Scorecard.sent_at, Scorecard.id)
    )
    return tuple(
        ScorecardView(Face(row.reviewer_id, row.name), row.overall, row.note_html, row.sent_at, ())
        for row in rows(query)
    )


def _by_criterion(scores: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[CriterionSpread, ...]:
    names = {one.name: one for one in scores}
    return tuple(
        CriterionSpread(name, one.low, one.high, spread([row.value for row in scores if row.name == name]))
        for name, one in names.items()
    )
