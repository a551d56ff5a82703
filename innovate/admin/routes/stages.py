"""The stages of the pipeline."""

from flask import render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.admin.forms import StageForm
from innovate.admin.queries import stages as queries
from innovate.admin.routes import bp
from innovate.core.crossing import held
from innovate.core.web import Answer, back_to, entity, needs
from innovate.ideas.commands import stages as commands
from innovate.ideas.models import Stage, StageKind


@bp.get("/stages")
@needs(permissions.keep_stages)
def stages() -> str:
    """The stages in their order."""
    return render_template("admin/stages.html", stages=queries.stages())


@bp.get("/stages/new")
@needs(permissions.keep_stages)
def new_stage() -> str:
    """The form of a further stage; it comes behind the last of its kind, unless told otherwise."""
    form = StageForm()
    rows = queries.stages()
    form.kind.data = StageKind.REVIEW
    form.position.data = max((row.position for row in rows if row.kind is StageKind.REVIEW), default=0) + 1
    return render_template("admin/edit_stage.html", form=form, stage=None)


@bp.post("/stages/new")
@needs(permissions.keep_stages)
def add_stage() -> Answer:
    """Add a stage."""
    return _save(None)


@bp.get("/stages/<int:stage_id>")
@needs(permissions.keep_stages)
def edit_stage(stage_id: int) -> str:
    """The form of a stage."""
    stage: Stage = entity(Stage, stage_id)
    return render_template("admin/edit_stage.html", form=_as_it_stands(stage).opened(), stage=_row(stage))


@bp.post("/stages/<int:stage_id>")
@needs(permissions.keep_stages)
def save_stage(stage_id: int) -> Answer:
    """Keep what was typed about a stage."""
    return _save(held(entity(Stage, stage_id)))


@bp.post("/stages/<int:stage_id>/remove")
@needs(permissions.keep_stages)
def remove_stage(stage_id: int) -> Answer:
    """Take a stage out of the pipeline."""
    stage: Stage = entity(Stage, stage_id)
    name = stage.name
    commands.remove_stage(me(), stage)
    return back_to("/admin/stages", f"“{name}” is removed.")


def _row(stage: Stage) -> queries.StageRow:
    return next(row for row in queries.stages() if row.id == stage.id)


def _as_it_stands(stage: Stage) -> StageForm:
    form = StageForm(formdata=None, obj=stage)
    form.position.data = _row(stage).position
    return form


def _save(stage: Stage | None) -> Answer:
    form = StageForm()
    if stage:
        form.kind.data = stage.kind
    if stage:
        form.compare(_as_it_stands(stage))
    if form.validate_on_submit():
        with form.refusals():
            saved = commands.save_stage(
                me(),
                stage,
                name=form.name.data or "",
                kind=form.kind.data,
                position=form.position.data or 1,
                promised_days=form.promised_days.data,
                work_limit=form.work_limit.data,
            )
            return back_to("/admin/stages", f"“{saved.name}” is saved.")
    page = render_template("admin/edit_stage.html", form=form, stage=_row(stage) if stage else None)
    return page, form.status
