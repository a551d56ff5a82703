"""Stages of the pipeline: name, order, promise and limit are the company's own; every kind keeps at least one."""

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db, lock_table
from innovate.core.errors import BadInput, RuleBroken
from innovate.core.journal import record
from innovate.ideas.models import Idea, IdeaMove, Stage, StageKind

KINDS = list(StageKind)
SEVERAL = frozenset({StageKind.OPEN, StageKind.REVIEW})  # whose stages follow one another; of the others there is one


def save_stage(
    actor: Person,
    stage: Stage | None,
    *,
    name: str,
    kind: StageKind,
    position: int,
    promised_days: int | None,
    work_limit: int | None,
) -> Stage:
    """A new stage, or that one with these values, at the `position`-th place of the pipeline counted from 1.

    Stages stand in the order of their kinds: open, review, experiment, reward, closed. A stage keeps its kind.
    """
    permissions.keep_stages.require(actor)
    lock_table(Stage)  # the order is rewritten as a whole
    others = [one for one in _all() if stage is None or one.id != stage.id]
    if any(one.name.lower() == name.lower() for one in others):
        raise BadInput("Another stage has that name.", "name")
    if stage is not None and stage.kind is not kind:
        raise BadInput("A stage keeps its kind. Add another stage instead.", "kind")
    if stage is None and kind not in SEVERAL and any(one.kind is kind for one in others):
        raise BadInput(
            f"There is one stage of the kind “{kind.label}” already. Open and review can have several.", "kind"
        )
    stage = stage or Stage(kind=kind)
    stage.name, stage.promised_days, stage.work_limit = name, promised_days, work_limit
    order = [*others[: max(position - 1, 0)], stage, *others[max(position - 1, 0) :]]
    if [KINDS.index(one.kind) for one in order] != sorted(KINDS.index(one.kind) for one in order):
        order = sorted(order, key=lambda one: KINDS.index(one.kind))
    _write_in_order(order)
    record(events.StageSaved(actor_id=actor.id, stage_id=stage.id, name=name))
    return stage


def remove_stage(actor: Person, stage: Stage) -> None:
    """Take a stage out of the pipeline; RuleBroken for the last of its kind and for one that ideas have been in."""
    permissions.keep_stages.require(actor)
    lock_table(Stage)  # two who remove the last two of a kind do not both succeed
    rest = [one for one in _all() if one.id != stage.id]
    if all(one.kind is not stage.kind for one in rest):
        raise RuleBroken(f"“{stage.name}” is the last stage of its kind ({stage.kind.label.lower()}). It stays.")
    lock_table(Idea)  # nothing comes into it while we look
    moved = sa.or_(IdeaMove.from_stage_id == stage.id, IdeaMove.to_stage_id == stage.id)
    is_in_use = sa.or_(sa.exists().where(Idea.stage_id == stage.id), sa.exists().where(moved))
    if db.session.scalar(sa.select(is_in_use)):
        raise RuleBroken(f"Ideas are or have been in “{stage.name}”, and their history speaks of it. It stays.")
    record(events.StageRemoved(actor_id=actor.id, stage_id=stage.id, name=stage.name))
    db.session.delete(stage)
    db.session.flush()  # its place is free before the others move up
    _write_in_order(rest)


def _all() -> list[Stage]:
    return list(db.session.scalars(sa.select(Stage).order_by(Stage.position).execution_options(populate_existing=True)))


def _write_in_order(stages: list[Stage]) -> None:
    """Number the stages from 1; first out of each other's way, for no two may share a place for a moment."""
    for place, stage in enumerate(stages, start=1):
        stage.position = -place
        db.session.add(stage)
    db.session.flush()  # every place is free now
    for place, stage in enumerate(stages, start=1):
        stage.position = place
    db.session.flush()  # the event needs a new stage's id
