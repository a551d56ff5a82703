"""What the components of single pages are drawn with."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now
from innovate.core.icons import DRAWINGS
from innovate.styleguide.samples import AMINA, JONAS, LEA, PIOTR


def more() -> dict[str, Any]:
    """What the components of single pages are drawn with."""
    this = now()
    plan = {
        "change": "say the real waiting time on the phone",
        "customers": "people who call in the evening",
        "insight": "those who know how long it takes stay on the line",
        "metric": "share answered at the first contact",
        "baseline": "71 %",
        "target": "75 %",
    }
    return {
        "hypotheses": [
            SimpleNamespace(**plan, sealed_at=None, seal="", is_intact=True),
            SimpleNamespace(**plan, sealed_at=this - timedelta(days=9), seal="6c7cfdae56a8" * 5, is_intact=True),
        ],
        "states": [
            SimpleNamespace(state="planned", is_approved=False, days_left=0, conclusion=None),
            SimpleNamespace(state="planned", is_approved=True, days_left=0, conclusion=None),
            SimpleNamespace(state="running", is_approved=True, days_left=6, conclusion=None),
            SimpleNamespace(state="concluded", is_approved=True, days_left=0, conclusion="scale"),
            SimpleNamespace(state="concluded", is_approved=True, days_left=0, conclusion="stop"),
        ],
        "spread": SimpleNamespace(values=[3.0, 4.0, 4.0], mean=3.67),
        "criterion": SimpleNamespace(
            name="Reach", question="How many customers would notice?", low="A few", high="Nearly all", weight=3
        ),
        "places": [
            SimpleNamespace(rank=rank, person=person, team=team, points=points, awards=awards, each=None)
            for rank, person, team, points, awards in (
                (1, AMINA, "Contact centre", 650, 3),
                (2, PIOTR, "Delivery", 400, 1),
                (3, LEA, None, 150, 2),
            )
        ],
        "lines": [
            _line(this - timedelta(days=2), 400, 1250, citation="You rode along before you wrote.", badge="Open ear"),
            _line(this - timedelta(days=20), -150, 850, is_reversal=True, reason="Given twice"),
            _line(this - timedelta(days=40), 1000, 1000, reason="Points for the half-year"),
        ],
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
        "medals": [path.stem.removeprefix("badge-") for path in sorted(DRAWINGS.glob("badge-*.svg"))],
    }


def _line(at: datetime, amount: int, balance: int, **more: Any) -> SimpleNamespace:
    plain = {"reason": "", "is_reversal": False, "person": None, "citation": None, "badge": None, "badge_icon": "award"}
    return SimpleNamespace(at=at, amount=amount, balance=balance, idea_id=None, idea_title=None, **(plain | more))


def _task(label: str, icon: str, stage: str, **more: Any) -> SimpleNamespace:
    kind = SimpleNamespace(label=label, icon=icon, stage=stage)
    plain = {"due_at": None, "since": None, "total_days": 14}
    return SimpleNamespace(kind=kind, url="#", title="A quiet hour on Tuesday mornings", **(plain | more))
