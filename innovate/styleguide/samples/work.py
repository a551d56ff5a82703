"""What waits for somebody, what moved, and what they were told."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now
from innovate.styleguide.samples.people import JONAS, LEA


def shown() -> dict[str, Any]:
    """The work of the page."""
    this = now()
    return {
        "tasks": [
            _task("Take up or answer", "inbox", "open", due_at=this - timedelta(days=2)),
            _task("Score it", "scale", "review", due_at=this + timedelta(days=2)),
            _task("Answer the question", "message-circle-question-mark", "open", since=this - timedelta(days=3)),
        ],
        "notes": [
            SimpleNamespace(
                id=1, text="Lea Brandt took up “A quiet hour”.", url="#", at=this, is_read=False, actor=LEA
            ),
            SimpleNamespace(
                id=2,
                text="“A quiet hour” opened again.",
                url="#",
                at=this - timedelta(days=2),
                is_read=True,
                actor=None,
            ),
        ],
        "moves": [
            SimpleNamespace(
                idea_id=13,
                title="A quiet hour on Tuesday mornings",
                kind="experiment",
                stage="Experiment",
                outcome=None,
                actor=LEA,
                says="started the experiment",
                at=this - timedelta(hours=4),
                is_new=True,
                is_mine=False,
            )
        ],
        "waiting": SimpleNamespace(
            id=12,
            title="Say the real waiting time on the phone",
            summary="The announcement says “a few moments” at any length of queue.",
            area="Contact centre",
            author=JONAS,
            votes=131,
            sent=1,
            quorum=2,
            due_at=this + timedelta(days=2),
            promised_days=14,
            is_asked=False,
        ),
        "spread": SimpleNamespace(values=[3.0, 4.0, 4.0], mean=3.67),
        "criterion": SimpleNamespace(
            name="Reach", question="How many customers would notice?", low="A few", high="Nearly all", weight=3
        ),
    }


def _task(label: str, icon: str, stage: str, **more: Any) -> SimpleNamespace:
    kind = SimpleNamespace(label=label, icon=icon, stage=stage)
    plain = {"due_at": None, "since": None, "total_days": 14}
    return SimpleNamespace(kind=kind, url="#", title="A quiet hour on Tuesday mornings", **(plain | more))
