"""The numbers: plotted, typed by day and arm, pasted from a spreadsheet, corrected."""

from datetime import date, timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.clock import today
from innovate.core.errors import BadInput
from innovate.core.web import back_to, signed_in
from innovate.core.wording import plural
from innovate.experiments import commands, forms, queries
from innovate.experiments.grid import Grid, read_grid
from innovate.experiments.measuring import MOST_LINES, Line, read_paste
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment
from innovate.experiments.queries.numbers import numbers_of
from innovate.experiments.queries.overview import plots_about
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import page_of

Page = Response | tuple[str, int]


@bp.route("/experiments/<int:experiment_id>/data", methods=["GET", "POST"])
@signed_in
def data(experiment_id: int) -> Page:
    """The numbers by day and arm, plotted, typed and corrected."""
    experiment = queries.get_experiment(experiment_id)
    permissions.read_ideas.require(me())
    numbers, last = numbers_of(experiment), _day(request.values.get("last", ""))
    rows = queries.data_rows(experiment, numbers.arms, last)
    form, grid = forms.CorrectionForm(), Grid()
    if form.validate_on_submit():
        permissions.record_measurements.require(me(), experiment)
        grid = read_grid(request.form, rows, Metric.of(experiment))
        here = f"/experiments/{experiment.id}/data"
        if last and rows:
            here += f"?last={rows[0].day.isoformat()}"
        if grid.is_unchanged:
            return back_to(here, "Nothing was changed.")
        if not grid.problems:
            with form.refusals():
                return back_to(here, _record(experiment, form, grid))
    page = render_template(
        "experiments/data.html",
        experiment=queries.page(me(), experiment, numbers),
        plots=plots_about(experiment, numbers, None),
        corrections=queries.corrections(experiment),
        form=form,
        grid=grid,
        rows=rows,
        **_other_weeks(experiment, rows),
    )
    return page, 409 if grid.is_crossed else 422 if grid.problems else form.status


def _record(experiment: Experiment, form: forms.CorrectionForm, grid: Grid) -> str:
    """Keep what was typed; what to say of it."""
    reason = form.reason.data or ""
    days = commands.record_measurements(me(), experiment, rows=grid.rows, taken_out=grid.taken_out, reason=reason)
    return f"The numbers of {plural(days, 'day')} are kept."


def _other_weeks(experiment: Experiment, rows: tuple[queries.DataRow, ...]) -> dict[str, date | None]:
    """The days that the grid begins with, and where earlier and later ones are."""
    if not rows:
        return {"last": None, "earlier": None, "later": None}
    newest, oldest = rows[0].day, rows[-1].day
    has_later = newest < min(today(), experiment.ends_on)
    return {
        "last": newest,
        "earlier": oldest - timedelta(days=1) if oldest > experiment.starts_on else None,
        "later": newest + timedelta(days=len(rows)) if has_later else None,
    }


def _day(text: str) -> date | None:
    """The day in the address, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@bp.route("/experiments/<int:experiment_id>/paste", methods=["GET", "POST"])
@signed_in
def paste(experiment_id: int) -> Page:
    """Numbers from a spreadsheet: looked at line by line first, then kept as a whole."""
    experiment = queries.get_experiment(experiment_id)
    permissions.record_measurements.require(me(), experiment)
    form = forms.PasteForm()
    lines: list[Line] = []
    if form.validate_on_submit():
        lines = _lines(experiment, form)
        with form.refusals():
            _refuse_wrong(lines)
            if "keep" in request.form:
                rows, reason = [line.row for line in lines if line.row], form.reason.data or ""
                days = commands.record_measurements(me(), experiment, rows=rows, reason=reason)
                said = f"The numbers of {plural(days, 'day')} are kept." if days else "Nothing was changed."
                return back_to(f"/experiments/{experiment.id}/data", said)
    page = render_template(
        "experiments/paste.html",
        form=form,
        lines=lines[:MOST_LINES],
        experiment=page_of(experiment),
        example=_example(experiment),
    )
    return page, form.status


def _lines(experiment: Experiment, form: forms.PasteForm) -> list[Line]:
    """What was pasted, read against the plan and against what is recorded already."""
    return read_paste(
        form.lines.data or "",
        Metric.of(experiment),
        {arm.name: arm.id for arm in experiment.arms},
        starts_on=experiment.starts_on,
        ends_on=experiment.ends_on,
        today=today(),
        kept=queries.kept(experiment),
    )


def _refuse_wrong(lines: list[Line]) -> None:
    if not 0 < len(lines) <= MOST_LINES:
        raise BadInput(f"Paste from 1 to {MOST_LINES} lines at a time.", "lines")
    if wrong := sum(bool(line.problem) for line in lines):
        raise BadInput(f"{plural(wrong, 'line needs', 'lines need')} another look. Nothing is kept yet.", "lines")


def _example(experiment: Experiment) -> list[str]:
    """Two lines as they could be pasted."""
    numbers = {"share": "43\t61", "mean": "652.5\t148\t2.1", "rate": "212\t5300"}[experiment.metric_kind.value]
    return [f"{experiment.starts_on:%Y-%m-%d}\t{arm.name}\t{numbers}" for arm in experiment.arms[:2]]
