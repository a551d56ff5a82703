"""The running month on the wall: how much was celebrated, and whose faces were among it; kept for some seconds."""

import time
from collections import Counter
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.db import db, rows
from innovate.recognition.models import Post, PostKind, PostPerson
from innovate.rewards import spans
from innovate.rewards.models import Period

KEPT_FOR = 10.0  # seconds
FACES = 21


@dataclass(frozen=True, slots=True)
class Month:
    """What a month's wall holds; `faces` are those whom it is about, the latest first, and `people` how many."""

    name: str
    thanks: int
    awards: int
    launches: int
    lessons: int
    people: int
    faces: tuple[Face, ...]


def this_month() -> Month:
    """The running month, at most some seconds old."""
    span, engine = spans.around(Period.MONTH, now()), db.session.get_bind()
    found = _kept.get(engine)
    if found is None or found[1].name != span.label or time.monotonic() - found[0] > KEPT_FOR:
        read = rows(_MONTH, {"starts": span.starts_at, "ends": span.ends_at, "most": FACES}).all()
        found = _kept[engine] = time.monotonic(), _month(span.label, read)
    return found[1]


_kept: WeakKeyDictionary[Engine | Connection, tuple[float, Month]] = WeakKeyDictionary()


def _month(name: str, found: list[Any]) -> Month:
    counts = Counter({row.kind: row.n for row in found if row.kind})
    faces = [row for row in found if not row.kind]
    return Month(
        name=name,
        thanks=counts[PostKind.KUDOS.value],
        awards=counts[PostKind.AWARD.value],
        launches=counts[PostKind.LAUNCH.value],
        lessons=counts[PostKind.LESSON.value],
        people=faces[0].n if faces else 0,
        faces=tuple(Face(row.id, row.name) for row in faces),
    )


def _statement() -> sa.Select[*tuple[Any, ...]]:
    """How many posts of each kind, and the people thanked last, in one statement."""
    starts, ends = (sa.bindparam(name, type_=Post.at.type) for name in ("starts", "ends"))
    shown = sa.and_(Post.hidden_at.is_(None), Post.at >= starts, Post.at < ends)
    kind = sa.cast(Post.kind, sa.String)
    counted = sa.select(
        kind.label("kind"), sa.func.count().label("n"), sa.literal(0).label("id"), sa.literal("").label("name")
    )
    last = (
        sa.select(PostPerson.person_id, sa.func.max(Post.id).label("last"))
        .join(Post, Post.id == PostPerson.post_id)
        .where(shown, Post.kind.in_((PostKind.KUDOS, PostKind.AWARD)))
        .group_by(PostPerson.person_id)
        .subquery("last")
    )
    people = (
        sa.select(sa.literal(""), sa.func.count().over(), Person.id, Person.name)
        .join(last, last.c.person_id == Person.id)
        .where(Person.deactivated_at.is_(None))
        .order_by(last.c.last.desc(), Person.id)
        .limit(sa.bindparam("most", type_=sa.Integer))
        .subquery("people")
    )
    every = sa.union_all(counted.where(shown).group_by(kind), sa.select(*people.c)).subquery("every")
    return sa.select(*every.c)


_MONTH = _statement()
