"""Setting a password: by invitation, by a mailed link, or by its owner; and typing it once more."""

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from innovate import events
from innovate.accounts import mails, passwords, sign_ins, tickets
from innovate.accounts.addresses import normal_email
from innovate.accounts.commands.signing_in import count_try
from innovate.accounts.models import Person, SignIn, TicketKind
from innovate.accounts.password_rules import composed, problem_with
from innovate.accounts.sign_ins import token_hash
from innovate.core import limits
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record

RESETS, RESET_SPAN = 5, timedelta(days=1)
WRONG = "That is not your present password."


def accept_invitation(token: str, password: str) -> Person:
    """The invited person, who has chosen this password; BadInput for a poor one, RuleBroken for a used link."""
    person = _set_with_ticket(token, TicketKind.INVITATION, password)
    record(events.InvitationAccepted(actor_id=person.id, person_id=person.id))
    return person


def ask_for_reset(email: str, *, address: str = "") -> None:
    """Mail a link for a new password, if somebody active has that e-mail; whoever asks cannot tell, by the time either.

    Raises TooMany beyond five a day for one e-mail, known or not.
    """
    email = normal_email(email)
    whose = hashlib.sha256(email.encode()).hexdigest()
    limits.take_for_good("a new password", whose, times=RESETS, within=RESET_SPAN)
    if address:
        limits.take_for_good("a new password from", address, times=20, within=timedelta(hours=1))
    known = Person.email == email, Person.deactivated_at.is_(None), Person.password_hash.is_not(None)
    person = db.session.scalar(sa.select(Person).where(*known))
    mails.send_reset(person, tickets.issue(person, TicketKind.RESET))
    if person is None:
        limits.take("a new password for nobody", whose, times=RESETS, within=RESET_SPAN)  # a row to keep either way
    else:
        record(events.PasswordResetAsked(actor_id=person.id, person_id=person.id))


def reset_password(token: str, password: str) -> Person:
    """The person of that link, who has chosen this password; every sign-in of theirs ends."""
    person = _set_with_ticket(token, TicketKind.RESET, password)
    mails.send_password_changed(person)
    record(events.PasswordChanged(actor_id=person.id, person_id=person.id))
    return person


def change_password(actor: Person, *, old: str, new: str) -> None:
    """Change one's own password; every other sign-in ends. BadInput for a wrong old or a poor new one."""
    confirm_password(actor, old, field="old_password")
    if composed(old) == composed(new):
        raise BadInput("That is the password you have now. Choose another.", "new_password")
    set_password(actor, new, field="new_password", but_token=actor.sign_in_token)
    mails.send_password_changed(actor)
    record(events.PasswordChanged(actor_id=actor.id, person_id=actor.id))


def confirm_password(actor: Person, password: str, *, field: str = "password") -> None:
    """Note that the actor typed the password just now, at this sign-in; BadInput when it is wrong.

    Counts as a try, whatever the request comes to; call it before anything was changed.
    """
    count_try(actor.email)
    if not passwords.matches(actor.password_hash, composed(password)):
        raise BadInput(WRONG, field)
    mine = SignIn.token_hash == token_hash(actor.sign_in_token)
    db.session.execute(sa.update(SignIn).where(mine).values(confirmed_at=now()))


def set_password(person: Person, password: str, *, field: str = "password", but_token: str = "") -> None:
    """Keep this password, let no older link set another, and end the sign-ins that were open with the old one.

    Raises BadInput, at that field, for a password that others would guess.
    """
    _refuse_poor(person, password, field)
    person.password_hash = passwords.hash_password(composed(password))
    tickets.void(person.id)
    sign_ins.end_all(person.id, but_token=but_token)


def _set_with_ticket(token: str, kind: TicketKind, password: str) -> Person:
    """The ticket's holder with this password; a poor one leaves the ticket good."""
    if holder := tickets.holder(token, kind):
        _refuse_poor(holder, password, "password")
    person = tickets.use(token, kind)
    set_password(person, password)
    return person


def _refuse_poor(person: Person, password: str, field: str) -> None:
    problem = problem_with(password, name=person.name, email=person.email, site_name=mails.site_name())
    if problem:
        raise BadInput(problem, field)
