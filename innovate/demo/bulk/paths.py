"""How far made-up ideas have come, and the moves that brought them there."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from innovate.core.markdown import render
from innovate.demo.bulk.copying import Row
from innovate.demo.bulk.world import World
from innovate.ideas.models import DeclineReason, IdeaMove, Outcome, StageKind

_PATHS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (30, ()),
    (4, ("take_up",)),
    (2, ("take_up", "approve")),
    (1, ("take_up", "approve", "conclude")),
    (12, ("take_up", "approve", "conclude", "recognise")),
    (40, ("take_up", "decline")),
    (6, ("take_up", "park")),
    (5, ("withdraw",)),
)
_EVENTS = {
    "submit": "IdeaSubmitted",
    "take_up": "IdeaTakenUp",
    "approve": "IdeaApproved",
    "conclude": "ExperimentConcluded",
    "recognise": "IdeaRecognised",
    "decline": "IdeaDeclined",
    "park": "IdeaParked",
    "withdraw": "IdeaWithdrawn",
}
LEADS_TO: dict[str, tuple[StageKind, Outcome | None]] = {
    "submit": (StageKind.OPEN, None),
    "take_up": (StageKind.REVIEW, None),
    "approve": (StageKind.EXPERIMENT, None),
    "conclude": (StageKind.REWARD, None),
    "recognise": (StageKind.CLOSED, Outcome.LEARNED),
    "decline": (StageKind.CLOSED, Outcome.DECLINED),
    "park": (StageKind.CLOSED, Outcome.PARKED),
    "withdraw": (StageKind.CLOSED, Outcome.WITHDRAWN),
}
_REASONS = {
    "approve": "Both reviewers are for it. Let us try it on every second order.",
    "conclude": "**Stop.** The number hardly moved. We keep the new text, as it does no harm.",
    "recognise": "A fair test with a clear answer.",
    "decline": "Thank you for writing it down. The cost is higher than what customers would notice.",
    "park": "Good, and too early: the new order page comes first.",
}
DAYS = {StageKind.OPEN: 14, StageKind.REVIEW: 10, StageKind.EXPERIMENT: 60, StageKind.REWARD: 14}


def path_at(chance: random.Random, age: timedelta) -> tuple[str, ...]:
    """How far an idea of that age has come; the newest are still open, the old ones are mostly closed."""
    if age < timedelta(days=9):
        return ()
    if age > timedelta(days=200):
        return chance.choices([path for _, path in _PATHS[4:]], [weight for weight, _ in _PATHS[4:]])[0]
    return chance.choices([path for _, path in _PATHS], [weight for weight, _ in _PATHS])[0]


def moves_of(
    world: World,
    idea_id: int,
    author: int,
    leader: int,
    posted: datetime,
    path: tuple[str, ...],
    told: list[tuple[datetime, str, int, dict[str, Any]]],
) -> list[Row]:
    """The history's lines, each a while after the one before, and their events."""
    lines: list[Row] = []
    stage: int | None = None
    at, due = posted, None
    pace = min(1.0, (world.at - posted) / timedelta(days=130))
    for position, name in enumerate(("submit", *path), start=1):
        if position > 1:
            at = at + timedelta(days=world.chance.uniform(3, 28)) * pace
        kind, outcome = LEADS_TO[name]
        actor = author if name in ("submit", "withdraw") else leader
        reason = _REASONS.get(name, "")
        line_id = world.id_for(IdeaMove)
        code = DeclineReason.TOO_COSTLY.value if name == "decline" else None
        ended = outcome.value if outcome else None
        to = world.stages[kind]
        words = (reason, _html(reason), code, "{}")
        kept = None if due is None else at <= due
        lines.append((line_id, idea_id, position, name, stage, to, ended, actor, *words, at, due, kept))
        told.append((at, _EVENTS[name], actor, {"move_id": line_id}))
        stage, due = to, at + timedelta(days=DAYS[kind]) if kind in DAYS else None
    return lines


@cache
def _html(source: str) -> str:
    return str(render(source))
