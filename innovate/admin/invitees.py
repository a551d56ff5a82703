"""Whom a pasted list invites: a line a person, as “Ana Lind, ana@company.example” or as a mail program copies it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from innovate.accounts.addresses import is_address, normal_email

MOST = 200


@dataclass(frozen=True, slots=True)
class Invitee:
    """A name and an address."""

    name: str
    email: str


def parsed(text: str, taken: Iterable[str] = ()) -> tuple[list[Invitee], list[str]]:
    """The people of that list, and what is wrong with which line; `taken` are addresses that are here already."""
    here = set(taken)
    found: list[Invitee] = []
    problems: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not (line := raw.strip()):
            continue
        invitee = _read(line)
        if invitee is None:
            problems.append(f"Line {number}: “{line[:60]}” is not a name and an e-mail.")
        elif invitee.email in here:
            problems.append(f"Line {number}: {invitee.email} is here already.")
        elif any(other.email == invitee.email for other in found):
            problems.append(f"Line {number}: {invitee.email} stands in the list twice.")
        else:
            found.append(invitee)
    if not found and not problems:
        problems.append("Paste at least one line with a name and an e-mail.")
    if len(found) > MOST:
        problems.append(f"Invite at most {MOST} people at once.")
    return found, problems


def addresses(text: str) -> list[str]:
    """Every address in that text, as we keep it."""
    return [match.lower() for match in re.findall(r"[^\s,;<>]+@[^\s,;<>]+", text)]


def _read(line: str) -> Invitee | None:
    match = re.search(r"<?([^\s,;<>]+@[^\s,;<>]+)>?", line)
    if match is None:
        return None
    name = " ".join(re.sub(r"[,;\t\"]", " ", line[: match.start()] + " " + line[match.end() :]).split())
    is_fine = bool(name) and len(name) <= 80 and is_address(match[1])
    return Invitee(name, normal_email(match[1])) if is_fine else None
