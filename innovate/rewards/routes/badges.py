"""The company's badges: making them, giving one by hand, and taking one back."""

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.web import back_to, entity, needs
from innovate.rewards import commands, queries
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.forms import BadgeForm, GiveBadgeForm, RevokeBadgeForm
from innovate.rewards.models import Badge, BadgeHolding
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


@bp.get("/rewards/badges/<int:badge_id>/give")
@needs(permissions.keep_badges)
def badge_to_give(badge_id: int) -> str:
    """The form to give a badge by hand; `person` names whom."""
    form = GiveBadgeForm()
    form.who.data = queries.email_of(request.args.get("person", type=int))
    return _drawn_to_give(badge_id, form)


@bp.post("/rewards/badges/<int:badge_id>/give")
@needs(permissions.keep_badges)
def give_badge(badge_id: int) -> Response | tuple[str, int]:
    """Give a badge by hand."""
    form = GiveBadgeForm()
    if form.validate_on_submit():
        with form.refusals():
            found, person_id = entity(Badge, badge_id), queries.find_colleague(form.who.data or "")
            commands.give_badge(me(), found, person_id=person_id, words=form.words.data or "")
            return back_to(f"/recognition/badges/{badge_id}", f"“{found.name}” is given.")
    return _drawn_to_give(badge_id, form), form.status


@bp.get("/rewards/holdings/<int:holding_id>/take-back")
@needs(permissions.keep_badges)
def badge_to_take_back(holding_id: int) -> str:
    """The form to take a badge back from somebody."""
    return _drawn_to_take_back(holding_id, RevokeBadgeForm())


@bp.post("/rewards/holdings/<int:holding_id>/take-back")
@needs(permissions.keep_badges)
def take_badge_back(holding_id: int) -> Response | tuple[str, int]:
    """Take a badge back from somebody."""
    form = RevokeBadgeForm()
    if form.validate_on_submit():
        with form.refusals():
            found = entity(BadgeHolding, holding_id)
            commands.revoke_badge(me(), found, reason=form.reason.data or "")
            return back_to(
                f"/recognition/badges/{found.badge_id}", "The badge is taken back, and its holder reads why."
            )
    return _drawn_to_take_back(holding_id, form), form.status


def _save(found: Badge | None) -> Response | tuple[str, int]:
    form = BadgeForm()
    if found:
        form.compare(BadgeForm(formdata=None, obj=found))
    if form.validate_on_submit():
        fields = {name: form[name].data for name in ("name", "purpose", "drawing", "rule", "threshold", "is_active")}
        with form.refusals():
            commands.save_badge(me(), found, **fields)
            return back_to("/rewards/badges", f"“{form.name.data}” is saved.")
    return _drawn(form, found), form.status


def _drawn(form: BadgeForm, found: Badge | None) -> str:
    return render_template("rewards/badge.html", form=form, badge_id=found and found.id, drawings=DRAWINGS)


def _drawn_to_give(badge_id: int, form: GiveBadgeForm) -> str:
    found, names = queries.badge_page(badge_id, me().id).badge, queries.colleagues(me())
    return render_template("rewards/give_badge.html", badge=found, form=form, names=names)


def _drawn_to_take_back(holding_id: int, form: RevokeBadgeForm) -> str:
    return render_template("rewards/take_badge_back.html", held=queries.holding(holding_id), form=form)
