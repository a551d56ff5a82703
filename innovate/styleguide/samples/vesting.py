"""Parts of an award: one that waits, one that was paid out, one that returned."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now, today
from innovate.rewards.models import PartState


def shown() -> dict[str, Any]:
    """The parts of the page."""
    return {"parts": parts()}


def parts() -> list[SimpleNamespace]:
    """One in each state."""
    lines = (
        (30, PartState.VESTED, "Contacts are still a third lower, on every line."),
        (90, PartState.LAPSED, "Since the timetable changed they are back where they were."),
        (180, PartState.WAITING, ""),
    )
    return [
        SimpleNamespace(
            check_id=days,
            after_days=days,
            due_on=today() + timedelta(days=days - 100),
            points=160,
            state=state,
            words=words,
            decided_at=now() - timedelta(days=100 - days) if words else None,
        )
        for days, state, words in lines
    ]
