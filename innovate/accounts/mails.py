"""The mails of accounts: an invitation, a new password, a word that the password or the address changed."""

import secrets
from dataclasses import dataclass

from innovate.accounts.models import Person
from innovate.core import outbox


@dataclass(slots=True)
class _Site:
    name: str = "Innovate"
    url: str = "http://127.0.0.1:8000"


_site = _Site()


def use_site(*, name: str, url: str) -> None:
    """Sign mails with this name, and let their links lead to this address."""
    _site.name, _site.url = name, url


def site_name() -> str:
    """What this installation calls itself."""
    return _site.name


def send_invitation(person: Person, token: str, *, inviter: str) -> None:
    """Queue the link with which the person chooses a password."""
    _queue(
        "invitation",
        person,
        f"{inviter} invites you to {_site.name}",
        f"{inviter} has opened an account for you at {_site.name}, where we post ideas for better service "
        "and see what becomes of them.\n\n"
        f"Choose a password to begin:\n{_site.url}/invitations/{token}\n\n"
        "The link works once, for seven days. After that, ask for a new one.",
    )


def send_reset(person: Person | None, token: str) -> None:
    """Queue the link with which the person chooses a new password; for nobody the same is done, and nothing kept."""
    _queue(
        "reset",
        person,
        f"Choose a new password for {_site.name}",
        f"Somebody, probably you, asked for a new password for {_site.name}.\n\n"
        f"Choose it here:\n{_site.url}/password/{token}\n\n"
        "The link works once, for one hour. If it was not you, leave this mail alone: your password stays as it is.",
    )


def send_password_changed(person: Person) -> None:
    """Queue a word that the password was changed, in case it was somebody else."""
    _queue(
        "password-changed",
        person,
        f"Your password for {_site.name} was changed",
        f"Your password for {_site.name} was changed just now, and you were signed out everywhere else.\n\n"
        f"If it was not you, choose a new one at once:\n{_site.url}/password",
    )


def send_address_changed(person: Person, *, old: str, changer: str) -> None:
    """Queue a word to both mailboxes; the old one does not read what the new address is."""
    text = (
        f"{changer} changed the e-mail of your account at {_site.name}.\n\n"
        "This address no longer opens it, and gets no more mail from it.\n\n"
        "If you did not expect this, tell an administrator at once."
    )
    subject = f"Your e-mail for {_site.name} was changed"
    _queue("address-changed", person, subject, text, to=old)
    text = (
        f"{changer} changed the e-mail of your account at {_site.name}.\n\n"
        f"From now on you sign in with {person.email}. Your password stays as it is."
    )
    _queue("address-new", person, subject, text)


def _queue(kind: str, person: Person | None, subject: str, text: str, *, to: str = "") -> None:
    name, address = (person.first_name, to or person.email) if person else ("you", "")
    body = f"Hello {name},\n\n{text}\n\n{_site.name}\n{_site.url}\n"
    key = f"{kind}-{person.id if person else 0}-{secrets.token_hex(8)}"
    outbox.queue(key, address, subject[:200], body)
