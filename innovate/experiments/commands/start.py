"""The start: what the plan still lacks, whether there is room in the team, and the seal."""

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person, Team
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.experiments import sealing
from innovate.experiments.holding import hold_both
from innovate.experiments.models import Allocation, Design, Experiment, ExperimentState
from innovate.ideas import lifecycle
from innovate.ideas.models import Idea

MOST_NAMED = 3  # of what is running


def start_experiment(
    actor: Person, experiment: Experiment, *, checklist_done: bool, version: int | None = None
) -> Experiment:
    """Start the experiment and seal its hypothesis.

    Raises BadInput while the checklist is not ticked, RuleBroken when it does not wait to be started, when its plan
    lacks something, when its team has no room for one more, or when somebody changed the plan since `version`.
    """
    idea = hold_both(experiment)
    permissions.start_experiment.require(actor, experiment)
    if not checklist_done:
        raise BadInput("Tick each point first: the start seals the plan.", "checklist")
    if version is not None and version != experiment.version:
        raise RuleBroken("Somebody changed the plan while you were reading it. Read it as it stands now, then start.")
    if experiment.ends_on < today():
        raise RuleBroken("Its last day has passed. Change the dates of the plan first.")
    missing = lacks(experiment)
    if missing:
        raise RuleBroken(missing)
    _refuse_without_room(experiment)
    lifecycle.move(actor, idea, "start")
    plan = sealing.plan_of(experiment)
    experiment.sealed, experiment.seal, experiment.sealed_at = plan, sealing.seal_of(plan), now()
    experiment.state = ExperimentState.RUNNING
    return experiment


def lacks(experiment: Experiment) -> str:
    """What the plan needs before the start, in one sentence; nothing when it is complete."""
    if experiment.lacks:
        return experiment.lacks
    if experiment.design is Design.STEPPED and not any(arm.treated_from for arm in experiment.arms):
        return "Say on which day each team begins, or let chance decide their order."
    drawn = sa.select(Allocation.id).where(Allocation.experiment_id == experiment.id).limit(1)
    if experiment.unit_kind is not None and experiment.design is Design.PARALLEL and db.session.scalar(drawn) is None:
        return "The plan says that chance decides who gets what. Draw the lots first."
    return ""


def _refuse_without_room(experiment: Experiment) -> None:
    """Hold the team, so that of two who start at once on its last place the later one reads what runs."""
    if experiment.team_id is None:
        return
    team = db.session.get_one(Team, experiment.team_id, populate_existing=True, with_for_update={"of": Team})
    if team.running_limit is None:
        return
    running = (
        sa.select(Idea.title)
        .join(Experiment, Experiment.idea_id == Idea.id)
        .where(Experiment.team_id == team.id, Experiment.state == ExperimentState.RUNNING)
        .order_by(Experiment.ends_on, Experiment.id)
    )
    titles = list(db.session.scalars(running))
    if len(titles) < team.running_limit:
        return
    named = ", ".join(f"“{title}”" for title in titles[:MOST_NAMED])
    more = f" and {len(titles) - MOST_NAMED} more" if len(titles) > MOST_NAMED else ""
    most = "one experiment" if team.running_limit == 1 else f"{team.running_limit} experiments"
    raise RuleBroken(
        f"{team.name} runs {most} at a time. Now running: {named}{more}. Start when one of them is concluded."
    )
