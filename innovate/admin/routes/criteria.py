"""The criteria that reviewers score."""

from flask import render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.admin.forms import CriterionForm
from innovate.admin.queries import stages as queries
from innovate.admin.routes import bp
from innovate.core.crossing import held
from innovate.core.web import Answer, back_to, entity, needs
from innovate.review import commands
from innovate.review.models import Criterion


@bp.get("/criteria")
@needs(permissions.keep_criteria)
def criteria() -> str:
    """The criteria, with their share of the weight."""
    return render_template("admin/criteria.html", criteria=queries.criteria())


@bp.get("/criteria/new")
@needs(permissions.keep_criteria)
def new_criterion() -> str:
    """The form of a further criterion."""
    form = CriterionForm()
    form.weight.data, form.position.data = 3, len(queries.criteria()) + 1
    return render_template("admin/edit_criterion.html", form=form, name=None)


@bp.post("/criteria/new")
@needs(permissions.keep_criteria)
def add_criterion() -> Answer:
    """Add a criterion."""
    return _save(None)


@bp.get("/criteria/<int:criterion_id>")
@needs(permissions.keep_criteria)
def edit_criterion(criterion_id: int) -> str:
    """The form of a criterion."""
    criterion: Criterion = entity(Criterion, criterion_id)
    form = CriterionForm(obj=criterion).opened()
    return render_template("admin/edit_criterion.html", form=form, name=criterion.name)


@bp.post("/criteria/<int:criterion_id>")
@needs(permissions.keep_criteria)
def save_criterion(criterion_id: int) -> Answer:
    """Keep what was typed about a criterion."""
    return _save(held(entity(Criterion, criterion_id)))


def _save(criterion: Criterion | None) -> Answer:
    form = CriterionForm()
    if criterion:
        form.compare(CriterionForm(formdata=None, obj=criterion))
    if form.validate_on_submit():
        with form.refusals():
            saved = commands.save_criterion(
                me(),
                criterion,
                name=form.name.data or "",
                question=form.question.data or "",
                low=form.low.data or "",
                high=form.high.data or "",
                weight=form.weight.data or 1,
                position=form.position.data or 1,
                is_active=form.is_active.data,
            )
            return back_to("/admin/criteria", f"{saved.name} is saved.")
    page = render_template("admin/edit_criterion.html", form=form, name=criterion.name if criterion else None)
    return page, form.status
