"""One experiment with its hypothesis and read-out."""

from flask import render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import needs
from innovate.experiments import queries
from innovate.experiments.models import Experiment
from innovate.experiments.queries.forecasts import forecasts
from innovate.experiments.queries.numbers import numbers_of
from innovate.experiments.queries.overview import overview
from innovate.experiments.routes import bp


@bp.get("/experiments/<int:experiment_id>")
@needs(permissions.read_ideas)
def show(experiment_id: int) -> str:
    """The hypothesis, how far along it is, and what the numbers say."""
    experiment = queries.get_experiment(experiment_id)
    numbers = numbers_of(experiment)
    return render_template(
        "experiments/show.html",
        experiment=queries.page(me(), experiment, numbers),
        overview=overview(experiment, numbers),
        forecasts=forecasts(me(), experiment),
    )


def page_of(experiment: Experiment) -> queries.ExperimentPage:
    """What every page of that experiment shows the person who asks."""
    return queries.page(me(), experiment, numbers_of(experiment))


def frame_of(experiment: Experiment) -> queries.ExperimentPage:
    """The same without its numbers, for a page that says nothing of them: there may be many."""
    return queries.page(me(), experiment, None)
