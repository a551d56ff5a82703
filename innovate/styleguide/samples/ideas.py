"""Ideas in every stage, where they stand, and moments for their clocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.styleguide.samples.people import AMINA, JONAS, MARA, PIOTR


def shown() -> dict[str, Any]:
    """The ideas of the page."""
    this = now()
    moments = {"soon": this + timedelta(days=2), "later": this + timedelta(days=9), "late": this - timedelta(days=3)}
    return {"ideas": ideas(), "journeys": journeys(), **moments}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An idea for the rows and cards."""

    id: int
    title: str
    problem: str = ""
    stage_kind: str = "open"
    stage_name: str = "Open"
    outcome: str | None = None
    votes: int = 0
    voted: bool = False
    vote_state: str = "open"
    evidence: int = 0
    author: Face | None = None
    area: str = ""
    comments: int = 0
    created_at: datetime
    due_at: datetime | None = None
    total_days: int = 14
    clock_state: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the stepper."""

    kind: str
    name: str
    state: str
    date: datetime | None = None
    who: str | None = None


def ideas() -> list[Sample]:
    """Ideas in every stage, with and without a vote of the viewer."""
    this = now()
    return [
        Sample(
            id=11,
            title="Print the return label at the counter when the customer has no printer",
            problem="About one in six people who return by post stands at our counter asking for a printed label. We "
            "send them home, and half of them never come back.",
            votes=48,
            voted=True,
            evidence=6,
            author=MARA,
            area="Returns",
            comments=12,
            created_at=this - timedelta(days=3),
            due_at=this + timedelta(days=9),
        ),
        Sample(
            id=12,
            title="Say the real waiting time on the phone",
            problem="The announcement says “a few moments” at any length of queue. People hang up and call again.",
            stage_kind="review",
            stage_name="Review",
            votes=131,
            author=JONAS,
            area="Contact centre",
            comments=34,
            created_at=this - timedelta(days=12),
            due_at=this + timedelta(days=2),
            vote_state="closed",
        ),
        Sample(
            id=13,
            title="A quiet hour on Tuesday mornings",
            problem="Customers with small children or who are sensitive to noise ask for it each week.",
            stage_kind="experiment",
            stage_name="Experiment",
            votes=77,
            voted=True,
            vote_state="closed",
            author=AMINA,
            area="Stores",
            comments=9,
            created_at=this - timedelta(days=40),
            due_at=this - timedelta(days=3),
        ),
        Sample(
            id=14,
            title="Text the customer when the driver is three stops away",
            problem="A third of failed deliveries are people who were at home but did not hear the bell.",
            stage_kind="closed",
            stage_name="Closed",
            outcome="adopted",
            votes=212,
            vote_state="own",
            author=PIOTR,
            area="Delivery",
            comments=51,
            created_at=this - timedelta(days=130),
        ),
        Sample(
            id=15,
            title="Let people change the delivery address until the van is loaded",
            problem="Today the address is fixed at checkout.",
            votes=0,
            area="Delivery",
            created_at=this - timedelta(minutes=4),
            due_at=this + timedelta(days=14),
        ),
    ]


def journeys() -> list[list[Step]]:
    """Where ideas stand: early, late, just posted."""
    this = now()
    return [
        [
            Step("open", "Open", "done", this - timedelta(days=24)),
            Step("review", "Review", "now", this - timedelta(days=6), "with Mara Lindt"),
            Step("experiment", "Experiment", "ahead"),
            Step("reward", "Reward", "ahead"),
            Step("closed", "Closed", "ahead"),
        ],
        [
            Step("open", "Open", "done", this - timedelta(days=94)),
            Step("review", "Review", "done", this - timedelta(days=80)),
            Step("experiment", "Experiment", "done", this - timedelta(days=61)),
            Step("reward", "Reward", "now", this - timedelta(days=2), "with HR"),
            Step("closed", "Closed", "ahead"),
        ],
        [
            Step("open", "Open", "now", this - timedelta(days=1), "with everybody"),
            Step("review", "Review", "ahead"),
            Step("experiment", "Experiment", "ahead"),
            Step("reward", "Reward", "ahead"),
            Step("closed", "Closed", "ahead"),
        ],
    ]
