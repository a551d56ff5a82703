"""Nominations: lines of a list in each state, and a chain that is half-way."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from innovate.core.clock import now
from innovate.rewards.models import NominationState, StepVerdict
from innovate.rewards.queries import NominationRow
from innovate.rewards.queries.nomination import Step
from innovate.styleguide.samples.people import AMINA, JONAS, LEA, MARA


def shown() -> dict[str, Any]:
    """The nominations of the page."""
    return {"nominations": [row(state) for state in NominationState], "nomination_chain": half_way()}


def row(state: NominationState) -> NominationRow:
    """A line in that state."""
    waits = state is NominationState.WAITING
    return NominationRow(
        id=1,
        kind="Colleague of the quarter",
        nominee=AMINA,
        nominator=JONAS,
        at=now() - timedelta(days=4),
        state=state,
        excerpt="She takes the calls that the rest of us pass on, and writes down how she solved them.",
        steps=2,
        position=1 if waits else None,
        whom=MARA.name if waits else "",
        due_at=now() + timedelta(days=3) if waits else None,
        days=7 if waits else None,
        closed_at=None if waits else now(),
        alike=1 if waits else 0,
        awards=2,
    )


def half_way() -> SimpleNamespace:
    """A chain with one answer in time, and one that is late and asked of somebody else."""
    this = now()
    first = Step(
        id=1,
        label="The manager",
        people=(MARA,),
        whom=MARA.name,
        instead="",
        days=7,
        began_at=this - timedelta(days=12),
        due_at=this - timedelta(days=5),
        decided_at=this - timedelta(days=9),
        verdict=StepVerdict.APPROVED,
        reason="New colleagues ask for her desk.",
    )
    second = Step(
        id=2,
        label="The area’s leader",
        people=(LEA,),
        whom=LEA.name,
        instead=f"The deputy answers in place of {JONAS.name}, who nominated.",
        days=7,
        began_at=this - timedelta(days=9),
        due_at=this - timedelta(days=2),
        decided_at=None,
        verdict=None,
        reason="",
    )
    return SimpleNamespace(
        steps=(first, second),
        current=second,
        state=NominationState.WAITING,
        award=None,
        closed_at=None,
        closing_words="",
    )
