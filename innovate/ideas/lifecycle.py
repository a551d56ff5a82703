"""Where an idea can go: the pipeline, one line a move."""

from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import flag_modified

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.journal import Event, record
from innovate.core.markdown import render
from innovate.core.workflow import Move, Workflow
from innovate.ideas import gates, merging
from innovate.ideas.models import DeclineReason, Idea, IdeaMove, Outcome, Place, Stage, StageKind
from innovate.ideas.stages import is_passed_on, stage_after

_OPEN, _REVIEW, _TRY, _REWARD = Place.OPEN, Place.REVIEW, Place.EXPERIMENT, Place.REWARD
_SHELVED = (Place.DECLINED, Place.PARKED, Place.MERGED, Place.WITHDRAWN)
_leader = permissions.decide_idea

# fmt: off
MOVES = (
    Move(name="submit", label="Submit idea", source=(Place.DRAFT,), targets=(_OPEN,),
         who=permissions.post_idea, event=events.IdeaSubmitted),
    Move(name="take_up", label="Take up for review", source=(_OPEN,), targets=(_REVIEW,),
         who=_leader, event=events.IdeaTakenUp, by_itself=True),
    Move(name="approve", label="Approve experiment", source=(_REVIEW,), targets=(_TRY,),
         who=_leader, event=events.IdeaApproved, needs=("reason",),
         guards=(gates.has_quorum, gates.has_complete_plan, gates.has_budget_left)),
    Move(name="return", label="Return with a question", source=(_OPEN, _REVIEW), targets=(),
         who=_leader, event=events.IdeaReturned, needs=("reason",), guards=(gates.is_not_asked,)),
    Move(name="answer", label="Answer the question", source=(_OPEN, _REVIEW), targets=(),
         who=permissions.answer_question, event=events.IdeaAnswered, needs=("reason",), guards=(gates.is_asked,)),
    Move(name="start", label="Start experiment", source=(_TRY,), targets=(),
         who=permissions.start_experiment, event=events.ExperimentStarted, guards=(gates.is_planned,)),
    Move(name="conclude", label="Conclude experiment", source=(_TRY,), targets=(_REWARD,),
         who=_leader, event=events.ExperimentConcluded, needs=("reason",), guards=(gates.is_running, gates.has_data)),
    Move(name="iterate", label="Open another round", source=(_TRY,), targets=(),
         who=_leader, event=events.ExperimentIterated, needs=("reason",), guards=(gates.is_running, gates.has_data)),
    Move(name="recognise", label="Recognise", source=(_REWARD,), targets=(Place.ADOPTED, Place.LEARNED),
         who=permissions.recognise_idea, event=events.IdeaRecognised, needs=("reason",)),
    Move(name="park", label="Park", source=(_OPEN, _REVIEW, _TRY), targets=(Place.PARKED,),
         who=_leader, event=events.IdeaParked, needs=("reason",),
         guards=(gates.is_not_running, gates.has_revival)),
    Move(name="merge", label="Merge into another idea", source=(_OPEN, _REVIEW), targets=(Place.MERGED,),
         who=_leader, event=events.IdeaMerged, needs=("reason", "into")),
    Move(name="decline", label="Decline", source=(_OPEN, _REVIEW, _TRY), targets=(Place.DECLINED,),
         who=_leader, event=events.IdeaDeclined, needs=("reason", "reason_code"), guards=(gates.is_not_running,)),
    Move(name="appeal", label="Appeal", source=(Place.DECLINED,), targets=(),
         who=permissions.appeal_decision, event=events.AppealMade, needs=("reason",), guards=(gates.can_be_appealed,)),
    Move(name="uphold", label="Uphold the appeal", source=(Place.DECLINED,), targets=(_REVIEW,),
         who=permissions.judge_appeal, event=events.AppealUpheld, needs=("reason",), guards=(gates.is_appealed,)),
    Move(name="dismiss", label="Dismiss the appeal", source=(Place.DECLINED,), targets=(),
         who=permissions.judge_appeal, event=events.AppealDismissed, needs=("reason",), guards=(gates.is_appealed,)),
    Move(name="withdraw", label="Withdraw", source=(_OPEN,), targets=(Place.WITHDRAWN,),
         who=permissions.withdraw_idea, event=events.IdeaWithdrawn),
    Move(name="reopen", label="Reopen", source=_SHELVED, targets=(_OPEN,),
         who=_leader, event=events.IdeaReopened, needs=("reason",), by_itself=True),
)
# fmt: on


class Typed(TypedDict, total=False):
    """What a person says with a move: why, when the idea comes back, and which one stays."""

    reason: str
    reason_code: DeclineReason | None
    revive_on: date | None
    revive_when: str
    into: Idea | None


def move(
    actor: Person | None,
    idea: Idea,
    name: str,
    *,
    target: Place | None = None,
    version: int | None = None,
    **details: Any,
) -> IdeaMove:
    """Make that move on the idea and answer its line of history; `actor` None is the application itself.

    The row is locked and read again first, so of two who press at once one wins. `version` is what the person saw:
    whatever has changed the idea since refuses the move. `details` are `reason` (Markdown), `reason_code`,
    `revive_on`, `revive_when`, `into` (the idea that stays). Raises NotAllowed or RuleBroken.
    """
    if idea.id is not None:
        is_seen = version in (None, idea.version)
        db.session.flush()  # what the command changed before is not lost by reading again
        ours = idea.version
        lock(idea)
        if not is_seen or (version is not None and idea.version != ours):
            pipeline.moves[name].who.require(actor, idea)
            raise RuleBroken(f"This idea has changed since you opened the page. {_last_move(idea)}".strip())
    line: IdeaMove = pipeline.advance(actor, idea, name, target=target, **details)
    return line


def lock(*ideas: Idea) -> None:
    """Read these ideas again and let nobody else change them until the transaction ends; lowest id first."""
    for idea in sorted(ideas, key=lambda idea: idea.id):
        db.session.refresh(idea, with_for_update={"of": Idea})  # of it alone, whatever was loaded with it


def _apply(actor: Person | None, idea: Idea, move: Move, target: Place | None, **typed: Unpack[Typed]) -> IdeaMove:
    into = typed.get("into")
    facts = _of_merging(idea, into)  # before the idea forgets what it went into
    line = _begin_line(actor, idea, move, **typed)
    line.due_at, line.is_kept = _promise(idea, move, target, line.at)
    if target is None:
        kind: type[Event] = move.event
        _turn(idea, move.name, line.at)
    else:
        stage = stage_after(idea.stage, target)
        kind = events.IdeaPassedOn if is_passed_on(idea.stage, stage) else move.event
        _enter(idea, stage, target, line.at)
    idea.revive_on, idea.revive_when = typed.get("revive_on"), typed.get("revive_when", "")
    idea.merged_into_id = into.id if into else None
    _write_down(idea, line)
    record(kind(actor_id=line.actor_id, idea_id=idea.id, move_id=line.id, **facts))  # type: ignore[call-arg]  # its own
    return line


def _of_merging(idea: Idea, into: Idea | None) -> dict[str, Any]:
    """What the event says besides: the idea that this one goes into, or those that it comes back from."""
    facts: dict[str, Any] = {"into_id": into.id} if into else {}
    if idea.merged_into_id is not None:
        facts["out_of"] = [stays.id for stays in merging.ways_on(idea)]
    return facts


def _begin_line(actor: Person | None, idea: Idea, move: Move, **typed: Unpack[Typed]) -> IdeaMove:
    """The line of history as far as it is known before the move: who, what, why, and from where."""
    before: Stage | None = idea.stage  # None for a draft
    reason, into = typed.get("reason", ""), typed.get("into")
    return IdeaMove(
        move=move.name,
        from_stage_id=before.id if before else None,
        actor_id=actor.id if actor else None,
        reason=reason,
        reason_html=render(reason),
        reason_code=typed.get("reason_code"),
        details={"into": into.id} if into else {},
        at=now(),
    )


def _promise(idea: Idea, move: Move, target: Place | None, moment: datetime) -> tuple[datetime | None, bool | None]:
    """By when this was owed and whether it is in time: an answer to an appeal, or what the stage left had promised."""
    if move.name in ("uphold", "dismiss") and idea.appeal:
        due_at: datetime | None = idea.appeal.due_at
    else:
        due_at = idea.due_at if target else None
    return due_at, None if due_at is None else (idea.asked_at or moment) <= due_at


def _write_down(idea: Idea, line: IdeaMove) -> None:
    """Keep the idea, whose version has the last word, then the line behind its last."""
    db.session.add(idea)
    db.session.flush()  # the history needs the idea's id
    last = sa.select(sa.func.coalesce(sa.func.max(IdeaMove.position), 0)).where(IdeaMove.idea_id == idea.id)
    line.idea_id, line.position = idea.id, (db.session.scalar(last) or 0) + 1
    line.to_stage_id, line.outcome = idea.stage_id, idea.outcome
    db.session.add(line)
    db.session.flush()  # the event needs the line's id


def _turn(idea: Idea, name: str, moment: datetime) -> None:
    """A question stops the clock, its answer lets it run on; an appeal and its dismissal make a new version."""
    if name == "return":
        idea.asked_at = moment
    elif name == "answer":
        if idea.due_at and idea.asked_at:
            idea.due_at += moment - idea.asked_at
        idea.asked_at = None
    elif name in ("appeal", "dismiss"):
        flag_modified(idea, "outcome")  # it stays as it was, and whoever saw it before is told what happened


def _enter(idea: Idea, stage: Stage, target: Place, moment: datetime) -> None:
    """Stand in that stage from now on; each review that an idea comes to is a round of its own."""
    idea.stage = stage
    idea.outcome = Outcome(target.value) if stage.kind is StageKind.CLOSED else None
    if stage.kind is StageKind.REVIEW:
        idea.round += 1
    idea.entered_at, idea.asked_at = moment, None
    idea.due_at = moment + timedelta(days=stage.promised_days) if stage.promised_days else None


def next_stage(idea: Idea, name: str) -> Stage | None:
    """The further stage of the same kind into which that move would pass the idea on, if there is one."""
    targets = pipeline.moves[name].targets
    if not targets or idea.stage is None:
        return None
    stage = stage_after(idea.stage, Place(targets[0].value))
    return stage if is_passed_on(idea.stage, stage) else None


_PASSING = frozenset({"take_up", "approve"})  # the moves that say so when they pass the idea on


def label(name: str, further: str | None) -> str:
    """What the button of that move says; `further` names the stage of the same kind that it passes the idea on to."""
    return f"Pass on to {further}" if further and name in _PASSING else pipeline.moves[name].label


def says(name: str, further: str | None) -> str:
    """What that move did, behind the name of who made it; `further` as in `label`."""
    return f"passed the idea on to “{further}”" if further else pipeline.moves[name].event.says


def _last_move(idea: Idea) -> str:
    """Who brought the idea to where it stands, in words, unless its text was edited later."""
    before, after = aliased(Stage), aliased(Stage)
    further = sa.case((sa.and_(before.id != after.id, before.kind == after.kind), after.name))
    query = (
        sa.select(IdeaMove.move, IdeaMove.at, Person.name, further.label("further"))
        .outerjoin(Person, Person.id == IdeaMove.actor_id)
        .outerjoin(before, before.id == IdeaMove.from_stage_id)
        .join(after, after.id == IdeaMove.to_stage_id)
        .where(IdeaMove.idea_id == idea.id)
        .order_by(IdeaMove.position.desc())
        .limit(1)
    )
    row = db.session.execute(query).first()
    if row and idea.edited_at and idea.edited_at > row.at:
        return "Its text was edited."
    return f"{row.name or 'The pipeline'} {says(row.move, row.further)} before you." if row else ""


pipeline = Workflow(MOVES, _apply, explain=_last_move)
