"""The audit journal as people read it: who did what to which thing, and when."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import orjson
import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person, Site, Team
from innovate.accounts.queries import Face
from innovate.admin.queries.keyset import Keyset
from innovate.areas.models import Area
from innovate.core import wording
from innovate.core.clock import now
from innovate.core.db import Model, db, rows
from innovate.core.journal import Event, JournalEntry
from innovate.core.paging import Page
from innovate.ideas.models import Idea, Stage
from innovate.permissions import Role
from innovate.review.models import Criterion
from innovate.rewards.models import Account, AccountKind, Badge, LedgerMonth

SIZE = 50
KINDS: dict[str, type[Event]] = {
    name: kind
    for name, kind in vars(events).items()
    if isinstance(kind, type) and issubclass(kind, Event) and kind.says
}
_THINGS: dict[str, tuple[type[Model], str, str]] = {
    "idea": (Idea, "title", "/ideas/{}"),
    "person": (Person, "name", "/people/{}"),
    "team": (Team, "name", "/admin/teams/{}"),
    "site": (Site, "name", "/admin/sites/{}"),
    "area": (Area, "name", "/admin/areas/{}"),
    "stage": (Stage, "name", "/admin/stages/{}"),
    "criterion": (Criterion, "name", "/admin/criteria/{}"),
    "badge": (Badge, "name", "/rewards/badges"),
    "account": (Account, "kind", "/rewards/accounts/{}"),
    "month": (LedgerMonth, "month", "/rewards/months/{}"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which facts to show: by or about a person (part of a name, or an e-mail), of a thing, of a kind, in a span."""

    person: str = ""
    stream: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One fact in words; `thing` is what it was done to, where that is not the actor."""

    id: int
    at: datetime
    actor: Face | None
    words: str
    thing: str | None
    href: str | None
    stream: str
    detail: str

    @property
    def hour(self) -> str:
        """When it was, on the company's clock: “14:02”."""
        return f"{wording.local(self.at):%H:%M}"


@dataclass(frozen=True, slots=True)
class AuditDay:
    """The facts of one day on the company's clock, newest first."""

    day: date
    lines: tuple[AuditLine, ...]


_NEWEST = Keyset((JournalEntry.id,), (int,), lambda row: (row.JournalEntry.id,), is_descending=True)


def audit(
    narrowing: Narrowing, *, viewer: Person, after: str | None = None, before: str | None = None
) -> Page[AuditDay]:
    """A page of facts by day, newest first, with links to what that viewer may open."""
    query = (
        sa.select(JournalEntry, Person.name.label("actor"))
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(*_conditions(narrowing))
    )
    found, older, newer = _NEWEST.page(query, after=after, before=before, size=SIZE)
    names = _names(row.JournalEntry.stream for row in found)
    lines = [_line(row.JournalEntry, row.actor, names, viewer) for row in found]
    days = groupby(lines, key=lambda line: wording.local(line.at).date())
    return Page(tuple(AuditDay(day, tuple(of_day)) for day, of_day in days), older, newer)


def kinds() -> list[tuple[str, str]]:
    """The kinds of facts to choose from, in words."""
    return sorted(((name, _sentence(kind.says)) for name, kind in KINDS.items()), key=lambda one: one[1])


def stream_of(typed: str) -> str | None:
    """`idea:7` of “idea 7”, “Idea #7” or “/ideas/7”; None when it names no thing that we know."""
    match = re.fullmatch(r"/?(?:admin/)?([a-z]+)[\s:/#]*(\d{1,18})", typed.strip().lower())
    if not match:
        return None
    noun = {"people": "person", "criteria": "criterion"}.get(match[1], match[1])
    noun = noun if noun in _THINGS else noun.removesuffix("s")
    return f"{noun}:{int(match[2])}" if noun in _THINGS else None


def _conditions(narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if narrowing.person:
        matching = sa.or_(
            Person.email == narrowing.person.lower(), Person.name.icontains(narrowing.person, autoescape=True)
        )
        ids = list(db.session.scalars(sa.select(Person.id).where(matching).order_by(Person.id).limit(200)))
        about = [f"person:{one}" for one in ids]
        conditions.append(sa.or_(JournalEntry.actor_id.in_(ids), JournalEntry.stream.in_(about)))
    if narrowing.stream:
        conditions.append(JournalEntry.stream == narrowing.stream)
    if narrowing.kind:
        conditions.append(JournalEntry.name == narrowing.kind)
    if narrowing.first:
        conditions.append(JournalEntry.at >= _midnight(narrowing.first))
    if narrowing.last:
        conditions.append(JournalEntry.at < _midnight(narrowing.last, days_on=1))
    return conditions


def _midnight(day: date, *, days_on: int = 0) -> datetime:
    """When that day begins on the company's clock, or one so many days on; at the calendar's ends, its end."""
    try:
        begins = datetime.combine(day + timedelta(days=days_on), time.min, tzinfo=wording.local(now()).tzinfo)
        return begins.astimezone(UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if day.year > 1 else datetime.min.replace(tzinfo=UTC)


def _names(streams: Iterable[str]) -> dict[str, str]:
    """What the things are called now, by stream; a statement for each noun."""
    by_noun: dict[str, set[int]] = {}
    for stream in streams:
        noun, _, number = stream.partition(":")
        if noun in _THINGS and number.isdigit():
            by_noun.setdefault(noun, set()).add(int(number))
    names: dict[str, str] = {}
    for noun, ids in by_noun.items():
        model, column, _href = _THINGS[noun]
        table: Any = model
        query = sa.select(table.id, getattr(table, column)).where(table.id.in_(ids))
        names.update({f"{noun}:{row[0]}": _called(row[1]) for row in rows(query)})
    return names


def _called(name: str | date) -> str:
    """A thing's own name, the kind of an account, or the month that a first day begins."""
    if isinstance(name, date):
        return f"{name:%B} {name.year}"
    return name.label if isinstance(name, AccountKind) else name


def _line(entry: JournalEntry, actor: str | None, names: dict[str, str], viewer: Person) -> AuditLine:
    kind = KINDS.get(entry.name)
    facts: dict[str, Any] = orjson.loads(entry.payload)
    noun, _, number = entry.stream.partition(":")
    is_own = noun == "person" and number == str(entry.actor_id)
    name = names.get(entry.stream) or facts.get("name")
    href = _THINGS[noun][2].format(number) if noun in _THINGS and entry.stream in names else None
    is_closed = href is not None and href.startswith("/admin/") and not viewer.has(Role.ADMIN)
    is_closed = is_closed or (href is not None and href.startswith("/rewards/") and not viewer.has(Role.HR))
    return AuditLine(
        id=entry.id,
        at=entry.at,
        actor=Face(entry.actor_id, actor) if entry.actor_id and actor else None,
        words=kind.says if kind else entry.name,
        thing=None if is_own else name or f"{noun} {number}".strip(),
        href=None if is_own or is_closed else href,
        stream=entry.stream,
        detail=_detail(facts),
    )


def _detail(facts: dict[str, Any]) -> str:
    """What else the fact holds that a reader wants to know."""
    if "before" in facts:
        return f"{_roles(facts['before'])} → {_roles(facts['after'])}"
    if "changed" in facts:
        return ", ".join(name.removesuffix("_id").replace("_", " ") for name in facts["changed"])
    if facts.get("points"):
        return wording.plural(facts["points"], "point")
    if "is_ranked" in facts:
        return "ranked" if facts["is_ranked"] else "left out"
    if "is_wanted" in facts:
        return "follows" if facts["is_wanted"] else "does not follow"
    if "changes" in facts:
        return wording.plural(len(facts["changes"]), "number")
    if "days" in facts:
        return wording.plural(facts["days"], "day")
    return ""


def _roles(values: list[str]) -> str:
    known = {role.value: role.label for role in Role}
    return ", ".join(known.get(value, value) for value in values) or "none"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
