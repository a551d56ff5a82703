"""The numbers: typed by day and arm, taken from a spreadsheet, corrected."""

from contextlib import closing
from datetime import date

from flask import Response as FileResponse
from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.errors import BadInput
from innovate.core.forms import Form
from innovate.core.web import back_to, id_of, needs, signed_in
from innovate.core.wording import plural
from innovate.experiments import commands, forms, importing, queries
from innovate.experiments.grid import Grid, read_grid
from innovate.experiments.importing import Asked, Comparison, Decoded, Sheet
from innovate.experiments.measuring import Row
from innovate.experiments.models import Experiment
from innovate.experiments.queries.numbers import numbers_of
from innovate.experiments.queries.overview import plots_about
from innovate.experiments.routes import bp
from innovate.experiments.routes.reading import frame_of

Page = Response | tuple[str, int]
MOST_SHOWN = 200  # of what is wrong, or would change


@bp.route("/experiments/<int:experiment_id>/data", methods=["GET", "POST"])
@signed_in
def data(experiment_id: int) -> Page:
    """The numbers of one metric by day and arm, typed and corrected."""
    experiment = queries.get_experiment(experiment_id)
    permissions.read_ideas.require(me())
    numbers = numbers_of(experiment)
    asked = _asked(experiment, request.values.get("metric", type=id_of))
    subject, last = asked.subjects[0], _day(request.values.get("last", ""))
    shown = queries.data_grid(experiment, asked, last)
    form, grid = forms.CorrectionForm(), Grid()
    if form.validate_on_submit():
        permissions.record_measurements.require(me(), experiment)
        grid = read_grid(request.form, shown.rows, subject)
        here = _address(experiment, subject.measure_id, shown.last if last else None)
        if grid.is_unchanged:
            return back_to(here, "Nothing was changed.")
        if not grid.problems:
            with form.refusals():
                return back_to(here, _record(experiment, form, grid))
    page = render_template(
        "experiments/data.html",
        experiment=queries.page(me(), experiment, numbers),
        plots=plots_about(experiment, numbers, subject.measure_id),
        corrections=queries.corrections(experiment),
        form=form,
        grid=grid,
        shown=shown,
        subject=subject,
        subjects=importing.subjects_of(experiment),
        days_say_it=asked.switch_on is not None,
        more=_more(subject.measure_id),
    )
    return page, 409 if grid.is_crossed else 422 if grid.problems else form.status


def _asked(experiment: Experiment, measure_id: int | None) -> Asked:
    """What is recorded, with the metric first that the page is about; the primary one where there is no such other."""
    known = {one.id for one in experiment.measures}
    return Asked.of(experiment, measure_id if measure_id in known else None)


def _more(measure_id: int | None) -> str:
    """What the address says of the metric."""
    return "" if measure_id is None else f"&metric={measure_id}"


def _address(experiment: Experiment, measure_id: int | None, last: date | None) -> str:
    """Where the same days of the same metric stand."""
    said = [f"metric={measure_id}"] if measure_id is not None else []
    said += [f"last={last.isoformat()}"] if last else []
    return f"/experiments/{experiment.id}/data" + (f"?{'&'.join(said)}" if said else "")


def _record(experiment: Experiment, form: forms.CorrectionForm, grid: Grid) -> str:
    """Keep what was typed; what to say of it."""
    reason = form.reason.data or ""
    days = commands.record_measurements(me(), experiment, rows=grid.rows, taken_out=grid.taken_out, reason=reason)
    return f"The numbers of {plural(days, 'day')} are kept."


def _day(text: str) -> date | None:
    """The day in the address, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@bp.get("/experiments/<int:experiment_id>/data-to-fill-in.csv")
@needs(permissions.read_ideas)
def data_to_fill_in(experiment_id: int) -> FileResponse:
    """An empty file with the right heads and a line for each day and arm of the plan."""
    experiment = queries.get_experiment(experiment_id)
    named = {"Content-Disposition": f'attachment; filename="experiment-{experiment.id}-data.csv"'}
    text = "\ufeff" + "".join(importing.blank(Asked.of(experiment)))
    return FileResponse(text, mimetype="text/csv", headers=named)


@bp.route("/experiments/<int:experiment_id>/paste", methods=["GET", "POST"])
@signed_in
def paste(experiment_id: int) -> Page:
    """Numbers from a spreadsheet, pasted or as a file: looked at first, then kept as a whole or not at all."""
    experiment = queries.get_experiment(experiment_id)
    permissions.record_measurements.require(me(), experiment)
    asked = _asked(experiment, request.values.get("metric", type=id_of))
    sheet_form, keep_form = forms.SheetForm(), forms.KeepForm()
    sheet, compared = Sheet(), None
    form: Form = keep_form if keep_form.rows.data else sheet_form
    if form.validate_on_submit():
        with form.refusals():
            if keep_form.rows.data:
                sheet = Sheet(rows=_known(importing.unpack(keep_form.rows.data), asked))
                compared = _compared(experiment, asked, sheet)
                said = _keep(experiment, keep_form, sheet)
                return back_to(_address(experiment, asked.subjects[0].measure_id, None), said)
            decoded = _decoded(sheet_form)
            sheet = importing.read_sheet(decoded.text, asked)
            _refuse_wrong(sheet)
            compared = _compared(experiment, asked, sheet)
            keep_form.rows.data, keep_form.guess.data = importing.pack(sheet.rows), decoded.guess
    if compared and (form is sheet_form or form.is_late):
        keep_form.seen.data = compared.seen
    page = render_template(
        "experiments/paste.html",
        form=form,
        sheet_form=sheet_form,
        keep_form=keep_form,
        sheet=sheet,
        compared=compared,
        most=MOST_SHOWN,
        experiment=frame_of(experiment),
        subject=asked.subjects[0],
        subjects=importing.subjects_of(experiment),
        example=_example(asked),
    )
    return page, form.status


def _decoded(form: forms.SheetForm) -> Decoded:
    """The text of the file, or else what was pasted."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return Decoded(form.lines.data or "")
    with closing(file):
        return importing.text_of(file.stream.read(importing.MOST_BYTES + 1))


def _refuse_wrong(sheet: Sheet) -> None:
    field = "file" if request.files.get("file") else "lines"
    if sheet.problem:
        raise BadInput(sheet.problem, field)
    if sheet.wrong:
        words = plural(len({one.line for one in sheet.wrong}), "line needs", "lines need")
        raise BadInput(f"{words} another look. Nothing is kept yet.", field)


def _known(rows: list[Row], asked: Asked) -> list[Row]:
    """Rows that were looked at before, if the plan still asks for them."""
    measures, arms = {one.measure_id for one in asked.subjects}, set(asked.arms.values())
    if not all(row.measure_id in measures and row.arm_id in arms for row in rows):
        raise BadInput(importing.STALE)
    return rows


def _compared(experiment: Experiment, asked: Asked, sheet: Sheet) -> Comparison:
    """What the sheet would change."""
    subjects = importing.subjects_of(experiment)
    return importing.compare(sheet.rows, queries.kept(experiment), subjects, asked.arms)


def _keep(experiment: Experiment, form: forms.KeepForm, sheet: Sheet) -> str:
    """Keep what was looked at; what to say of it."""
    reason, seen = form.reason.data or "", form.seen.data or ""
    days = commands.record_measurements(me(), experiment, rows=sheet.rows, reason=reason, seen=seen)
    return f"The numbers of {plural(days, 'day')} are kept." if days else "Nothing was changed: all of it stood there."


def _example(asked: Asked) -> list[str]:
    """Some lines as they could be pasted."""
    subject = asked.subjects[0]
    heads, numbers = {
        "share": ("successes\ttrials", "43\t61"),
        "mean": ("n\tsum\tsd", "148\t652.5\t2.1"),
        "rate": ("events\texposure", "212\t5300"),
    }[subject.metric.kind.value]
    lines = [f"{asked.starts_on:%Y-%m-%d}\t{arm}\t{numbers}" for arm in list(asked.arms)[:2]]
    return [f"day\tarm\t{heads}", *lines]
