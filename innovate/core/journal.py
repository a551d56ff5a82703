"""The journal: what happened, append-only and chained; audit trail, activity feed and outbox in one."""

import dataclasses
import hashlib
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, cast, dataclass_transform

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from innovate.core.clock import now
from innovate.core.db import BigId, Model, db, insert, is_sqlite, sha256_hex


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Fact:
    """What makes each kind of event a frozen dataclass, and lets its first line say what it is."""

    about: ClassVar[str] = ""
    says: ClassVar[str] = ""

    def __init_subclass__(cls, *, about: str = "", says: str = "") -> None:
        super().__init_subclass__()
        cls.about, cls.says = about or cls.about, says
        if inspect.get_annotations(cls):  # else it is made as its family is
            dataclass(frozen=True, kw_only=True)(cls)


class Event(_Fact):
    """A fact in the past tense, with ids; `about` is the noun of the thing whose stream it belongs to."""

    actor_id: int | None

    @property
    def stream(self) -> str:
        """The chain that this fact belongs to, such as `idea:7`."""
        return f"{self.about}:{getattr(self, f'{self.about}_id')}"


Reaction = Callable[[Any, int], None]


class JournalEntry(Model):
    """One fact, kept for good; each row carries the hash of the one before it in its stream."""

    __tablename__ = "journal"
    __table_args__ = (sa.UniqueConstraint("stream", "position"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    stream: Mapped[str] = mapped_column(sa.String(64))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(64), index=True)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    payload: Mapped[str] = mapped_column(sa.Text)
    previous: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


_reactions: dict[type[Event], tuple[Reaction, ...]] = {}


def wire(reactions: Mapping[type[Event], Sequence[Reaction]]) -> None:
    """Say what follows from what; the application does this once, from `reactions.py`."""
    _reactions.clear()
    _reactions.update({kind: tuple(functions) for kind, functions in reactions.items()})


def record(fact: Event) -> None:
    """Note that this happened; it is written, and reacted to, when the transaction settles."""
    db.session.info.setdefault("pending", []).append(fact)


def record_now(*facts: Event) -> list[int]:
    """Note that this happened and write it at once, for what must name it as its cause; answers the entries' ids.

    What was recorded before is written before; all of it is reacted to when the transaction settles.
    """
    for fact in facts:
        record(fact)
    db.session.flush()  # as when it settles
    pending: list[Event | _Written] = db.session.info["pending"]
    _take_turns({fact.stream for fact in pending if not isinstance(fact, _Written)})
    pending[:] = [fact if isinstance(fact, _Written) else _Written(fact, _write(fact)) for fact in pending]
    return [one.entry_id for one in pending[len(pending) - len(facts) :] if isinstance(one, _Written)]


@dataclass(frozen=True, slots=True)
class _Written:
    """A fact that stands in the journal already, and waits for what follows from it."""

    fact: Event
    entry_id: int


def forget() -> None:
    """Drop what was recorded and not settled."""
    db.session.info.pop("pending", None)


def settle() -> None:
    """Write each pending fact and run its reactions, which may record more, until none is left."""
    pending: list[Event | _Written] = db.session.info.setdefault("pending", [])
    _take_turns({fact.stream for fact in pending if not isinstance(fact, _Written)})
    while pending:
        db.session.flush()  # a fact is chained behind the rows that it speaks of, which hold the locks
        one = pending.pop(0)
        fact, entry_id = (one.fact, one.entry_id) if isinstance(one, _Written) else (one, _write(one))
        for react in _reactions.get(type(fact), ()):
            react(fact, entry_id)


def _take_turns(streams: set[str]) -> None:
    """Who writes to several streams takes their turns in one order, so that nobody waits in a circle."""
    if len(streams) < 2 or is_sqlite():  # SQLite has one writer
        return
    for stream in sorted(streams):
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(stream))))


def canonical(stream: str, name: str, actor_id: int | None, at: datetime, payload: str) -> str:
    """The text that is hashed, behind the previous row's hash."""
    return "\n".join((stream, name, str(actor_id or ""), at.isoformat(timespec="microseconds"), payload))


def _write(fact: Event) -> int:
    """Chain the fact behind the last of its stream; whoever chains there at the same moment is waited for."""
    at = now()
    name = type(fact).__name__
    payload = orjson.dumps(dataclasses.asdict(fact), option=orjson.OPT_SORT_KEYS).decode()
    text = canonical(fact.stream, name, fact.actor_id, at, payload)
    values = {"name_": name, "actor": fact.actor_id, "at_": at, "payload_": payload, "text": text}
    statement = _chaining(is_sqlite())
    while (entry_id := db.session.execute(statement, {"stream_": fact.stream, **values}).scalar()) is None:
        continue  # the place was taken in the meantime; each round finds at least one more fact kept
    return int(entry_id)


@cache
def _chaining(_on_sqlite: bool) -> sa.Insert:
    """The statement that chains a fact; made once for each dialect, as every write needs it."""
    stream = sa.bindparam("stream_", type_=sa.String)
    last = (
        sa.select(JournalEntry.position, JournalEntry.hash)
        .where(JournalEntry.stream == stream)
        .order_by(JournalEntry.position.desc())
        .limit(1)
        .subquery("last")
    )
    one = sa.select(sa.literal(1).label("one")).subquery("one")
    previous = sa.func.coalesce(last.c.hash, "")
    row = sa.select(
        stream,
        sa.func.coalesce(last.c.position, 0) + 1,
        sa.bindparam("name_", type_=sa.String),
        sa.bindparam("actor", type_=sa.Integer),
        sa.bindparam("at_", type_=JournalEntry.at.type),
        sa.bindparam("payload_", type_=sa.Text),
        previous,
        sha256_hex(previous + sa.bindparam("text", type_=sa.Text)),
    ).select_from(one.outerjoin(last, sa.true()))
    row = row.where(one.c.one == 1)  # without a WHERE, SQLite reads ON CONFLICT as the join's
    columns = ["stream", "position", "name", "actor_id", "at", "payload", "previous", "hash"]
    table = cast("sa.Table", JournalEntry.__table__)  # the plain table: an entity would make each write an ORM one
    chain = insert(table).from_select(columns, row)
    return chain.on_conflict_do_nothing(index_elements=["stream", "position"]).returning(table.c.id)


def broken_links(entries: Iterable[JournalEntry]) -> list[int]:
    """The ids of entries, given in order of stream and position, whose place or hash does not follow."""
    broken: list[int] = []
    stream, position, last = "", 0, ""
    for entry in entries:
        if entry.stream != stream:
            stream, position, last = entry.stream, 0, ""
        text = canonical(entry.stream, entry.name, entry.actor_id, entry.at, entry.payload)
        follows = entry.position == position + 1 and entry.previous == last
        if not follows or entry.hash != _sha256(last + text):
            broken.append(entry.id)
        position, last = entry.position, entry.hash
    return broken


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
