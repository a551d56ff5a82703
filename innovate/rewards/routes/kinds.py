"""The kinds of awards that the company gives."""

from flask import render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.web import back_to, entity, needs
from innovate.rewards import commands, queries
from innovate.rewards.kind_forms import KindForm
from innovate.rewards.models import AwardKind
from innovate.rewards.routes import bp


@bp.get("/rewards/award-kinds")
@needs(permissions.keep_award_kinds)
def kinds() -> str:
    """Every kind of award."""
    return render_template("rewards/kinds.html", kinds=queries.kinds())


@bp.get("/rewards/award-kinds/new")
@needs(permissions.keep_award_kinds)
def new_kind() -> str:
    """The form of a new kind."""
    return _drawn(KindForm.of(None), None)


@bp.post("/rewards/award-kinds/new")
@needs(permissions.keep_award_kinds)
def make_kind() -> Response | tuple[str, int]:
    """Make a kind of award."""
    return _save(None)


@bp.get("/rewards/award-kinds/<int:kind_id>")
@needs(permissions.keep_award_kinds)
def kind(kind_id: int) -> str:
    """The form of a kind."""
    found = entity(AwardKind, kind_id)
    return _drawn(KindForm.of(found).opened(), found)


@bp.post("/rewards/award-kinds/<int:kind_id>")
@needs(permissions.keep_award_kinds)
def save_kind(kind_id: int) -> Response | tuple[str, int]:
    """Change a kind."""
    return _save(held(entity(AwardKind, kind_id)))


def _save(found: AwardKind | None) -> Response | tuple[str, int]:
    form = KindForm.of(found)
    if found:
        form.compare(KindForm.of(found, formdata=None))
    if form.validate_on_submit():
        with form.refusals():
            commands.save_kind(me(), found, **form.fields())
            return back_to("/rewards/award-kinds", f"“{form.name.data}” is saved.")
    return _drawn(form, found), form.status


def _drawn(form: KindForm, found: AwardKind | None) -> str:
    return render_template("rewards/kind.html", form=form, kind_id=found and found.id)
