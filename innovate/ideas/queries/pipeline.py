"""The pipeline part of an idea's page: where it stands, who has it, what comes next, and what the viewer can do."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import BigId, rows
from innovate.core.wording import day, plural, sentence
from innovate.core.workflow import OpenMove
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas import deciding, lifecycle
from innovate.ideas.lifecycle import pipeline
from innovate.ideas.models import Idea, Outcome, Place, StageKind
from innovate.ideas.queries.actions import Action, move_path
from innovate.ideas.queries.appeals import ADMINISTRATOR, Declined, declined, judge_of
from innovate.ideas.queries.history import Leader, Line, StageView, stages_history_leader
from innovate.ideas.stages import further_ones

_FORWARD = ("answer", "take_up", "approve", "start", "conclude", "recognise")  # what a person is here to do
_TELLING = frozenset({"approve", "conclude", "decline", "park"})  # whose closed door says something useful
_APPEALING = frozenset({"appeal", "uphold", "dismiss"})  # what stands beside the decision that it is about
_TRIED = (ExperimentState.PLANNED, ExperimentState.RUNNING)


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the stepper."""

    kind: StageKind
    name: str
    state: str  # done | now | ahead
    date: datetime | None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What the author was asked and has not answered."""

    asker: Face | None
    at: datetime
    html: str
    can_answer: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The pipeline part of one idea's page, for one viewer."""

    idea_id: int
    version: int
    stage_kind: StageKind
    stage_name: str
    outcome: Outcome | None
    steps: tuple[Step, ...]
    due_at: datetime | None
    promised_days: int | None
    is_asked: bool
    note: str | None  # who owes what, under the clock
    following: str  # what happens next, in a sentence
    primary: Action | None
    others: tuple[Action, ...]
    shut: tuple[Action, ...]
    question: Question | None
    declined: Declined | None
    revive_on: date | None
    merged_into_id: int | None
    history: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Trial:
    id: int
    state: ExperimentState
    owner: str


def panel(viewer: Person, idea: Idea) -> Panel:
    """Where the idea stands and what this viewer can do about it; in one statement, one more while it is tried."""
    stages, history, leader = stages_history_leader(idea)
    decider = _decider(idea, leader)
    trial = _trial(idea.id) if idea.place is Place.EXPERIMENT else None
    judge = judge_of(idea)
    holder = f"with {judge.who}" if judge else _holder(viewer, idea, decider, trial)
    further = further_ones(stages).get(idea.stage_id)
    actions = [_action(idea, one, trial, further) for one in pipeline.open_to(viewer, idea)]
    open_ones = [one for one in actions if not one.shut and one.name not in _APPEALING]
    appealing = [one for one in actions if not one.shut and one.name in _APPEALING]
    primary = next((one for name in _FORWARD for one in open_ones if one.name == name), None)
    return Panel(
        idea_id=idea.id,
        version=idea.version,
        stage_kind=idea.stage.kind,
        stage_name=idea.stage.name,
        outcome=idea.outcome,
        steps=_steps(idea, stages, history, holder),
        due_at=idea.due_at,
        promised_days=idea.stage.promised_days,
        is_asked=idea.is_asked,
        note=_note(idea, holder),
        following=judge.following if judge else _following(idea, leader.name, decider, trial, further, history),
        primary=primary,
        others=tuple(one for one in open_ones if one is not primary),
        shut=tuple(one for one in actions if one.shut and one.name in _TELLING),
        question=_question(idea, history, any(one.name == "answer" for one in open_ones)),
        declined=declined(viewer, idea, history, judge, appealing),
        revive_on=idea.revive_on,
        merged_into_id=idea.merged_into_id,
        history=tuple(reversed(history)),
    )


def _trial(idea_id: int) -> _Trial | None:
    row = rows(_LATEST_TRIAL, {"idea": idea_id}).first()
    return _Trial(*row) if row else None


_LATEST_TRIAL = (
    sa.select(Experiment.id, Experiment.state, Person.name)
    .join(Person, Person.id == Experiment.owner_id)
    .where(Experiment.idea_id == sa.bindparam("idea", type_=BigId))
    .order_by(Experiment.round.desc())
    .limit(1)
)


def _steps(idea: Idea, stages: list[StageView], history: list[Line], holder: str | None) -> tuple[Step, ...]:
    """Every stage; those before the present one carry the day on which the idea came there, where it did."""
    came = {line.stage_name: line.at for line in history if line.is_step}
    here = next(place for place, stage in enumerate(stages) if stage.id == idea.stage_id)
    is_closed = idea.outcome is not None
    steps = []
    for place, stage in enumerate(stages):
        if place == here:
            name = idea.outcome.label if idea.outcome else stage.name
            steps.append(Step(stage.kind, name, "now", idea.entered_at, holder))
        elif place < here and (stage.name in came or not is_closed):
            steps.append(Step(stage.kind, stage.name, "done", came.get(stage.name)))
        else:
            steps.append(Step(stage.kind, stage.name, "ahead", None))
    return tuple(steps)


def _decider(idea: Idea, leader: Leader) -> str:
    """Who decides on the idea: the area's leader, who stands in for one too close to it, or an administrator."""
    if permissions.impartial.allows(leader, idea):
        return leader.name
    return next((one.name for one in deciding.leading(idea)), ADMINISTRATOR)


def _holder(viewer: Person, idea: Idea, decider: str, trial: _Trial | None) -> str | None:
    """Whose turn it is."""
    if idea.is_asked:
        return "with you" if idea.author_id == viewer.id else f"with {idea.author.name}"
    if idea.place is Place.EXPERIMENT and trial is not None and trial.state in _TRIED:
        return f"with {trial.owner}"
    if idea.place is Place.REWARD:
        return "with HR"
    return None if idea.outcome else f"with {decider}"


def _note(idea: Idea, holder: str | None) -> str | None:
    if idea.outcome or holder is None:
        return None
    if idea.is_asked:
        return f"Waiting for an answer from {holder.removeprefix('with ')}"
    who = sentence(holder.removeprefix("with "))
    return {
        Place.OPEN: f"{who} owes an answer",
        Place.REVIEW: f"{who} owes a decision",
        Place.EXPERIMENT: f"{who} has it",
        Place.REWARD: "HR owes the thanks",
    }[idea.place]


def _following(
    idea: Idea, leader: str, decider: str, trial: _Trial | None, further: str | None, history: list[Line]
) -> str:
    """What happens next, in a sentence, and why another decides than the area's leader."""
    close = f" {leader} is too close to it to decide." if decider != leader and not idea.outcome else ""
    return sentence(_what_follows(idea, decider, trial, further, history)) + close


def _what_follows(idea: Idea, leader: str, trial: _Trial | None, further: str | None, history: list[Line]) -> str:
    if idea.is_asked:
        return "Until the question is answered, the clock stands still."
    if idea.place is Place.OPEN:
        return f"{leader} reads it and answers: {further or 'review'}, a question, or no.{_by_votes(idea, further)}"
    if idea.place is Place.EXPERIMENT:
        return _of_the_trial(leader, trial)
    if idea.place is Place.PARKED:
        happened = f"when this has happened: {idea.revive_when}"
        if not idea.revive_on:
            return f"It opens again {happened}"
        by_itself = f"It opens again by itself on {day(idea.revive_on)}"
        return f"{by_itself}, or before, {happened}" if idea.revive_when else f"{by_itself}."
    if idea.place is Place.DECLINED and history and history[-1].move == "dismiss":
        stands = "The appeal was dismissed, and the decision stands."
        return f"{stands} {sentence(leader)} can reopen it when things have changed."
    goes_on = f"it goes on to {further}" if further else "it is tried"
    return {
        Place.REVIEW: f"The reviewers score it, then {leader} decides whether {goes_on}.",
        Place.REWARD: "HR thanks the people who made it; then it is closed.",
        Place.ADOPTED: "It worked and is how we do things now.",
        Place.LEARNED: "It was tried, and what we learned is kept.",
        Place.DECLINED: f"It is closed. {sentence(leader)} can reopen it when things have changed.",
        Place.MERGED: "It goes on in the idea that it was merged into.",
        Place.WITHDRAWN: "It was taken back.",
    }[idea.place]


def _by_votes(idea: Idea, further: str | None) -> str:
    threshold = idea.area.vote_threshold
    if threshold is None or idea.votes >= threshold:
        return ""
    goes = f"on to {further}" if further else "into review"
    return f" With {plural(threshold - idea.votes, 'more vote')} it goes {goes} by itself."


def _of_the_trial(leader: str, trial: _Trial | None) -> str:
    if trial is None or trial.state is ExperimentState.CONCLUDED:
        return f"The next round needs a plan; {leader} sees to it."
    if trial.state is ExperimentState.PLANNED:
        return f"{trial.owner} starts the experiment; that seals what it promises."
    return f"{trial.owner} records what is measured; at the end {leader} concludes it."


def _action(idea: Idea, one: OpenMove, trial: _Trial | None, further: str | None) -> Action:
    elsewhere = {"recognise": f"/rewards/ideas/{idea.id}"}
    if trial is not None:
        elsewhere["start"] = f"/experiments/{trial.id}"
        elsewhere["conclude"] = elsewhere["iterate"] = f"/experiments/{trial.id}/conclude"
    words = lifecycle.label(one.name, further)
    return Action(one.name, words, elsewhere.get(one.name, move_path(idea.id, one.name)), one.shut)


def _question(idea: Idea, history: list[Line], can_answer: bool) -> Question | None:
    asked = [line for line in history if line.move == "return"]
    if not idea.is_asked or not asked:
        return None
    return Question(asked[-1].who, asked[-1].at, asked[-1].reason_html, can_answer)
