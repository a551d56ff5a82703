"""The rounds of an idea's experiment, in order, each with what it tried differently."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.core.db import db, rows
from innovate.experiments.models import Experiment
from innovate.ideas.models import IdeaMove


@dataclass(frozen=True, slots=True)
class Round:
    """One round; `change_html` is what was to change in it, nothing for the first."""

    id: int
    round: int
    state: str
    label: str
    change_html: str


def rounds(idea_id: int) -> tuple[Round, ...]:
    """Every round of that idea, the first first."""
    query = (
        sa.select(Experiment.id, Experiment.round, Experiment.state, Experiment.conclusion)
        .where(Experiment.idea_id == idea_id)
        .order_by(Experiment.round)
    )
    found = rows(query).all()
    changes = ["", *_changes(idea_id)] if len(found) > 1 else [""]
    return tuple(
        Round(row.id, row.round, row.state.value, row.conclusion.ended if row.conclusion else row.state.label, change)
        for row, change in zip(found, changes, strict=True)
    )


def _changes(idea_id: int) -> list[str]:
    """What the leader wrote as each further round was opened: every one comes of such a move, in this order."""
    query = sa.select(IdeaMove.reason_html).where(IdeaMove.idea_id == idea_id, IdeaMove.move == "iterate")
    return list(db.session.scalars(query.order_by(IdeaMove.position)))
