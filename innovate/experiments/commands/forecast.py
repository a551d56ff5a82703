"""What people think will come out, said before the start and closed by it."""

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.experiments.holding import hold
from innovate.experiments.models import Experiment, ExperimentState, Forecast
from innovate.ideas.models import StageKind


def give_forecast(actor: Person, experiment: Experiment, *, percent: int) -> None:
    """Say how likely it is that the read-out will say better; one forecast a person, the last one counts.

    Raises BadInput outside 0 to 100, RuleBroken once the experiment has started or is no longer going to.
    """
    permissions.give_forecast.require(actor, experiment)
    hold(experiment)  # whoever starts it at this moment comes before or after, never between
    if experiment.state is not ExperimentState.PLANNED:
        raise RuleBroken("The experiment has started: forecasts are closed.")
    if experiment.idea.stage.kind not in (StageKind.REVIEW, StageKind.EXPERIMENT):
        raise RuleBroken("This experiment is not going to start as things stand, so there is nothing to forecast.")
    if not 0 <= percent <= 100:
        raise BadInput("Give a chance from 0 to 100 percent.", "percent")
    values = {"percent": percent, "at": now()}
    one = insert(Forecast).values(experiment_id=experiment.id, person_id=actor.id, **values)
    db.session.execute(one.on_conflict_do_update(index_elements=["experiment_id", "person_id"], set_=values))
    about = {"idea_id": experiment.idea_id, "experiment_id": experiment.id}
    record(events.ForecastGiven(actor_id=actor.id, **about))  # without the number: the journal is read before the start
