"""An idea's history and the stages that it is drawn along: one statement for both, and for who leads its area."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import BigId, rows
from innovate.ideas import lifecycle
from innovate.ideas.models import Idea, IdeaMove, Outcome, Stage, StageKind


@dataclass(frozen=True, slots=True)
class Line:
    """One move of the history; `who` None is the pipeline itself."""

    move: str
    who: Face | None
    says: str
    at: datetime
    kind: StageKind
    stage_name: str
    outcome: Outcome | None
    is_step: bool  # it came to another stage
    reason_html: str
    reason_code: str | None
    is_kept: bool | None
    due_at: datetime | None
    into_id: int | None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage as far as a page names it."""

    id: int
    kind: StageKind
    name: str


@dataclass(frozen=True, slots=True)
class Leader:
    """As much of the area's leader as the rules ask about."""

    id: int
    name: str
    manager_id: int | None


def stages_history_leader(idea: Idea) -> tuple[list[StageView], list[Line], Leader]:
    """Every stage in order, every move of this idea in order, and who leads its area."""
    found = rows(_STAGES_AND_MOVES, {"idea": idea.id, "leader": idea.area.leader_id}).all()
    stages = {row.stage_id: StageView(row.stage_id, row.kind, row.stage_name) for row in found}
    moves = sorted((row for row in found if row.place is not None), key=lambda row: row.place)
    leader = Leader(idea.area.leader_id, found[0].leader, found[0].leaders_manager_id)
    return list(stages.values()), [_line(row, stages) for row in moves], leader


def _stages_and_moves() -> sa.Select[*tuple[Any, ...]]:
    stages, moves, people = Stage.__table__, IdeaMove.__table__, Person.__table__
    leader = people.alias("leader")
    leads = leader.c.id == sa.bindparam("leader")
    here = sa.and_(moves.c.to_stage_id == stages.c.id, moves.c.idea_id == sa.bindparam("idea", type_=BigId))
    return (
        sa.select(
            stages.c.id.label("stage_id"), stages.c.kind, stages.c.name.label("stage_name"),
            moves.c.position.label("place"), moves.c.move, moves.c.from_stage_id, moves.c.actor_id,
            people.c.name.label("actor"), moves.c.at, moves.c.outcome, moves.c.reason_html, moves.c.reason_code,
            moves.c.is_kept, moves.c.due_at, moves.c.details,
            sa.select(leader.c.name).where(leads).scalar_subquery().label("leader"),
            sa.select(leader.c.manager_id).where(leads).scalar_subquery().label("leaders_manager_id"),
        )
        .select_from(stages.outerjoin(moves, here).outerjoin(people, people.c.id == moves.c.actor_id))
        .order_by(stages.c.position)
    )  # fmt: skip


_STAGES_AND_MOVES = _stages_and_moves()  # once: putting it together costs more than running it


def _line(row: Any, stages: dict[int, StageView]) -> Line:
    before = stages.get(row.from_stage_id)
    is_passed_on = before is not None and before.kind is row.kind and before.id != row.stage_id
    says = lifecycle.says(row.move, row.stage_name if is_passed_on else None)
    who = Face(row.actor_id, row.actor) if row.actor_id else None
    return Line(
        move=row.move,
        who=who,
        says=says if who else f"The votes {says}" if is_passed_on else _BY_ITSELF.get(row.move, says),
        at=row.at,
        kind=row.kind,
        stage_name=row.stage_name,
        outcome=row.outcome,
        is_step=row.from_stage_id != row.stage_id,
        reason_html=row.reason_html,
        reason_code=row.reason_code.label if row.reason_code else None,
        is_kept=row.is_kept,
        due_at=row.due_at,
        into_id=row.details.get("into"),
    )


_BY_ITSELF = {"take_up": "The votes took the idea up for review", "reopen": "The idea opened again on its day"}
