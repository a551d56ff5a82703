"""Coming in and going out."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from innovate import events
from innovate.accounts import passwords, sign_ins
from innovate.accounts.addresses import normal_email
from innovate.accounts.models import Person, SignIn
from innovate.accounts.password_rules import composed
from innovate.core import limits, transaction
from innovate.core.db import db, reading
from innovate.core.errors import BadInput, NotFound, RuleBroken
from innovate.core.journal import record

SPAN = timedelta(minutes=5)
PER_ACCOUNT, PER_ADDRESS = 10, 100
UNKNOWN = "That e-mail and password do not belong together. Check both, or choose a new password."


def sign_in(email: str, password: str, *, address: str = "") -> Person:
    """The person with that e-mail and password; `address` is where the request came from.

    Raises BadInput, in the same words and time whether or not the account exists, and TooMany beyond the limits.
    """
    email = normal_email(email)
    count_try(email, address=address)
    person = _who_knows(email, password)
    if person is None:
        raise BadInput(UNKNOWN)
    if not person.is_active:
        raise BadInput("Your account has been closed. An administrator can open it again.")
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(composed(password))
    record(events.SignedIn(actor_id=person.id, person_id=person.id))
    return person


def enter_as(person: Person) -> Person:
    """Let in somebody of the demo company, without a password; the page asks first whether this is a demo."""
    if not person.is_active:
        raise RuleBroken("That account has been closed.")
    record(events.SignedIn(actor_id=person.id, person_id=person.id))
    return person


def sign_out(actor: Person) -> None:
    """End the sign-in that the actor is using."""
    sign_ins.end(actor.sign_in_token)
    record(events.SignedOut(actor_id=actor.id, person_id=actor.id))


def sign_out_everywhere(actor: Person) -> None:
    """End every sign-in of the actor, this one too."""
    sign_ins.end_all(actor.id)
    record(events.SignedOutEverywhere(actor_id=actor.id, person_id=actor.id))


def end_sign_in(actor: Person, sign_in_id: int) -> None:
    """End one of the actor's own sign-ins; NotFound for any other."""
    gone = sa.delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == actor.id).returning(SignIn.id)
    if db.session.scalar(gone) is None:
        raise NotFound("That sign-in has ended already.")
    record(events.SignInEnded(actor_id=actor.id, person_id=actor.id))


def count_try(email: str, *, address: str = "") -> None:
    """Count one more try of a password for that account, and from that address; TooMany beyond the limits."""
    limits.take_for_good("sign in", hashlib.sha256(email.encode()).hexdigest(), times=PER_ACCOUNT, within=SPAN)
    if address:
        limits.take_for_good("sign in from", address, times=PER_ADDRESS, within=SPAN)


def _who_knows(email: str, password: str) -> Person | None:
    """The person whose password this is; the hash is checked while no transaction is open."""
    with reading():
        kept = db.session.execute(sa.select(Person.id, Person.password_hash).where(Person.email == email)).first()
        transaction.abandon()
    is_right = passwords.matches(kept.password_hash if kept else None, composed(password))
    person = db.session.get(Person, kept.id) if kept and is_right else None
    return person if person and kept and person.password_hash == kept.password_hash else None
