"""Which stage follows which: a company may have several of a kind, one behind the other."""

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa

from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.ideas.models import Place, Stage, StageKind


def stage_after(before: Stage | None, target: Place) -> Stage:
    """The next stage of the same kind where the company has one, else the first of the target's kind.

    Only going forwards passes through every stage of a kind; closing leaves at once.
    """
    kind = StageKind(target.value) if target.value in set(StageKind) else StageKind.CLOSED
    stages = db.session.scalars(sa.select(Stage).order_by(Stage.position)).all()
    if before and kind is not StageKind.CLOSED and before.kind is not StageKind.CLOSED:
        further = [stage for stage in stages if stage.kind is before.kind and stage.position > before.position]
        if further:
            return further[0]
    first = next((stage for stage in stages if stage.kind is kind), None)
    if first is None:
        raise RuleBroken(f"There is no stage of the kind “{kind.value}” to go to. Ask an administrator.")
    return first


def further_stage(stage: Stage) -> Stage | None:
    """The next stage of the same kind, if the company has one."""
    query = sa.select(Stage).where(Stage.kind == stage.kind, Stage.position > stage.position)
    return db.session.scalar(query.order_by(Stage.position).limit(1))


class Named(Protocol):
    """As much of a stage as it takes to say where it leads."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> StageKind: ...
    @property
    def name(self) -> str: ...


def further_ones(stages: Sequence[Named]) -> dict[int, str]:
    """By id of each of these stages, given in order, the name of the next one of its kind, where there is one."""
    found: dict[int, str] = {}
    names: dict[StageKind, str] = {}
    for stage in reversed(stages):
        if stage.kind in names:
            found[stage.id] = names[stage.kind]
        names[stage.kind] = stage.name
    return found


def is_passed_on(before: Stage | None, after: Stage) -> bool:
    """Whether going from one to the other stays among stages of one kind."""
    return before is not None and before.id != after.id and before.kind is after.kind
