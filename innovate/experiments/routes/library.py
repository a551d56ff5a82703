"""The library of metrics: read by everybody, kept by leaders and administrators."""

from flask import render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.web import Answer, back_to, entity, needs
from innovate.experiments import commands, queries
from innovate.experiments.forms import LibraryForm, metric_as_typed
from innovate.experiments.models import LibraryMetric
from innovate.experiments.routes import bp


@bp.get("/experiments/metrics")
@needs(permissions.read_ideas)
def metrics() -> str:
    """What can be measured, and how often it was."""
    may_keep = permissions.keep_metrics.allows(me())
    return render_template("experiments/metrics.html", metrics=queries.library(), may_keep=may_keep)


@bp.get("/experiments/metrics/<int:metric_id>")
@needs(permissions.read_ideas)
def metric(metric_id: int) -> str:
    """How it is counted, and the experiments that measured with it."""
    return render_template(
        "experiments/metric.html",
        metric=queries.library_metric(metric_id),
        uses=queries.uses(metric_id),
        may_keep=permissions.keep_metrics.allows(me()),
    )


@bp.route("/experiments/metrics/new", methods=["GET", "POST"])
@needs(permissions.keep_metrics)
def new_metric() -> Answer:
    """Add a metric."""
    return _save(None, LibraryForm())


@bp.route("/experiments/metrics/<int:metric_id>/edit", methods=["GET", "POST"])
@needs(permissions.keep_metrics)
def edit_metric(metric_id: int) -> Answer:
    """Change a metric, or take it out of use."""
    found: LibraryMetric = entity(LibraryMetric, metric_id)
    form = LibraryForm()
    if not form.is_submitted():
        return _save(found, _stands(found).opened())
    form.compare(_stands(held(found)))
    return _save(found, form)


def _stands(found: LibraryMetric) -> LibraryForm:
    """The form with the metric as it stands."""
    form = LibraryForm(formdata=None, data=metric_as_typed(found))
    form.offer(queries.colleagues())
    return form


def _save(found: LibraryMetric | None, form: LibraryForm) -> Answer:
    form.offer(queries.colleagues())
    if form.validate_on_submit():
        with form.refusals():
            saved = commands.save_metric(me(), found, **form.metric)
            return back_to(f"/experiments/metrics/{saved.id}", f"{saved.name} is saved.")
    page = render_template(
        "experiments/edit_metric.html",
        form=form,
        name=found.name if found else None,
        back=f"/experiments/metrics/{found.id}" if found else "/experiments/metrics",
    )
    return page, form.status
