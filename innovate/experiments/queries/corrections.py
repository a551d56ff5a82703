"""What was corrected after it had been recorded, read from the journal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import orjson
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.core.journal import JournalEntry
from innovate.events import MeasurementsCorrected
from innovate.experiments.models import Experiment

MOST_CORRECTIONS = 200  # shown, the newest first; the journal holds all


@dataclass(frozen=True, slots=True)
class Correction:
    """One number that changed after it was recorded; without an `after` it was taken out."""

    day: date
    arm: str
    metric: str
    before: str
    after: str
    reason: str
    by: Face | None
    at: datetime


def corrections(experiment: Experiment) -> tuple[Correction, ...]:
    """What was corrected in this experiment's data, the latest first, from the journal."""
    query = (
        sa.select(JournalEntry.payload, JournalEntry.at, Person.id, Person.name)
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(
            JournalEntry.stream == f"idea:{experiment.idea_id}",
            JournalEntry.name == MeasurementsCorrected.__name__,
        )
        .order_by(JournalEntry.position.desc())
        .limit(MOST_CORRECTIONS)
    )
    return tuple(islice(_corrected(experiment, rows(query)), MOST_CORRECTIONS))


def _corrected(experiment: Experiment, entries: Iterable[Any]) -> Iterator[Correction]:
    for entry in entries:
        fact = orjson.loads(entry.payload)
        if fact["experiment_id"] == experiment.id:
            by = Face(entry.id, entry.name) if entry.name else None
            for change in fact["changes"]:
                metric = change.get("metric", experiment.metric)  # once there was no other
                words = (change["arm"], metric, change["before"], change["after"], fact["reason"])
                yield Correction(date.fromisoformat(change["day"]), *words, by, entry.at)
