"""Handing an experiment to somebody else; what it promised stays sealed."""

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments.holding import hold_both
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import StageKind


def hand_over_experiment(actor: Person, experiment: Experiment, *, owner_id: int) -> Experiment:
    """Let that person run the experiment from now on; BadInput for nobody active, RuleBroken once it is concluded."""
    idea = hold_both(experiment)
    permissions.hand_over_experiment.require(actor, experiment)
    if experiment.state is ExperimentState.CONCLUDED:
        raise RuleBroken("The experiment is concluded. Nobody has to run it any more.")
    owner = db.session.get(Person, owner_id, populate_existing=True, with_for_update={"read": True, "of": Person})
    if owner is None or not owner.is_active or not permissions.employee.allows(owner):
        raise BadInput("Choose somebody active who works here.", "owner_id")
    if experiment.owner_id == owner_id:
        return experiment
    experiment.owner_id = owner_id
    for member in [one for one in experiment.members if one.person_id == owner_id]:
        experiment.members.remove(member)
    if idea.stage.kind is StageKind.EXPERIMENT:
        idea.owner_id = owner_id
    about = {"idea_id": idea.id, "experiment_id": experiment.id}
    record(events.ExperimentHandedOver(actor_id=actor.id, owner_id=owner_id, **about))
    return experiment
