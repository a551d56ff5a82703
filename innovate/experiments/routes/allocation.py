"""Lots: drawn by the app from a seed that everybody can see, until the start seals them."""

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.spreadsheets import sheet
from innovate.core.web import Answer, back_to, needs
from innovate.experiments import commands, queries
from innovate.experiments.allocation import Unit
from innovate.experiments.forms import STRATA, LotsForm, OrderForm, lines_of, usual_steps
from innovate.experiments.models import Design, Experiment, ExperimentState
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import page_of

SHOWN = 200


@bp.route("/experiments/<int:experiment_id>/allocation", methods=["GET", "POST"])
@needs(permissions.read_ideas)
def allocation(experiment_id: int) -> Answer:
    """The lots that were drawn, how anybody can check them, and the way to draw them."""
    experiment = queries.get_experiment(experiment_id)
    may_draw = experiment.state is ExperimentState.PLANNED and permissions.change_plan.allows(me(), experiment)
    by = request.args.get("by", "site")
    is_stepped = experiment.design is Design.STEPPED
    form = OrderForm(data=usual_steps(experiment)) if is_stepped else _lots_form(experiment, by)
    if request.method == "POST":
        permissions.change_plan.require(me(), experiment)
        if form.validate():
            with form.refusals():
                _draw(experiment, form)
                return back_to(f"/experiments/{experiment.id}/allocation", "The lots are drawn.")
    drawn = queries.lots(experiment)
    page = render_template(
        "experiments/allocation.html",
        experiment=page_of(experiment),
        form=form,
        is_stepped=is_stepped,
        unit_kind=experiment.unit_kind,
        seed=experiment.seed,
        lots=drawn[:SHOWN],
        more=len(drawn) - SHOWN,
        counts=_counts(experiment, drawn),
        drawings=queries.drawings(experiment),
        strata=STRATA.get(experiment.unit_kind, {}) if experiment.unit_kind else {},
        by=by,
        may_draw=may_draw,
        asks_for_lots=is_stepped or (experiment.design is Design.PARALLEL and experiment.unit_kind is not None),
    )
    return page, form.status


@bp.get("/experiments/<int:experiment_id>/allocation.csv")
@needs(permissions.read_ideas)
def allocation_list(experiment_id: int) -> Response:
    """The lots as a file for a spreadsheet."""
    experiment = queries.get_experiment(experiment_id)
    is_stepped = experiment.design is Design.STEPPED
    heads = ["team", "begins_on"] if is_stepped else ["unit", "stratum", "group"]
    lines = [
        [lot.unit, lot.begins_on.isoformat() if lot.begins_on else ""]
        if is_stepped
        else [lot.unit, lot.stratum, lot.arm]
        for lot in queries.lots(experiment)
    ]
    named = {"Content-Disposition": f'attachment; filename="experiment-{experiment.id}-lots.csv"'}
    return Response(sheet([heads, *lines]), mimetype="text/csv", headers=named)


def _lots_form(experiment: Experiment, by: str) -> LotsForm:
    form = LotsForm()
    if request.method == "GET" and experiment.unit_kind is not None:
        again = [] if "by" in request.args else [Unit(lot.unit, lot.stratum) for lot in queries.lots(experiment)]
        form.units.data = lines_of(sorted(again, key=lambda unit: unit.name) or queries.could_be_drawn(experiment, by))
    return form


def _draw(experiment: Experiment, form: LotsForm | OrderForm) -> None:
    if isinstance(form, OrderForm):
        commands.draw_order(me(), experiment, dates=form.dates)
    else:
        commands.draw_lots(me(), experiment, units=form.drawn)


def _counts(experiment: Experiment, drawn: tuple[queries.Lot, ...]) -> list[tuple[str, int]]:
    """How many each group got."""
    return [(arm.name, sum(lot.arm == arm.name for lot in drawn)) for arm in experiment.arms]
