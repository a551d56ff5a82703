"""One experiment with its hypothesis and read-out."""

from flask import render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import needs
from innovate.experiments import queries
from innovate.experiments.models import Experiment
from innovate.experiments.routes import bp


@bp.get("/experiments/<int:experiment_id>")
@needs(permissions.read_ideas)
def show(experiment_id: int) -> str:
    """The hypothesis, the read-out, and the plan."""
    return render_template("experiments/show.html", experiment=page_of(queries.get_experiment(experiment_id)))


def page_of(experiment: Experiment) -> queries.ExperimentPage:
    """What every page of that experiment shows the person who asks."""
    return queries.page(me(), experiment, queries.arms_of(experiment))
