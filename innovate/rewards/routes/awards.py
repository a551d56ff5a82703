"""Awards outside an idea, all that were given, and taking one back."""

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.areas.models import Area
from innovate.core.web import back_to, entity, needs
from innovate.rewards import commands, queries
from innovate.rewards.forms import AwardForm, TakeBackForm
from innovate.rewards.models import Award
from innovate.rewards.routes import bp


@bp.get("/rewards/awards")
@needs(permissions.see_ledger)
def awards() -> str:
    """Every award that was given, newest first."""
    return render_template("rewards/awards.html", page=queries.given(request.args.get("after")))


@bp.get("/rewards/award")
@needs(permissions.give_awards)
def award() -> str:
    """The form to award somebody; `person` names whom, `kind` what."""
    form = _offered()
    form.who.data = queries.email_of(request.args.get("person", type=int))
    wanted = request.args.get("kind", type=int)
    if any(wanted == kind.id for kind in queries.kinds_for_person(me())):
        form.kind_id.data = wanted
    return _drawn(form)


@bp.post("/rewards/award")
@needs(permissions.give_awards)
def give_award() -> Response | tuple[str, int]:
    """Award somebody."""
    form = _offered()
    if form.validate_on_submit():
        with form.refusals():
            given = commands.give_award(
                me(),
                kind=queries.get_kind(form.kind_id.data),
                person_id=form.receiver(me().id),
                area=entity(Area, form.area_id.data) if form.area_id.data else None,
                points=form.points.data or 0,
                badge_id=form.badge_id.data,
                citation=form.citation.data or "",
                key=form.key.data or "",
            )
            return back_to("/recognition", f"{given.person.name} reads it now, and so does everybody on the wall.")
    return _drawn(form), form.status


@bp.get("/rewards/awards/<int:award_id>/take-back")
@needs(permissions.hr)
def take_back(award_id: int) -> str:
    """The form to take an award back."""
    return render_template("rewards/take_back.html", award=queries.get_thanks(award_id), form=TakeBackForm())


@bp.post("/rewards/awards/<int:award_id>/take-back")
@needs(permissions.hr)
def reverse_award(award_id: int) -> Response | tuple[str, int]:
    """Take an award back."""
    form = TakeBackForm()
    if form.validate_on_submit():
        with form.refusals():
            commands.reverse_award(me(), entity(Award, award_id), reason=form.reason.data or "")
            return back_to("/rewards/awards", "The award is taken back and its points are in the budget again.")
    return render_template("rewards/take_back.html", award=queries.get_thanks(award_id), form=form), form.status


def _offered() -> AwardForm:
    areas = [(one.area_id, f"{one.name} ({one.left:,} left)") for one in queries.paying_areas(me())]
    return AwardForm().offer(queries.kinds_for_person(me()), areas)


def _drawn(form: AwardForm) -> str:
    form.renew_key()
    kinds = queries.kinds_for_person(me())
    chosen = next((kind for kind in kinds if kind.id == form.kind_id.data), None)
    values = {"names": queries.colleagues(me()), "budgets": queries.budgets(me())}
    return render_template("rewards/award.html", form=form, kinds=kinds, chosen=chosen, **values)
