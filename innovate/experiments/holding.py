"""Rows held while they change, so that of two who press at once the later one sees what the first did."""

from innovate.core.db import db
from innovate.experiments.models import Experiment
from innovate.ideas.models import Idea


def hold(experiment: Experiment) -> Idea:
    """Lock the idea and then its experiment, read both anew, and answer the idea."""
    db.session.flush()  # reading anew must not lose what changed before
    idea = experiment.idea
    db.session.refresh(idea, with_for_update=True)
    hold_alone(experiment)
    return idea


def hold_alone(experiment: Experiment) -> None:
    """Lock the experiment and read it anew."""
    db.session.refresh(experiment, with_for_update={"of": Experiment})
