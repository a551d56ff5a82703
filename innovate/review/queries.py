"""Reads of review: the inbox, the page that scores an idea, and what scorecards say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.permissions import Role
from innovate.review.models import Assignment, Criterion, Score, Scorecard
from innovate.review.routing import Candidate, candidates
from innovate.review.scoring import Spread, spread

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
    """What waits for one person: to score, to take up, to decide; and what they have sent."""

    to_score: tuple[InboxRow, ...]
    to_take_up: tuple[InboxRow, ...]
    to_decide: tuple[InboxRow, ...]
    sent: tuple[SentRow, ...]
    leads_areas: bool

    @property
    def is_empty(self) -> bool:
        return not (self.to_score or self.to_take_up or self.to_decide)


def inbox(viewer: Person) -> Inbox:
    """What waits for this person, by promise."""
    asked = (
        _rows()
        .join(Assignment, Assignment.idea_id == Idea.id)
        .where(Assignment.reviewer_id == viewer.id, Assignment.done_at.is_(None))
    )
    area_ids = _led_areas(viewer.id)
    led = _decisions(area_ids) if area_ids else ()
    return Inbox(
        to_score=_inbox_rows(asked),
        to_take_up=tuple(row for row in led if row.stage_kind == StageKind.OPEN),
        to_decide=tuple(row for row in led if row.stage_kind == StageKind.REVIEW),
        sent=_sent(viewer.id),
        leads_areas=bool(area_ids),
    )


def _decisions(area_ids: list[int]) -> tuple[InboxRow, ...]:
    kinds = (StageKind.OPEN, StageKind.REVIEW)
    return _inbox_rows(_rows().where(Idea.area_id.in_(area_ids), Stage.kind.in_(kinds)))


def _rows() -> sa.Select[*tuple[Any, ...]]:
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
            Idea.due_at,
            Stage.promised_days,
            Idea.asked_at,
            sent.label("sent"),
            Area.quorum,
        )
        .join(Area, Area.id == Idea.area_id)
        .join(Person, Person.id == Idea.author_id)
        .join(Stage, Stage.id == Idea.stage_id)
    )


def _inbox_rows(query: sa.Select[*tuple[Any, ...]]) -> tuple[InboxRow, ...]:
    ordered = query.order_by(Idea.due_at.is_(None), Idea.due_at, Idea.id).limit(MOST)
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
        for row in db.session.execute(ordered)
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
        for row in db.session.execute(query)
    )


# The page that reads an idea and scores it.


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
    return tuple(CriterionView(*row) for row in db.session.execute(query))


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


def may_score(viewer: Person, idea: Idea) -> bool:
    """Whether this person may send a scorecard for the idea, were it in review."""
    query = sa.select(Assignment).where(
        Assignment.idea_id == idea.id, Assignment.round == idea.round, Assignment.reviewer_id == viewer.id
    )
    assignment = db.session.scalar(query) or Assignment(idea=idea)
    return permissions.send_scorecard.allows(viewer, assignment)


def reviewer_choices(idea: Idea) -> tuple[Candidate, ...]:
    """Whom the leader may ask, those in conflict left out."""
    return tuple(one for one in candidates(idea) if not one.is_in_conflict)


def asked_ids(idea: Idea) -> dict[int, bool]:
    """Who is asked in this round, and whether they have sent their scorecard."""
    query = sa.select(Assignment.reviewer_id, Assignment.done_at).where(
        Assignment.idea_id == idea.id, Assignment.round == idea.round
    )
    return {row.reviewer_id: row.done_at is not None for row in db.session.execute(query)}


# What scorecards say together.


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
    may_score: bool
    has_sent: bool
    may_assign: bool
    scorecards: tuple[ScorecardView, ...]  # empty while they are hidden
    criteria: tuple[CriterionSpread, ...]
    overall: Spread | None
    is_blind: bool  # others' scores are hidden until one's own is sent

    @property
    def missing(self) -> int:
        return max(0, self.quorum - self.sent)


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
        may_score=in_review
        and not has_sent
        and not wrote
        and (is_asked or permissions.leads_area.allows(viewer, idea)),
        has_sent=has_sent,
        may_assign=in_review and permissions.assign_reviewers.allows(viewer, idea),
        scorecards=scorecards,
        criteria=_by_criterion(scores),
        overall=spread([card.overall for card in scorecards]) if scorecards else None,
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
    return [_Reviewer(*row) for row in db.session.execute(query)]


def _scores(idea: Idea) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    query = (
        sa.select(Score.scorecard_id, Score.value, Criterion.name, Criterion.low, Criterion.high)
        .join(Scorecard, Scorecard.id == Score.scorecard_id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Scorecard.idea_id == idea.id, Scorecard.round == idea.round)
        .order_by(Criterion.position, Criterion.id, Score.scorecard_id)
    )
    return db.session.execute(query).all()


def _card(row: _Reviewer, scores: Sequence[sa.Row[*tuple[Any, ...]]]) -> ScorecardView:
    own = tuple(ScoreView(one.name, one.value) for one in scores if one.scorecard_id == row.scorecard_id)
    assert row.sent_at is not None
    return ScorecardView(Face(row.reviewer_id, row.name), row.overall, row.note_html, row.sent_at, own)


def _by_criterion(scores: Sequence[sa.Row[*tuple[Any, ...]]]) -> tuple[CriterionSpread, ...]:
    names = {one.name: one for one in scores}
    return tuple(
        CriterionSpread(name, one.low, one.high, spread([row.value for row in scores if row.name == name]))
        for name, one in names.items()
    )
