"""Rows held while they change, so that of two who press at once the later one sees what the first did."""

from innovate.core.db import db
from innovate.experiments.models import Experiment
from innovate.ideas.lifecycle import lock
from innovate.ideas.models import Idea


def hold(experiment: Experiment) -> None:
    """Lock the experiment and read it anew."""
    db.session.flush()  # reading anew must not lose what changed before
    db.session.refresh(experiment, with_for_update={"of": Experiment})


def hold_both(experiment: Experiment) -> Idea:
    """Lock the experiment's idea, then the experiment, never the other way round; answers the idea."""
    db.session.flush()  # as above
    idea = experiment.idea
    lock(idea)
    hold(experiment)
    return idea
