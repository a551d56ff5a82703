"""People: find, invite, edit, and do one thing to several."""

from typing import Any, TypeVar

from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts import commands
from innovate.accounts.addresses import is_address, normal_email
from innovate.accounts.confirmation import confirmed, confirmed_where
from innovate.accounts.login import me
from innovate.accounts.models import Person, Team
from innovate.accounts.queries import areas_led_by
from innovate.admin import invitees
from innovate.admin.forms import BulkForm, InviteForm, InviteManyForm, PersonForm
from innovate.admin.queries import choices
from innovate.admin.queries import people as queries
from innovate.admin.routes import bp
from innovate.core import transaction
from innovate.core.crossing import held
from innovate.core.errors import BadInput
from innovate.core.web import Answer, back_to, entity, id_of, needs
from innovate.core.wording import plural
from innovate.permissions import Role

Teamed = TypeVar("Teamed", PersonForm, InviteForm, InviteManyForm)
Known = TypeVar("Known", PersonForm, InviteForm)
Listed = TypeVar("Listed", Role, queries.State)
KNOWN = ("name", "email", "title", "team_id", "manager_id", "shift", "joined_on")


@bp.get("/people")
@needs(permissions.keep_people)
def people() -> str:
    """The list of people, narrowed as the address says."""
    return _list_page(_bulk_form())


def _list_page(form: BulkForm) -> str:
    asked = request.args
    narrowing = queries.Narrowing(
        text=asked.get("q", "").strip()[:200],
        role=_member(Role, asked.get("role")),
        team_id=asked.get("team", type=id_of),
        state=_member(queries.State, asked.get("state")),
    )
    return render_template(
        "admin/people.html",
        people=queries.people(narrowing, after=asked.get("after"), before=asked.get("before")),
        narrowing=narrowing,
        teams=choices.teams(),
        roles=[role for role in Role if role is not Role.CUSTOMER],
        states=list(queries.State),
        bulk=form,
    )


@bp.get("/people/new")
@needs(permissions.keep_people)
@confirmed
def new_person() -> Answer:
    """The form to invite somebody."""
    form = _with_choices(InviteForm())
    form.roles.data = [Role.EMPLOYEE]
    return render_template("admin/new_person.html", form=form)


@bp.post("/people/new")
@needs(permissions.keep_people)
@confirmed
def invite() -> Answer:
    """Invite somebody."""
    form = _with_choices(InviteForm())
    if form.validate_on_submit():
        with form.refusals():
            person = commands.invite_person(me(), roles=form.roles.data or [], **_known(form))
            return back_to("/admin/people", f"{person.name} is invited; {_mail_goes()}.")
    return render_template("admin/new_person.html", form=form), form.status


@bp.get("/people/many")
@needs(permissions.keep_people)
@confirmed
def new_people() -> Answer:
    """The form to invite several people."""
    form = _with_teams(InviteManyForm())
    form.roles.data = [Role.EMPLOYEE]
    return render_template("admin/new_people.html", form=form, problems=())


@bp.post("/people/many")
@needs(permissions.keep_people)
@confirmed
def invite_many() -> Answer:
    """Invite everybody in the list, or, when a line is wrong, nobody."""
    form = _with_teams(InviteManyForm())
    problems: list[str] = []
    if form.validate_on_submit():
        typed = form.lines.data or ""
        found, problems = invitees.parsed(typed, queries.taken(invitees.addresses(typed)))
        if not problems:
            with form.refusals():
                for one in found:
                    commands.invite_person(
                        me(), name=one.name, email=one.email, roles=form.roles.data or [], team_id=form.team_id.data
                    )
                return back_to(
                    "/admin/people?state=invited", f"{plural(len(found), 'person', 'people')} invited; {_mail_goes()}."
                )
    return render_template("admin/new_people.html", form=form, problems=problems), 422 if problems else form.status


@bp.get("/people/<int:person_id>")
@needs(permissions.keep_people)
def edit_person(person_id: int) -> Answer:
    """The form of a person, and their account."""
    person = entity(Person, person_id)
    return _edit_page(person, _with_choices(PersonForm(obj=person), person).opened())


def _mail_goes() -> str:
    """What becomes of the mail that was just written."""
    return (
        "the mail waits until a mail server is named"
        if current_app.config["SETTINGS"].keeps_mail
        else "the mail is on its way"
    )


def _gives_another_address(person_id: int) -> bool:
    """Whether the form changes the e-mail, with which the person signs in."""
    typed = normal_email(request.form.get("email", ""))
    return is_address(typed) and typed != entity(Person, person_id).email


@bp.post("/people/<int:person_id>")
@needs(permissions.keep_people)
@confirmed_where(_gives_another_address)
def save_person(person_id: int) -> Answer:
    """Keep what was typed about a person."""
    person = held(entity(Person, person_id))
    form = _with_choices(PersonForm(), person)
    form.compare(_with_choices(PersonForm(formdata=None, obj=person), person))
    if form.validate_on_submit():
        with form.refusals():
            commands.edit_person(me(), person, **_known(form))
            return back_to(f"/admin/people/{person.id}", f"{person.name} is saved.")
    return _edit_page(person, form), form.status


@bp.post("/people/<int:person_id>/reactivate")
@needs(permissions.keep_people)
def reactivate(person_id: int) -> Answer:
    """Open an account again."""
    person = commands.reactivate_person(me(), entity(Person, person_id))
    return back_to(f"/admin/people/{person.id}", f"{person.name} can sign in again.")


@bp.post("/people/<int:person_id>/invite-again")
@needs(permissions.keep_people)
def invite_again(person_id: int) -> Answer:
    """Mail an invitation once more."""
    person = entity(Person, person_id)
    commands.send_invitation_again(me(), person)
    return back_to(f"/admin/people/{person.id}", f"{person.name} has a new invitation; {_mail_goes()}.")


@bp.post("/people/bulk")
@needs(permissions.keep_people)
def bulk() -> Answer:
    """Do one thing to every ticked person, or, when it cannot be done to one of them, to nobody."""
    form = _bulk_form()
    if form.validate():
        with form.refusals():
            return _done_to_all(form)
    transaction.abandon()  # what was done to the first of them; the list is drawn as it stands
    return _list_page(form), form.status


def _done_to_all(form: BulkForm) -> Response:
    if not form.ids.data:
        raise BadInput("Tick at least one person first.")
    chosen = [entity(Person, person_id) for person_id in sorted(set(form.ids.data))]
    act = request.form.get("act", "")
    if act == "team":
        if form.team_id.data is None:
            raise BadInput("Choose the team first.")
        team = entity(Team, form.team_id.data)
        for person in chosen:
            commands.move_to_team(me(), person, team=team)
        return _done(chosen, f"moved to {team.name}")
    verbs = {
        "deactivate": (commands.deactivate_person, "deactivated"),
        "reactivate": (commands.reactivate_person, "reactivated"),
        "invite-again": (commands.send_invitation_again, "invited again"),
    }
    if act not in verbs:
        raise BadInput("Choose what to do with them.")
    verb, words = verbs[act]
    for person in chosen:
        verb(me(), person)
    return _done(chosen, words)


def _done(chosen: list[Person], words: str) -> Response:
    here = request.query_string.decode()  # the same part of the list
    return back_to(f"/admin/people?{here}".rstrip("?"), f"{plural(len(chosen), 'person', 'people')} {words}.")


def _known(form: PersonForm) -> dict[str, Any]:
    return {name: form[name].data for name in KNOWN}


def _with_teams(form: Teamed) -> Teamed:
    """The form, with every team to choose from."""
    form.team_id.choices = [choices.NONE, *choices.teams()]
    return form


def _with_choices(form: Known, person: Person | None = None) -> Known:
    """The form of a person, with teams and managers to choose from."""
    managers: choices.Choices = choices.people_who(
        Role.LEADER, Role.HR, Role.ADMIN, and_also={person.manager_id} if person else None
    )
    form.manager_id.choices = [choices.NONE, *(one for one in managers if person is None or one[0] != person.id)]
    return _with_teams(form)


def _bulk_form() -> BulkForm:
    form = BulkForm()
    form.team_id.choices = [("", "Choose a team"), *choices.teams()]
    return form


def _member(kind: type[Listed], value: str | None) -> Listed | None:
    """The member of that value, or None when there is no such."""
    return next((one for one in kind if one.value == value), None)


def _edit_page(person: Person, form: PersonForm) -> str:
    account = queries.account(person, areas_led_by(person.id).values())
    return render_template("admin/edit_person.html", form=form, account=account, is_me=person.id == me().id)
