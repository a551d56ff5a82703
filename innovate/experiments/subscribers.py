"""What experiments do when something happened elsewhere: metrics laid out, money set aside and given back."""

import sqlalchemy as sa

from innovate import events
from innovate.core.db import db
from innovate.experiments import budget
from innovate.experiments.library import USUAL
from innovate.experiments.models import Experiment, ExperimentState, LibraryMetric
from innovate.ideas.models import Idea


def lay_out_metrics(_fact: events.FirstAdministratorCreated, _entry_id: int) -> None:
    """A fresh installation can measure with what is usual in customer service."""
    if db.session.scalar(sa.select(LibraryMetric.id).limit(1)) is None:
        db.session.add_all(LibraryMetric(**usual._asdict()) for usual in USUAL)


def reserve_budget(fact: events.IdeaApproved, _entry_id: int) -> None:
    """The area sets aside what the plan may spend, and the idea knows who runs it; RuleBroken without the money."""
    idea = db.session.get_one(Idea, fact.idea_id)
    experiment = _planned(idea)
    if experiment is None:
        return
    if not experiment.is_reserved:
        budget.reserve(idea.area, experiment.budget_cents)
        experiment.is_reserved = True
    idea.owner_id = experiment.owner_id


def release_budget(fact: events.IdeaDeclined | events.IdeaParked, _entry_id: int) -> None:
    """What was set aside for a round that never started goes back to the area."""
    idea = db.session.get_one(Idea, fact.idea_id)
    experiment = _planned(idea)
    if experiment is not None and experiment.is_reserved:
        budget.release(idea.area, experiment.budget_cents)
        experiment.is_reserved = False


def _planned(idea: Idea) -> Experiment | None:
    query = sa.select(Experiment).where(Experiment.idea_id == idea.id, Experiment.state == ExperimentState.PLANNED)
    return db.session.scalar(query.order_by(Experiment.round.desc()).limit(1))
