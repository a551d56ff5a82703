"""Gates of the pipeline: each reads one thing and says, in words, what is missing; None lets the idea through."""

from typing import Any

import sqlalchemy as sa

from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.wording import day, money
from innovate.experiments.models import Experiment, ExperimentState, Measurement
from innovate.ideas import appealing
from innovate.ideas.models import Idea
from innovate.ideas.stages import further_stage
from innovate.review.models import Scorecard

Details = dict[str, Any]


def has_quorum(idea: Idea, _details: Details) -> str | None:
    """So many reviewers as the area asks for have sent their scorecard in this round."""
    sent = sa.select(sa.func.count()).where(Scorecard.idea_id == idea.id, Scorecard.round == idea.round)
    missing = idea.area.quorum - (db.session.scalar(sent) or 0)
    if missing <= 0:
        return None
    return f"{missing} more {'scorecard is' if missing == 1 else 'scorecards are'} needed first."


def has_complete_plan(idea: Idea, _details: Details) -> str | None:
    """An experiment is planned in full, unless another review comes first; lots may still be drawn until the start."""
    if further_stage(idea.stage):
        return None
    experiment = _latest(idea)
    return (experiment.lacks or None) if experiment else "The experiment needs a plan first."


def has_budget_left(idea: Idea, _details: Details) -> str | None:
    """The area's budget holds what the plan asks for, unless another review comes first."""
    experiment = _latest(idea)
    area = idea.area
    if experiment is None or experiment.budget_cents <= area.budget_cents - area.reserved_cents:
        return None
    if further_stage(idea.stage):
        return None
    left = area.budget_cents - area.reserved_cents
    return f"The plan asks for {money(experiment.budget_cents)}, and {area.name} has {money(left)} left."


def is_planned(idea: Idea, _details: Details) -> str | None:
    """The latest round has not started."""
    return None if _state(idea) is ExperimentState.PLANNED else "The experiment is not waiting to be started."


def is_running(idea: Idea, _details: Details) -> str | None:
    """The latest round is running."""
    return None if _state(idea) is ExperimentState.RUNNING else "The experiment has not been started."


def is_not_running(idea: Idea, _details: Details) -> str | None:
    """No round is running."""
    running = _state(idea) is ExperimentState.RUNNING
    return "The experiment is running. Conclude it first, so that its lesson is kept." if running else None


def has_data(idea: Idea, _details: Details) -> str | None:
    """Every arm of the running round has at least one day of measurements."""
    experiment = _latest(idea)
    if experiment is None:
        return "There is no experiment."
    seen = sa.select(sa.func.count(Measurement.arm_id.distinct())).where(Measurement.experiment_id == experiment.id)
    full = db.session.scalar(seen) == len(experiment.arms)
    return None if full else "Each arm needs at least one day of measurements first."


def is_asked(idea: Idea, _details: Details) -> str | None:
    """It is the author's turn."""
    return None if idea.is_asked else "No question is waiting for an answer."


def is_not_asked(idea: Idea, _details: Details) -> str | None:
    """No question is open."""
    return "A question is waiting for the author's answer already." if idea.is_asked else None


def can_be_appealed(idea: Idea, _details: Details) -> str | None:
    """Nobody has appealed against this decision yet, and it is not too long ago."""
    decline = appealing.decision(idea)
    if decline is None:
        return "Nobody declined this idea."
    if any(one.decline_id == decline.id for one in idea.appeals):
        return "There was an appeal against this decision, and there is only one."
    ends_at = appealing.ends_at(decline)
    return f"An appeal was possible until {day(ends_at)}." if now() > ends_at else None


def is_appealed(idea: Idea, _details: Details) -> str | None:
    """An appeal waits for its answer."""
    return None if idea.appeal else "No appeal waits for an answer."


def has_revival(_idea: Idea, details: Details) -> str | None:
    """A parked idea says when it comes back; nothing typed yet is no reason to shut the button."""
    if not details or details.get("revive_on") or details.get("revive_when"):
        return None
    return "Say on which date, or when what has happened, the idea comes back."


def _latest(idea: Idea) -> Experiment | None:
    query = sa.select(Experiment).where(Experiment.idea_id == idea.id).order_by(Experiment.round.desc()).limit(1)
    return db.session.scalar(query)


def _state(idea: Idea) -> ExperimentState | None:
    experiment = _latest(idea)
    return experiment.state if experiment else None
