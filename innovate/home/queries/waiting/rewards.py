"""What recognition asks of people: to recognise those behind an idea."""

from typing import Any

import sqlalchemy as sa

from innovate.home.queries.waiting.columns import PERSON, at, by_due, idea_task
from innovate.home.queries.waiting.kinds import Kind
from innovate.ideas.models import Credit, Idea, StageKind


def to_recognise() -> sa.Select[*tuple[Any, ...]]:
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == PERSON)
    waits = idea_task(Kind.RECOGNISE, due_at=Idea.due_at).where(at(StageKind.REWARD), ~part.exists())
    return waits.order_by(by_due())
