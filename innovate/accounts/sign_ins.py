"""Sign-ins: a random token in the cookie, its hash in a row, and the row's limits."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from innovate.accounts.models import Person, SignIn
from innovate.core.clock import now
from innovate.core.db import db
from innovate.permissions import Role

_CAREFUL = frozenset({Role.ADMIN, Role.HR})
TOUCH_AFTER = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def idle_limit(person: Person) -> timedelta:
    """How long a sign-in may rest: 30 minutes for admin and HR, 12 hours for others."""
    return timedelta(minutes=30) if person.roles & _CAREFUL else timedelta(hours=12)


def longest(person: Person) -> timedelta:
    """How long a sign-in may last: 12 hours for admin and HR, 7 days for others."""
    return timedelta(hours=12) if person.roles & _CAREFUL else timedelta(days=7)


def begin(person: Person, device: str) -> str:
    """A new sign-in of that person; answers the token for the cookie."""
    token = secrets.token_urlsafe(32)
    moment = now()
    row = SignIn(
        token_hash=token_hash(token),
        person_id=person.id,
        began_at=moment,
        seen_at=moment,
        confirmed_at=moment,
        expires_at=moment + longest(person),
        device=device[:120],
    )
    db.session.add(row)
    return token


@dataclass(frozen=True, slots=True)
class Held:
    """The sign-in of a request, as read at its beginning."""

    id: int
    began_at: datetime
    seen_at: datetime
    expires_at: datetime
    confirmed_at: datetime


def is_alive(sign_in: SignIn | Held, person: Person) -> bool:
    """Whether the sign-in still holds: not too old, not idle too long, the person not deactivated."""
    moment = now()
    rested = moment - sign_in.seen_at
    ends = min(sign_in.expires_at, sign_in.began_at + longest(person))  # who becomes careful is so at once
    return person.is_active and moment < ends and rested < idle_limit(person)


def is_confirmed(sign_in: Held) -> bool:
    """Whether the password was typed within the last ten minutes."""
    return now() - sign_in.confirmed_at < CONFIRMED_FOR


def touch(sign_in_id: int) -> None:
    """Note that the sign-in is in use."""
    db.session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now()))


def confirm(sign_in_id: int) -> None:
    """Note that the password was typed just now."""
    db.session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(confirmed_at=now()))


def end(token: str) -> None:
    """End this one sign-in."""
    db.session.execute(sa.delete(SignIn).where(SignIn.token_hash == token_hash(token)))


def end_all(person_id: int, *, but_token: str = "") -> None:
    """End every sign-in of that person, but perhaps the one with that token."""
    everyone = sa.delete(SignIn).where(SignIn.person_id == person_id)
    db.session.execute(everyone.where(SignIn.token_hash != token_hash(but_token)) if but_token else everyone)
