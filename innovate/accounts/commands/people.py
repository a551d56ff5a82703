"""People and their roles: invite, edit, deactivate, and the first of them all."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts import mails, queries, sign_ins, tickets
from innovate.accounts.addresses import normal_email
from innovate.accounts.commands.passwords import set_password
from innovate.accounts.models import Person, Shift, Team, TicketKind
from innovate.core.clock import now, today
from innovate.core.crossing import held
from innovate.core.db import db, insert, lock_table
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.permissions import Role

EDITABLE = frozenset({"name", "email", "title", "team_id", "manager_id", "shift", "joined_on"})


def create_first_administrator(*, name: str, email: str, password: str) -> Person:
    """The first person of a new installation; RuleBroken once there is somebody, however close the race."""
    lock_table(Person)  # of two at once the second waits here, and then finds the first
    if queries.anybody_exists():
        raise RuleBroken("This installation has been set up already. Sign in instead.")
    person = _add(name=name, email=email, roles=frozenset({Role.EMPLOYEE, Role.ADMIN}))
    set_password(person, password)
    record(events.FirstAdministratorCreated(actor_id=person.id, person_id=person.id))
    return person


def invite_person(
    actor: Person,
    *,
    name: str,
    email: str,
    roles: Iterable[Role],
    title: str = "",
    team_id: int | None = None,
    manager_id: int | None = None,
    shift: Shift = Shift.DAY,
    joined_on: date | None = None,
) -> Person:
    """A new person, who is mailed a link to choose a password; BadInput when the e-mail is taken."""
    permissions.keep_people.require(actor)
    person = _add(
        name=name,
        email=email,
        roles=_some(roles),
        title=title,
        team_id=team_id,
        manager_id=manager_id,
        shift=shift,
        joined_on=joined_on,
    )
    mails.send_invitation(person, tickets.issue(person, TicketKind.INVITATION), inviter=actor.name)
    record(events.PersonInvited(actor_id=actor.id, person_id=person.id))
    return person


def send_invitation_again(actor: Person, person: Person) -> None:
    """Mail a new link in place of the old one; RuleBroken once the person has a password or is deactivated."""
    permissions.keep_people.require(actor)
    if person.password_hash:
        raise RuleBroken(f"{person.name} has accepted the invitation already.")
    if not person.is_active:
        raise RuleBroken(f"{person.name} is deactivated. Reactivate the account first.")
    mails.send_invitation(person, tickets.issue(person, TicketKind.INVITATION), inviter=actor.name)
    record(events.InvitationSentAgain(actor_id=actor.id, person_id=person.id))


def edit_person(actor: Person, person: Person, **fields: Any) -> Person:
    """Change what is known of a person; only the fields in EDITABLE, and only what differs is noted."""
    permissions.keep_people.require(actor)
    if unknown := fields.keys() - EDITABLE:
        raise ValueError(f"These are not fields of a person to edit: {', '.join(sorted(unknown))}.")
    if "email" in fields:
        fields["email"] = normal_email(fields["email"])
        _refuse_taken(fields["email"], person)
    if fields.get("manager_id"):
        _refuse_circle(person, fields["manager_id"])
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    if not changed:
        return person
    old = person.email
    for name in changed:
        setattr(person, name, fields[name])
    if "email" in changed:
        _move_mail(actor, person, old)
    record(events.PersonEdited(actor_id=actor.id, person_id=person.id, changed=changed))
    return person


def move_to_team(actor: Person, person: Person, *, team: Team) -> Person:
    """Let the person work in that team."""
    return edit_person(actor, person, team_id=team.id)


def change_roles(actor: Person, person: Person, *, roles: Iterable[Role]) -> Person:
    """Give the person exactly these roles; it binds at their next request, which is a new sign-in.

    RuleBroken when nobody would be left to administer, or an area would be left without a leader.
    """
    permissions.keep_people.require(actor)
    db.session.flush()  # reading the row anew must not lose what changed before
    after, before = _some(roles), held(person).roles
    if after == before:
        return person
    if Role.ADMIN in before - after:
        _refuse_last_administrator(person)
    if Role.LEADER in before - after:
        _refuse_leaderless(person)
    person.roles = after
    sign_ins.end_all(person.id, but_token=actor.sign_in_token if person.id == actor.id else "")
    record(events.RolesChanged(actor_id=actor.id, person_id=person.id, before=_values(before), after=_values(after)))
    return person


def deactivate_person(actor: Person, person: Person) -> Person:
    """Close the account: its sign-ins and links end, what the person wrote stays. Doing it twice changes nothing.

    RuleBroken while the person leads an area or runs an experiment; open reviews go to others by what follows.
    """
    permissions.keep_people.require(actor)
    db.session.flush()  # as above
    if not held(person).is_active:
        return person
    if person.has(Role.ADMIN):
        _refuse_last_administrator(person)
    if person.id == actor.id:
        raise RuleBroken("You cannot deactivate yourself. Ask another administrator.")
    _refuse_leaderless(person)
    if titles := list(queries.experiments_run_by(person.id).values()):
        raise RuleBroken(f"{person.name} runs an experiment: “{titles[0]}”. Hand it to somebody else first.")
    person.deactivated_at = now()
    sign_ins.end_all(person.id)
    tickets.void(person.id)
    record(events.PersonDeactivated(actor_id=actor.id, person_id=person.id))
    return person


def reactivate_person(actor: Person, person: Person) -> Person:
    """Open the account again, with the roles and the password that it had."""
    permissions.keep_people.require(actor)
    if person.is_active:
        return person
    person.deactivated_at = None
    record(events.PersonReactivated(actor_id=actor.id, person_id=person.id))
    return person


def choose_ranking(actor: Person, *, is_ranked: bool) -> None:
    """Be counted in the rankings, or left out of them; thanks are kept either way."""
    permissions.choose_ranking.require(actor, actor)
    if actor.is_ranked != is_ranked:
        actor.is_ranked = is_ranked
        record(events.RankingChosen(actor_id=actor.id, person_id=actor.id, is_ranked=is_ranked))


def choose_milestones(actor: Person, *, is_shown: bool) -> None:
    """Let one's years with the company be shown on their day, or keep them to oneself."""
    permissions.choose_milestones.require(actor, actor)
    if actor.shows_milestones != is_shown:
        actor.shows_milestones = is_shown
        record(events.MilestonesChosen(actor_id=actor.id, person_id=actor.id, is_shown=is_shown))


def _move_mail(actor: Person, person: Person, old: str) -> None:
    """A link mailed to the old address is somebody else's by now; who has not come yet is invited at the new one."""
    tickets.void(person.id)
    if person.password_hash:
        mails.send_address_changed(person, old=old, changer=actor.name)
    elif person.is_active:
        mails.send_invitation(person, tickets.issue(person, TicketKind.INVITATION), inviter=actor.name)


def _add(*, name: str, email: str, roles: frozenset[Role], joined_on: date | None = None, **fields: Any) -> Person:
    values = {"title": "", "shift": Shift.DAY, **fields, "is_ranked": True, "joined_on": joined_on or today()}
    row = insert(Person).values(name=name, email=normal_email(email), roles=roles, **values)
    person: Person | None = db.session.scalar(
        row.on_conflict_do_nothing(index_elements=[Person.email]).returning(Person)
    )
    if person is None:
        raise BadInput("Somebody with that e-mail is here already.", "email")
    return person


def _some(roles: Iterable[Role]) -> frozenset[Role]:
    chosen = frozenset(roles)
    if not chosen:
        raise BadInput("Choose at least one role.", "roles")
    return chosen


def _values(roles: frozenset[Role]) -> list[str]:
    return [role.value for role in Role if role in roles]


def _refuse_taken(email: str, person: Person) -> None:
    other = db.session.scalar(sa.select(Person.id).where(Person.email == email, Person.id != person.id))
    if other is not None:
        raise BadInput("Somebody with that e-mail is here already.", "email")


def _refuse_circle(person: Person, manager_id: int) -> None:
    """Nobody manages themselves, not through others either."""
    above: int | None = manager_id
    while above is not None:
        if above == person.id:
            raise BadInput(f"{person.name} would be their own manager, perhaps through others.", "manager_id")
        above = db.session.scalar(sa.select(Person.manager_id).where(Person.id == above))


def _refuse_last_administrator(person: Person) -> None:
    """Locks the administrators, so that two who give up the role at once do not both succeed."""
    administrators = sa.select(Person.id).where(Person.holds(Role.ADMIN), Person.deactivated_at.is_(None))
    left = set(db.session.scalars(administrators.order_by(Person.id).with_for_update())) - {person.id}
    if not left:
        raise RuleBroken(f"{person.name} is the last administrator. Give somebody else that role first.")


def _refuse_leaderless(person: Person) -> None:
    if names := queries.areas_led_by(person.id):
        raise RuleBroken(f"{person.name} leads {', '.join(names.values())}. Choose another leader there first.")
