"""Thanking colleagues: the composer, what I gave and got, and kudos by themselves."""

from datetime import timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core import limits
from innovate.core.errors import BadInput
from innovate.core.web import back_to, entity, id_of, needs, safe_next
from innovate.core.wording import plural
from innovate.rewards import commands, queries
from innovate.rewards.kudos_forms import AddOnForm, KudosForm, RegretForm
from innovate.rewards.models import Kudos
from innovate.rewards.queries import Composer
from innovate.rewards.routes import bp
from innovate.rewards.thanking import MOST_RECEIVERS, occasion_of

FOUND = 6  # names while typing
KUDOS, SPAN = 60, timedelta(hours=1)
Page = Response | tuple[str, int]


@bp.get("/kudos")
@needs(permissions.read_ideas)
def kudos() -> str:
    """The thanks that I got, or those that I gave."""
    is_given, after = request.args.get("show") == "given", request.args.get("after")
    page = queries.given_kudos(me().id, after) if is_given else queries.received_kudos(me().id, after)
    purse = queries.purse(me())
    return render_template("rewards/kudos.html", page=page, is_given=is_given, after=after, purse=purse)


@bp.get("/kudos/new")
@needs(permissions.read_ideas)
def new_kudos() -> str:
    """The composer; `to` names whom, `about` for what."""
    about = occasion_of(request.args.get("about", ""))
    chosen = _asked_for() or (list(queries.people_behind(me(), about)) if about else [])
    composer = queries.full_composer(me(), [one for one in chosen if one != me().id][:MOST_RECEIVERS], about)
    form = KudosForm(formdata=None).opened(composer)
    form.words.data = request.args.get("words", "")[:500]
    newest = composer.occasions[0].value if composer.occasions and len(composer.chosen) == 1 else ""
    found = about or occasion_of(newest)
    form.about.data, form.is_picked = f"{found[0]}:{found[1]}" if found else "", about is not None
    return _drawn(form, composer)


@bp.post("/kudos/new")
@needs(permissions.read_ideas)
def give_kudos() -> Page:
    """Thank them, once the sum was read; or show what there is to choose from for those who were named."""
    form = KudosForm().offering(queries.composer(me()))
    is_fine, chosen = form.validate_on_submit(), form.ticked
    with form.refusals():
        chosen = form.receivers(me().id)
        form.who.data = ""  # whoever was typed is a ticked box from here on
    points = form.points.data or 0
    total = points * len(chosen)
    if request.form.get("do") == "show":
        return _drawn_again(form, chosen, total), 200
    if is_fine and not form.errors:
        if not form.says(total, len(chosen)):
            sum_ = f"{plural(points, 'point')} to each of {len(chosen)} colleagues, {total:,} in all"
            form.form_errors = [f"This gives {sum_}. Press again if that is right."]
        else:
            with form.refusals():
                return _given(form, chosen, points)
    form.renew_key()
    return _drawn_again(form, chosen, total), form.status


@bp.get("/kudos/people")
@needs(permissions.read_ideas)
def kudos_people() -> str:
    """Colleagues whose names begin with what is typed, to choose from."""
    words = " ".join(request.args.get("q", "")[:80].split())
    return render_template("rewards/_colleagues.html", found=queries.colleagues_named(me(), words, FOUND), words=words)


@bp.get("/kudos/occasions")
@needs(permissions.read_ideas)
def kudos_occasions() -> str:
    """What those who were chosen did lately, to choose from."""
    chosen, about = _asked_for(), occasion_of(request.args.get("about", ""))
    found = queries.occasions([one for one in chosen if one != me().id], about)
    return render_template("rewards/_occasions.html", occasions=found, about=request.args.get("about", ""))


@bp.get("/kudos/<int:kudos_id>")
@needs(permissions.read_ideas)
def show_kudos(kudos_id: int) -> str:
    """Kudos, what others added on, and adding on oneself."""
    return _shown(kudos_id, AddOnForm())


@bp.post("/kudos/<int:kudos_id>/add")
@needs(permissions.read_ideas)
def add_to_kudos(kudos_id: int) -> Page:
    """Add on to kudos."""
    form = AddOnForm()
    if form.validate_on_submit():
        with form.refusals():
            _count()
            found = entity(Kudos, kudos_id)
            points, words = form.points.data or 0, form.words.data or ""
            commands.add_to_kudos(me(), found, points=points, words=words, key=form.key.data or "")
            return back_to(safe_next(f"/kudos/{kudos_id}"), "Your words stand beside theirs now.")
    form.renew_key()
    return _shown(kudos_id, form), form.status


@bp.get("/kudos/<int:kudos_id>/take-back")
@needs(permissions.read_ideas)
def regret_kudos(kudos_id: int) -> str:
    """The form to take kudos back."""
    return _regretting(kudos_id, RegretForm())


@bp.post("/kudos/<int:kudos_id>/take-back")
@needs(permissions.read_ideas)
def take_kudos_back(kudos_id: int) -> Page:
    """Take kudos back."""
    form = RegretForm()
    if form.validate_on_submit():
        with form.refusals():
            commands.take_kudos_back(me(), entity(Kudos, kudos_id), reason=form.reason.data or "")
            return back_to("/kudos?show=given", "The thanks are taken back.")
    return _regretting(kudos_id, form), form.status


def _given(form: KudosForm, chosen: list[int], points: int) -> Response:
    _count()
    made = commands.give_kudos(
        me(),
        person_ids=chosen,
        points=points,
        words=form.words.data or "",
        key=form.key.data or "",
        value_id=form.value_id.data,
        about=form.occasion,
    )
    names = [one.name.split()[0] for one in queries.kudos_cards([made.id])[made.id].people]
    purse = queries.purse(me())
    left = f" You have {plural(purse.left, 'point')} left to give this month." if purse.has_any else ""
    return back_to(safe_next(f"/kudos/{made.id}"), f"{_listed(names)} will read it.{left}")


def _count() -> None:
    limits.take("kudos", me().id, times=KUDOS, within=SPAN)


def _asked_for() -> list[int]:
    """The people that the address names."""
    found = []
    for one in request.args.getlist("to")[: MOST_RECEIVERS * 2]:
        try:
            found.append(id_of(one))
        except ValueError as error:
            raise BadInput("That address is not one of ours. Start again from the wall.") from error
    return [one for one in dict.fromkeys(found) if one < 2**31]


def _drawn_again(form: KudosForm, chosen: list[int], total: int) -> str:
    form.said.data, form.is_picked = str(total), bool(form.about.data)
    composer = queries.full_composer(me(), chosen, form.occasion)
    return _drawn(form.offering(composer), composer)


def _drawn(form: KudosForm, composer: Composer) -> str:
    return render_template("rewards/new_kudos.html", form=form, composer=composer, next=safe_next(""))


def _shown(kudos_id: int, form: AddOnForm) -> str:
    found = queries.kudos_page(me(), kudos_id)
    purse = queries.purse(me()) if found.may_add else None
    return render_template("rewards/show_kudos.html", found=found, form=form, purse=purse)


def _regretting(kudos_id: int, form: RegretForm) -> str:
    found = queries.kudos_page(me(), kudos_id)
    if not found.may_take_back:
        permissions.take_kudos_back.require(me(), entity(Kudos, kudos_id))
    return render_template("rewards/regret_kudos.html", found=found, form=form)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
