"""What ideas ask of people: to answer a question, to score, to take up, to decide, to hear an appeal, to conclude."""

from typing import Any

import sqlalchemy as sa

from innovate.areas.models import Area
from innovate.experiments.models import Experiment, ExperimentState
from innovate.home.queries.waiting.columns import AREAS, PERSON, TODAY, at, by_due, idea_task, impartial
from innovate.home.queries.waiting.kinds import Kind
from innovate.ideas.models import Appeal, Idea, IdeaMove, Stage, StageKind
from innovate.review.models import Assignment, Scorecard


def to_answer() -> sa.Select[*tuple[Any, ...]]:
    asked = idea_task(Kind.ANSWER, since=Idea.asked_at).where(Idea.author_id == PERSON, Idea.asked_at.is_not(None))
    return asked.where(Stage.kind.in_((StageKind.OPEN, StageKind.REVIEW))).order_by(Idea.asked_at)


def to_score() -> sa.Select[*tuple[Any, ...]]:
    return (
        idea_task(Kind.SCORE, due_at=Idea.due_at)
        .join(Assignment, sa.and_(Assignment.idea_id == Idea.id, Assignment.round == Idea.round))
        .where(Assignment.reviewer_id == PERSON, Assignment.done_at.is_(None), Stage.kind == StageKind.REVIEW)
        .order_by(Idea.due_at)
    )


def to_lead() -> list[sa.Select[*tuple[Any, ...]]]:
    """Ideas to take up, to decide and to conclude in the person's areas; not those they may not decide."""
    scorecards = (
        sa.select(sa.func.count())
        .where(Scorecard.idea_id == Idea.id, Scorecard.round == Idea.round)
        .correlate(Idea)
        .scalar_subquery()
    )
    late = sa.and_(Experiment.state == ExperimentState.RUNNING, Experiment.ends_on < TODAY)
    to_take_up = idea_task(Kind.TAKE_UP, due_at=Idea.due_at).where(at(StageKind.OPEN))
    to_decide = idea_task(Kind.DECIDE, due_at=Idea.due_at).where(at(StageKind.REVIEW))
    to_conclude = idea_task(Kind.CONCLUDE, due_on=Experiment.ends_on, thing_id=Experiment.id).join(
        Experiment, sa.and_(Experiment.idea_id == Idea.id, late)
    )
    return [
        _mine(to_take_up).where(Idea.asked_at.is_(None)).order_by(by_due()),
        _mine(to_decide).where(Idea.asked_at.is_(None), scorecards >= Area.quorum).order_by(by_due()),
        _mine(to_conclude).where(Stage.kind == StageKind.EXPERIMENT).order_by(Experiment.ends_on),
    ]


def _mine(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Of these ideas, those in the areas that this person leads or stands in for, and may decide."""
    return impartial(query.join(Area, Area.id == Idea.area_id).where(Idea.area_id.in_(AREAS)))


def to_hear(which: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """Appeals that wait for an answer, but not against the person's own decision."""
    waits = idea_task(Kind.HEAR, due_at=Appeal.due_at).join(Appeal, Appeal.idea_id == Idea.id)
    decline = sa.select(IdeaMove.id).where(IdeaMove.id == Appeal.decline_id, IdeaMove.actor_id == PERSON)
    return impartial(waits.where(which, Appeal.verdict.is_(None), ~decline.exists())).order_by(Appeal.due_at)
