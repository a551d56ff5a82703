"""The plan: complete when it is saved, and open to change until the start."""

from typing import Unpack

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.journal import record
from innovate.experiments import budget, planning
from innovate.experiments.holding import hold_both
from innovate.experiments.models import Allocation, Experiment, ExperimentState
from innovate.experiments.planning import Plan
from innovate.ideas import lifecycle
from innovate.ideas.models import Idea, StageKind


def plan_experiment(actor: Person, idea: Idea, **plan: Unpack[Plan]) -> Experiment:
    """Plan the first round of an idea that is in review.

    Raises BadInput at the field for what cannot be, RuleBroken outside review or when a plan stands.
    """
    permissions.plan_experiment.require(actor, idea)
    db.session.flush()  # reading the row anew must not lose what changed before
    lifecycle.lock(idea)
    if idea.stage.kind is not StageKind.REVIEW:
        raise RuleBroken("An experiment is planned while its idea is in review.")
    rounds = sa.select(Experiment.id).where(Experiment.idea_id == idea.id).limit(1)
    if db.session.scalar(rounds) is not None:
        raise RuleBroken("This idea has an experiment already. Change its plan instead.")
    planning.check(plan, budget_left=budget.left(idea.area))
    experiment = Experiment(idea_id=idea.id, round=1, state=ExperimentState.PLANNED)
    planning.lay_down(experiment, plan)
    db.session.add(experiment)
    db.session.flush()  # the event needs its id
    record(events.ExperimentPlanned(actor_id=actor.id, idea_id=idea.id, experiment_id=experiment.id))
    return experiment


def change_plan(
    actor: Person, experiment: Experiment, *, version: int | None = None, **plan: Unpack[Plan]
) -> Experiment:
    """Change the plan before the start; what is reserved follows the budget.

    Raises RuleBroken once the experiment has started, or when somebody changed the plan since `version`.
    """
    idea = hold_both(experiment)
    permissions.change_plan.require(actor, experiment)
    if experiment.state is not ExperimentState.PLANNED:
        raise RuleBroken("The experiment has started: its plan is sealed and stays as it is.")
    if version is not None and version != experiment.version:
        raise RuleBroken("Somebody changed this plan while you were writing. Reload it to see what they wrote.")
    reserved = experiment.budget_cents if experiment.is_reserved else 0
    planning.check(plan, budget_left=budget.left(idea.area) + reserved)
    if experiment.is_reserved:
        budget.release(idea.area, reserved)
        budget.reserve(idea.area, plan["budget_cents"])
    if planning.redraws(experiment, plan):
        _void_lots(actor, experiment)
    planning.lay_down(experiment, plan)
    flag_modified(experiment, "change")  # other arms or people are another version too
    if idea.stage.kind is StageKind.EXPERIMENT:
        idea.owner_id = experiment.owner_id
    record(events.PlanChanged(actor_id=actor.id, idea_id=idea.id, experiment_id=experiment.id))
    return experiment


def _void_lots(actor: Person, experiment: Experiment) -> None:
    """Take lots back that no longer fit the plan; that they were drawn stays in the journal."""
    if experiment.seed is None:
        return
    experiment.seed = None
    db.session.execute(sa.delete(Allocation).where(Allocation.experiment_id == experiment.id))
    record(events.LotsVoided(actor_id=actor.id, idea_id=experiment.idea_id, experiment_id=experiment.id))
