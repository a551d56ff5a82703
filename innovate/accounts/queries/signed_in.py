"""Who is signed in, and faces for every page that shows somebody."""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person, SignIn
from innovate.accounts.sign_ins import Held, is_alive, token_hash
from innovate.core import wording
from innovate.core.db import Nouns, db, rows
from innovate.notifications.models import Notification
from innovate.permissions import Role
from innovate.review.models import Assignment


@dataclass(frozen=True, slots=True)
class Face:
    """A person as every page shows them: an avatar and a name that leads to the profile."""

    id: int
    name: str

    @property
    def initials(self) -> str:
        return wording.initials(self.name)

    @property
    def hue(self) -> int:
        return wording.hue(self.name)

    @property
    def photo_url(self) -> None:
        """Nobody has a photo yet."""
        return None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of a request, their sign-in, and the two counts that every page shows."""

    person: Person
    sign_in: Held
    unread: int
    waiting: int


def signed_in(token: str) -> SignedIn | None:
    """Who holds that token, in one statement; None when the sign-in is over."""
    row = rows(_by_token(), {"token_hash": token_hash(token)}).first()
    if row is None:
        return None
    (person,) = _PERSON.of(row)
    *held, unread, waiting = row[len(_PERSON.columns) :]
    sign_in = Held(*held)
    return SignedIn(person, sign_in, unread, waiting) if is_alive(sign_in, person) else None


_people, _sign_ins = Person.__table__.c, SignIn.__table__.c
_PERSON = Nouns((Person, Person.__table__))


@cache
def _by_token() -> sa.Select[*tuple[Any, ...]]:
    """The statement that every request begins with; made once, of plain columns."""
    unread = (
        sa.select(sa.func.count())
        .where(Notification.person_id == SignIn.person_id, Notification.read_at.is_(None))
        .correlate(SignIn)
        .scalar_subquery()
    )
    waiting = (
        sa.select(sa.func.count())
        .where(Assignment.reviewer_id == SignIn.person_id, Assignment.done_at.is_(None))
        .correlate(SignIn)
        .scalar_subquery()
    )
    return (
        sa.select(*_PERSON.columns, *(_sign_ins[field.name] for field in fields(Held)), unread, waiting)
        .join_from(Person.__table__, SignIn.__table__, _sign_ins.person_id == _people.id)
        .where(_sign_ins.token_hash == sa.bindparam("token_hash"))
    )


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as templates see them."""

    id: int
    name: str
    first_name: str
    initials: str
    hue: int
    photo_url: None
    is_employee: bool
    is_reviewer: bool
    is_leader: bool
    is_hr: bool
    is_admin: bool
    has_inbox: bool

    @classmethod
    def of(cls, person: Person) -> "Viewer":
        face = Face(person.id, person.name)
        return cls(
            id=person.id,
            name=person.name,
            first_name=person.first_name,
            initials=face.initials,
            hue=face.hue,
            photo_url=None,
            is_employee=bool(person.roles - {Role.CUSTOMER}),
            is_reviewer=person.has(Role.REVIEWER),
            is_leader=person.has(Role.LEADER),
            is_hr=person.has(Role.HR),
            is_admin=person.has(Role.ADMIN),
            has_inbox=permissions.see_review_inbox.allows(person),
        )


def anybody_exists() -> bool:
    """Whether this installation has been set up."""
    return db.session.scalar(sa.select(Person.id).limit(1)) is not None
