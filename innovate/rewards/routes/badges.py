"""The company's badges."""

from flask import render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.web import back_to, entity, needs
from innovate.rewards import commands, queries
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.forms import BadgeForm
from innovate.rewards.models import Badge
from innovate.rewards.routes import bp


@bp.get("/rewards/badges")
@needs(permissions.keep_badges)
def badges() -> str:
    """Every badge."""
    return render_template("rewards/badges.html", badges=queries.badges())


@bp.get("/rewards/badges/new")
@needs(permissions.keep_badges)
def new_badge() -> str:
    """The form of a new badge."""
    return _drawn(BadgeForm(), None)


@bp.post("/rewards/badges/new")
@needs(permissions.keep_badges)
def make_badge() -> Response | tuple[str, int]:
    """Make a badge."""
    return _save(None)


@bp.get("/rewards/badges/<int:badge_id>")
@needs(permissions.keep_badges)
def badge(badge_id: int) -> str:
    """The form of a badge."""
    found = entity(Badge, badge_id)
    return _drawn(BadgeForm(obj=found).opened(), found)


@bp.post("/rewards/badges/<int:badge_id>")
@needs(permissions.keep_badges)
def save_badge(badge_id: int) -> Response | tuple[str, int]:
    """Change a badge."""
    return _save(held(entity(Badge, badge_id)))


def _save(found: Badge | None) -> Response | tuple[str, int]:
    form = BadgeForm()
    if found:
        form.compare(BadgeForm(formdata=None, obj=found))
    if form.validate_on_submit():
        fields = {"name": form.name.data, "purpose": form.purpose.data, "drawing": form.drawing.data}
        with form.refusals():
            commands.save_badge(me(), found, **fields, is_active=form.is_active.data)
            return back_to("/rewards/badges", f"“{form.name.data}” is saved.")
    return _drawn(form, found), form.status


def _drawn(form: BadgeForm, found: Badge | None) -> str:
    return render_template("rewards/badge.html", form=form, badge_id=found and found.id, drawings=DRAWINGS)
