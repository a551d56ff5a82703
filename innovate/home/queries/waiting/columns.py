"""The columns that every kind of task has, in one order and of one type, so that all are one statement."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import UtcDateTime
from innovate.home.queries.waiting.kinds import Kind
from innovate.ideas.models import Credit, Idea, Stage, StageKind

PERSON = sa.bindparam("person", type_=sa.Integer)
MANAGER = sa.bindparam("manager", type_=sa.Integer)
AREAS = sa.bindparam("areas", type_=sa.Integer, expanding=True)
TODAY = sa.bindparam("today", type_=sa.Date)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)


def task(
    kind: Kind,
    title: Any,
    *,
    idea_id: Any = None,
    thing_id: Any = None,
    due_at: Any = None,
    due_on: Any = None,
    total_days: Any = None,
    since: Any = None,
) -> sa.Select[*tuple[Any, ...]]:
    """A task about whatever it is: its title, the id that its page has, and its clock."""
    number, moment = sa.Integer(), UtcDateTime()
    return sa.select(
        sa.literal(kind.value, sa.String).label("kind"),
        _or_none(idea_id, number).label("idea_id"),
        _or_none(thing_id, number).label("thing_id"),
        title.label("title"),
        _or_none(due_at, moment).label("due_at"),
        _or_none(due_on, sa.Date()).label("due_on"),
        _or_none(total_days, number).label("total_days"),
        _or_none(since, moment).label("since"),
    )


def idea_task(
    kind: Kind, *, due_at: Any = None, due_on: Any = None, since: Any = None, thing_id: Any = None
) -> sa.Select[*tuple[Any, ...]]:
    """A task about an idea, in the stage where it is."""
    clock = {"due_at": due_at, "due_on": due_on, "since": since, "total_days": Stage.promised_days}
    query = task(kind, Idea.title, idea_id=Idea.id, thing_id=thing_id, **clock)
    return query.select_from(Idea).join(Stage, Stage.id == Idea.stage_id)


def by_due() -> sa.ColumnElement[Any]:
    """The due date as something to sort by, but no index: few ideas are found first, and sorted then."""
    return sa.func.coalesce(Idea.due_at, sa.literal(_FAR, Idea.due_at.type))


def at(kind: StageKind) -> sa.ColumnElement[bool]:
    return Idea.stage_id.in_(sa.select(Stage.id).where(Stage.kind == kind))


def impartial(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Of these ideas, those that the person neither wrote nor stands too close to."""
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == PERSON)
    author = sa.select(Person.id).where(
        Person.id == Idea.author_id, sa.or_(Person.manager_id == PERSON, Person.id == MANAGER)
    )
    return query.where(
        Idea.author_id != PERSON,
        ~part.exists(),
        ~author.exists(),
    )


def _or_none(value: Any, of: sa.types.TypeEngine[Any]) -> Any:
    return sa.cast(sa.null(), of) if value is None else value
