"""The list of people, and one person as an administrator sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from innovate.accounts.models import Person, SignIn, Team, Ticket, TicketKind
from innovate.accounts.queries import Face
from innovate.admin.queries.keyset import Keyset
from innovate.core.db import db
from innovate.core.paging import Page
from innovate.permissions import Role

SIZE = 50


class State(StrEnum):
    """What somebody's account is."""

    ACTIVE = "active"
    INVITED = "invited"
    DEACTIVATED = "deactivated"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which people the list shows."""

    text: str = ""
    role: Role | None = None
    team_id: int | None = None
    state: State | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the list shows them."""

    face: Face
    email: str
    title: str
    team: str | None
    roles: tuple[str, ...]
    state: State


@dataclass(frozen=True, slots=True)
class Account:
    """What stands beside the form of a person."""

    face: Face
    email: str
    roles: tuple[str, ...]
    state: State
    deactivated_at: datetime | None
    seen_at: datetime | None
    invited_until: datetime | None
    leads: tuple[str, ...]


_BY_NAME = Keyset((Person.name, Person.id), (str, int), lambda row: (row.Person.name, row.Person.id))


def people(narrowing: Narrowing, *, after: str | None = None, before: str | None = None) -> Page[PersonRow]:
    """A page of people by name."""
    query = sa.select(Person, Team.name.label("team")).outerjoin(Team, Team.id == Person.team_id)
    query = query.where(*_conditions(narrowing))
    rows, later, earlier = _BY_NAME.page(query, after=after, before=before, size=SIZE)
    items = tuple(
        PersonRow(
            face=Face(row.Person.id, row.Person.name),
            email=row.Person.email,
            title=row.Person.title,
            team=row.team,
            roles=labels(row.Person.roles),
            state=state_of(row.Person),
        )
        for row in rows
    )
    return Page(items, later, earlier)


def account(person: Person, leads: Iterable[str]) -> Account:
    """That person's account: its state, when it was last used, and how long an invitation is good for."""
    seen = sa.select(sa.func.max(SignIn.seen_at)).where(SignIn.person_id == person.id)
    invited = sa.select(sa.func.max(Ticket.expires_at)).where(
        Ticket.person_id == person.id, Ticket.kind == TicketKind.INVITATION, Ticket.used_at.is_(None)
    )
    return Account(
        face=Face(person.id, person.name),
        email=person.email,
        roles=labels(person.roles),
        state=state_of(person),
        deactivated_at=person.deactivated_at,
        seen_at=db.session.scalar(seen),
        invited_until=db.session.scalar(invited),
        leads=tuple(leads),
    )


def taken(emails: Iterable[str]) -> set[str]:
    """Those of the addresses that somebody here has."""
    return set(db.session.scalars(sa.select(Person.email).where(Person.email.in_(list(emails)))))


def labels(roles: frozenset[Role]) -> tuple[str, ...]:
    """The roles in words; who is more than an employee is not called one."""
    more = [role.label for role in Role if role in roles and role is not Role.EMPLOYEE]
    return tuple(more) or (Role.EMPLOYEE.label,)


def state_of(person: Person) -> State:
    """What that account is."""
    if not person.is_active:
        return State.DEACTIVATED
    return State.ACTIVE if person.password_hash else State.INVITED


def _conditions(narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if narrowing.text:
        like = Person.name.icontains(narrowing.text, autoescape=True)
        conditions.append(like | Person.email.icontains(narrowing.text, autoescape=True))
    if narrowing.role:
        conditions.append(Person.holds(narrowing.role))
    if narrowing.team_id:
        conditions.append(Person.team_id == narrowing.team_id)
    if narrowing.state is State.DEACTIVATED:
        conditions.append(Person.deactivated_at.is_not(None))
    elif narrowing.state is not None:
        has_password = Person.password_hash.is_not(None)
        wanted = has_password if narrowing.state is State.ACTIVE else ~has_password
        conditions += [Person.deactivated_at.is_(None), wanted]
    return conditions
