"""Whoever loses a role or goes: what they hold is shown, and others take it over in the same step."""

from typing import Any

from flask import render_template

from innovate import permissions
from innovate.accounts.confirmation import confirmed
from innovate.accounts.login import me
from innovate.accounts.models import Person
from innovate.accounts.queries import areas_led_by
from innovate.admin import commands
from innovate.admin.forms import HandoverForm, RolesForm, Taker, with_takers
from innovate.admin.queries import choices, holdings, people
from innovate.admin.routes import bp
from innovate.core.crossing import held
from innovate.core.forms import Form
from innovate.core.web import Answer, back_to, entity, needs
from innovate.permissions import Role

STAFF = [role for role in Role if role is not Role.CUSTOMER]


@bp.get("/people/<int:person_id>/roles")
@needs(permissions.keep_people)
@confirmed
def edit_roles(person_id: int) -> Answer:
    """The form of a person's roles."""
    person = entity(Person, person_id)
    return _roles_page(person, _roles_as_they_stand(person).opened())


@bp.post("/people/<int:person_id>/roles")
@needs(permissions.keep_people)
@confirmed
def change_roles(person_id: int) -> Answer:
    """Give a person exactly these roles."""
    person = held(entity(Person, person_id))
    form = _roles_form(person)
    form.compare(_roles_as_they_stand(person))
    if form.validate_on_submit():
        roles = {*(form.roles.data or []), *(person.roles & {Role.CUSTOMER})}
        with form.refusals():
            commands.change_roles(me(), person, roles=roles, leaders=_chosen(form, "area_"))
            return back_to(f"/admin/people/{person.id}", f"{person.name}'s roles are changed.")
    return _roles_page(person, form), form.status


@bp.get("/people/<int:person_id>/deactivate")
@needs(permissions.keep_people)
def leave(person_id: int) -> Answer:
    """What a person holds, and where each thing goes when the account is closed."""
    person = entity(Person, person_id)
    if not person.is_active:
        return back_to(f"/admin/people/{person.id}", f"{person.name} is deactivated.")
    holds = holdings.holdings(person)
    form = _handover_form(person, holds)
    for one in holds.experiments:
        form[f"experiment_{one.id}"].data = one.leader_id if one.leader_id != person.id else None
    form.manager_id.data = person.manager_id
    return render_template("admin/deactivate.html", form=form, holds=holds, account=_account(person))


@bp.post("/people/<int:person_id>/deactivate")
@needs(permissions.keep_people)
def deactivate(person_id: int) -> Answer:
    """Close an account, and hand over what the person held."""
    person = held(entity(Person, person_id))
    holds = holdings.holdings(person)
    form = _handover_form(person, holds)
    if form.validate_on_submit():
        with form.refusals():
            commands.deactivate(
                me(),
                person,
                leaders=_chosen(form, "area_"),
                owners=_chosen(form, "experiment_"),
                manager_id=form.manager_id.data,
            )
            return back_to(f"/admin/people/{person.id}", f"{person.name} is deactivated and signed out.")
    return render_template("admin/deactivate.html", form=form, holds=holds, account=_account(person)), form.status


def _account(person: Person) -> people.Account:
    return people.account(person, areas_led_by(person.id).values())


def _leaders(person: Person) -> choices.Choices:
    return [one for one in choices.people_who(Role.LEADER) if one[0] != person.id]


def _roles_form(person: Person, **options: Any) -> RolesForm:
    """The roles, and for each area that the person leads who leads it next."""
    led = areas_led_by(person.id)
    leaders = _leaders(person) if led else []
    takers = {f"area_{id_}": Taker(f"Who leads {name} then", leaders) for id_, name in led.items()}
    return with_takers(RolesForm, takers)(**options)


def _roles_as_they_stand(person: Person) -> RolesForm:
    form = _roles_form(person, formdata=None)
    form.roles.data = [role for role in Role if role in person.roles]
    return form


def _roles_page(person: Person, form: RolesForm) -> str:
    return render_template(
        "admin/edit_roles.html",
        form=form,
        account=_account(person),
        led=holdings.led(person),
        reviews=holdings.open_reviews(person),
    )


def _handover_form(person: Person, holds: holdings.Holdings) -> HandoverForm:
    leaders = _leaders(person) if holds.areas else []
    staff = [one for one in choices.people_who(*STAFF) if one[0] != person.id] if holds.experiments else []
    takers = {
        f"area_{one.id}": Taker(f"Who leads {one.name} from now on", leaders, _sentence("leads", one.name))
        for one in holds.areas
    } | {
        f"experiment_{one.id}": Taker(one.title, staff, _sentence("runs", f"“{one.title}”"))
        for one in holds.experiments
    }
    form = with_takers(HandoverForm, takers)()
    managers = choices.people_who(Role.LEADER, Role.HR, Role.ADMIN, and_also={person.manager_id})
    form.manager_id.choices = [choices.NONE, *(one for one in managers if one[0] != person.id)]
    return form


def _sentence(verb: str, what: str) -> str:
    return f"Choose who {verb} {what} from now on."


def _chosen(form: Form, prefix: str) -> dict[int, int | None]:
    """Who was chosen for each thing, by its id."""
    found = {field.name: field.data for field in form if field.name.startswith(prefix)}
    return {int(name.removeprefix(prefix)): person_id for name, person_id in found.items()}
