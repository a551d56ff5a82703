"""Gathers what waits for a person, whichever of the kinds of task may concern them."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import rows
from innovate.home.queries.waiting.benefits import to_say
from innovate.home.queries.waiting.columns import AREAS, PERSON, TODAY
from innovate.home.queries.waiting.experiments import to_run
from innovate.home.queries.waiting.ideas import to_answer, to_hear, to_lead, to_score
from innovate.home.queries.waiting.kinds import Kind, Task, Waiting
from innovate.home.queries.waiting.nominations import to_award, to_nominations
from innovate.home.queries.waiting.orders import to_approve, to_fulfil
from innovate.home.queries.waiting.rewards import to_confirm, to_recognise
from innovate.ideas.models import Appeal
from innovate.permissions import Role

MOST = 50  # tasks of one kind
QUIET_DAYS = 3  # so long a running experiment may go without data


def waiting(person: Person) -> Waiting:
    """What waits for that person, in two statements; the areas they lead come first, as most people lead none."""
    day = today()
    areas = list(rows(_areas_led(), {"person": person.id, "today": day}).scalars())
    values = {
        "person": person.id,
        "manager": person.manager_id,
        "today": day,
        "quiet": day - timedelta(days=QUIET_DAYS),
        "areas": areas,
    }
    found = rows(_tasks(leads=bool(areas), recognises=person.has(Role.HR), administers=person.has(Role.ADMIN)), values)
    tasks = [
        Task(
            Kind(row.kind),
            row.idea_id,
            row.thing_id,
            row.title,
            row.due_at or _end_of(row.due_on),
            row.total_days,
            row.since,
        )
        for row in found
    ]
    counts = [sum(task.kind is kind for task in tasks) for kind in Kind]
    kinds = list(Kind)
    never = datetime.max.replace(tzinfo=UTC)
    tasks.sort(key=lambda task: (task.due_at or task.since or never, kinds.index(task.kind), task.idea_id or 0))
    return Waiting(tuple(tasks), max(counts) > MOST)


@cache
def _areas_led() -> sa.CompoundSelect[int]:
    """The areas that this person leads, or stands in for today."""
    deputy = sa.select(Deputy.area_id).where(
        Deputy.person_id == PERSON, Deputy.starts_on <= TODAY, Deputy.ends_on >= TODAY
    )
    return sa.select(Area.id).where(Area.leader_id == PERSON).union(deputy)


@cache
def _tasks(*, leads: bool, recognises: bool, administers: bool) -> sa.CompoundSelect[*tuple[Any, ...]]:
    """The tasks of somebody who does that, whoever it is; made once."""
    branches = [
        to_answer(),
        to_score(),
        to_confirm(),
        to_say(),
        *to_run(),
        to_nominations(leads=leads, is_hr=recognises),
    ]
    branches += [to_approve(is_hr=recognises), to_fulfil(is_hr=recognises)]
    if leads:
        branches += [*to_lead(), to_hear(Appeal.area_id.in_(AREAS))]
    if recognises:
        branches += [to_recognise(), to_award()]
    if administers:
        branches.append(to_hear(Appeal.area_id.is_(None)))
    return sa.union_all(*(sa.select(branch.limit(MOST + 1).subquery()) for branch in branches))


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(23, 59), UTC) if day else None
