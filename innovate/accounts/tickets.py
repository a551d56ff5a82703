"""Tickets: a random token in a mailed link, its hash in a row, good once and for a while."""

import secrets
from datetime import timedelta

import sqlalchemy as sa

from innovate.accounts.models import Person, Ticket, TicketKind
from innovate.accounts.sign_ins import token_hash
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import RuleBroken

GOOD_FOR = {TicketKind.INVITATION: timedelta(days=7), TicketKind.RESET: timedelta(hours=1)}
NOBODY = 0
USED_UP = "This link has been used already or is too old."


def issue(person: Person | None, kind: TicketKind) -> str:
    """A new ticket in place of any older of that kind; answers the token for the link.

    For nobody the database is asked the same and keeps nothing, so that the time does not tell who is known.
    """
    person_id = person.id if person else NOBODY
    void(person_id, kind)
    token = secrets.token_urlsafe(32)
    values = {"token_hash": token_hash(token), "kind": kind, "expires_at": now() + GOOD_FOR[kind]}
    row = {name: sa.literal(value, getattr(Ticket, name).type) for name, value in values.items()}
    for_them = sa.select(*row.values(), Person.id).where(Person.id == person_id)
    db.session.execute(sa.insert(Ticket).from_select([*row, "person_id"], for_them))
    return token


def void(person_id: int, kind: TicketKind | None = None) -> None:
    """Let no ticket of that person, or none of that kind, be used any more."""
    open_ones = sa.update(Ticket).where(Ticket.person_id == person_id, Ticket.used_at.is_(None))
    db.session.execute((open_ones.where(Ticket.kind == kind) if kind else open_ones).values(used_at=now()))


def holder(token: str, kind: TicketKind) -> Person | None:
    """The person whose ticket this is, while it can be used."""
    query = sa.select(Person).join(Ticket, Ticket.person_id == Person.id)
    usable = _usable(token, kind)
    return db.session.scalar(query.where(*usable, Person.deactivated_at.is_(None)))


def use(token: str, kind: TicketKind) -> Person:
    """The person whose ticket this is, and use it up; RuleBroken when it cannot be used, or another was quicker."""
    person = holder(token, kind)
    once = sa.update(Ticket).where(*_usable(token, kind)).values(used_at=now()).returning(Ticket.id)
    if person is None or db.session.scalar(once) is None:
        raise RuleBroken(USED_UP)
    return person


def _usable(token: str, kind: TicketKind) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Ticket.token_hash == token_hash(token),
        Ticket.kind == kind,
        Ticket.used_at.is_(None),
        Ticket.expires_at > now(),
    )
