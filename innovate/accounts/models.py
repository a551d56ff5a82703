"""People, their roles, teams and sites, and the sign-ins they have open."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import ClassVar

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.db import Model
from innovate.permissions import Role


class Shift(StrEnum):
    """When a person works."""

    DAY = "day"
    EARLY = "early"
    LATE = "late"
    NIGHT = "night"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class RoleSet(sa.TypeDecorator[frozenset[Role]]):
    """A set of roles, kept as one whole number with a bit for each."""

    impl = sa.Integer
    cache_ok = True

    def process_bind_param(self, value: frozenset[Role] | None, dialect: Dialect) -> int | None:
        return None if value is None else sum(role.bit for role in value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> frozenset[Role] | None:
        return None if value is None else _roles_of(value)


@cache
def _roles_of(bits: int) -> frozenset[Role]:
    return frozenset(role for role in Role if bits & role.bit)


class Site(Model):
    """A place where people work."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)


class Team(Model):
    """Where a person works; teams form a tree."""

    __tablename__ = "teams"
    __table_args__ = (
        sa.CheckConstraint("parent_id <> id", name="not_its_own_parent"),
        sa.CheckConstraint("running_limit > 0", name="running_limit_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    site_id: Mapped[int | None] = mapped_column(sa.ForeignKey("sites.id"))
    running_limit: Mapped[int | None]  # how many experiments may run in it at once; None for no limit

    site: Mapped[Site | None] = relationship()


class Person(Model, UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who can sign in; `email` is kept in lower case, so one address is one person."""

    __tablename__ = "people"
    __table_args__ = (sa.CheckConstraint("email = lower(email)", name="email_in_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), index=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    roles: Mapped[frozenset[Role]] = mapped_column(RoleSet)
    title: Mapped[str] = mapped_column(sa.String(80), default="")
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"), index=True)
    manager_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    shift: Mapped[Shift] = mapped_column(default=Shift.DAY)
    joined_on: Mapped[date]
    deactivated_at: Mapped[datetime | None]
    is_ranked: Mapped[bool] = mapped_column(default=True)  # False: opted out of rankings, keeps the thanks
    shows_milestones: Mapped[bool] = mapped_column(default=True, server_default=sa.true())  # False: not congratulated
    seen_home_at: Mapped[datetime | None]

    team: Mapped[Team | None] = relationship()

    sign_in_token: ClassVar[str] = ""  # set on the one who signs in, for the cookie; never stored

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the sign-in's token, not the person's id."""
        return self.sign_in_token

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def has(self, role: Role) -> bool:
        return role in self.roles

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @staticmethod
    def holds(role: Role) -> sa.ColumnElement[bool]:
        """As a condition in SQL: the person has that role."""
        return sa.type_coerce(Person.roles, sa.Integer).bitwise_and(role.bit) != 0


class Attribute(Model):
    """Something about people that HR wants recognition compared by, such as a contract."""

    __tablename__ = "attributes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)


class PersonAttribute(Model):
    """What an attribute is for one person."""

    __tablename__ = "person_attributes"

    attribute_id: Mapped[int] = mapped_column(sa.ForeignKey("attributes.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    value: Mapped[str] = mapped_column(sa.String(60))


class SignIn(Model):
    """One place where a person is signed in; only the hash of its token is kept."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime]  # when the password was last typed
    device: Mapped[str] = mapped_column(sa.String(120), default="")

    person: Mapped[Person] = relationship()


class TicketKind(StrEnum):
    """What a mailed link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class Ticket(Model):
    """A mailed link that sets a password once; only the hash of its token is kept."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    kind: Mapped[TicketKind]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
