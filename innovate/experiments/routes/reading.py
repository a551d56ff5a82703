"""The list of experiments, and one with its hypothesis and read-out."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import id_of, needs
from innovate.experiments import queries
from innovate.experiments.models import Experiment
from innovate.experiments.routes import bp


@bp.get("/experiments")
@needs(permissions.read_ideas)
def index() -> str:
    """What is planned, running and concluded."""
    return render_template("experiments/index.html", listing=queries.listing(request.args.get("before", type=id_of)))


@bp.get("/experiments/<int:experiment_id>")
@needs(permissions.read_ideas)
def show(experiment_id: int) -> str:
    """The hypothesis, the read-out, and the plan."""
    return render_template("experiments/show.html", experiment=page_of(queries.get_experiment(experiment_id)))


def page_of(experiment: Experiment) -> queries.ExperimentPage:
    """What every page of that experiment shows the person who asks."""
    return queries.page(me(), experiment, queries.arms_of(experiment))
