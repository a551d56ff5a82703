"""What can be taken away: the report, the data, the results and every figure."""

from collections.abc import Iterable
from datetime import timedelta

import orjson
from flask import Response, render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.core import limits
from innovate.core.clock import now
from innovate.core.errors import NotFound
from innovate.core.web import needs
from innovate.experiments import exporting, queries
from innovate.experiments.importing import Asked
from innovate.experiments.models import Experiment
from innovate.experiments.queries.figure import figure_of
from innovate.experiments.queries.numbers import numbers_of
from innovate.experiments.queries.overview import overview
from innovate.experiments.queries.report import report_of
from innovate.experiments.routes import bp

HOUR = timedelta(hours=1)
FILES = 10  # an hour and person
FIGURES = 120


@bp.get("/experiments/<int:experiment_id>/report")
@needs(permissions.read_ideas)
def report(experiment_id: int) -> str:
    """Everything on one page, to print or to keep as PDF."""
    experiment = queries.get_experiment(experiment_id)
    numbers = numbers_of(experiment)
    return render_template(
        "experiments/report.html",
        experiment=queries.page(me(), experiment, numbers),
        overview=overview(experiment, numbers),
        report=report_of(me(), experiment, numbers),
        printed_at=now(),
    )


@bp.get("/experiments/<int:experiment_id>/data.csv")
@needs(permissions.read_ideas)
def data_csv(experiment_id: int) -> Response:
    """Every number that was recorded, as it can be imported again."""
    _count("export", FILES)
    experiment = queries.get_experiment(experiment_id)
    lines = exporting.data_lines(Asked.of(experiment), numbers_of(experiment).measured)
    return _file(experiment, "data.csv", "text/csv", (one.encode() for one in lines))


@bp.get("/experiments/<int:experiment_id>/results.csv")
@needs(permissions.read_ideas)
def results_csv(experiment_id: int) -> Response:
    """Every comparison with every digit."""
    _count("export", FILES)
    experiment = queries.get_experiment(experiment_id)
    reading = numbers_of(experiment).reading
    if reading is None:
        raise NotFound
    return _file(experiment, "results.csv", "text/csv", (one.encode() for one in exporting.result_lines(reading)))


@bp.get("/experiments/<int:experiment_id>/result.json")
@needs(permissions.read_ideas)
def result_json(experiment_id: int) -> Response:
    """The read-out as data."""
    _count("export", FILES)
    experiment = queries.get_experiment(experiment_id)
    found = exporting.result_data(experiment, numbers_of(experiment).reading)
    return _file(
        experiment, "result.json", "application/json", [orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n"]
    )


@bp.get("/experiments/<int:experiment_id>/figures/<name>.svg")
@needs(permissions.read_ideas)
def figure(experiment_id: int, name: str) -> Response:
    """One figure as a file that stands by itself."""
    _count("figures", FIGURES)
    experiment = queries.get_experiment(experiment_id)
    found = figure_of(experiment, numbers_of(experiment), name)
    if found is None:
        raise NotFound
    drawn = render_template("experiments/figure.svg", figure=found, drawn_at=now())
    return _file(experiment, f"{name}.svg", "image/svg+xml", [drawn.encode()])


def _count(what: str, times: int) -> None:
    """One more of so many an hour."""
    limits.take_for_good(what, me().id, times=times, within=HOUR)


def _file(experiment: Experiment, name: str, kind: str, parts: Iterable[bytes]) -> Response:
    """A file to keep, sent as it is written."""
    named = {"Content-Disposition": f'attachment; filename="experiment-{experiment.id}-{name}"'}
    return Response(parts, content_type=f"{kind}; charset=utf-8", headers=named)
