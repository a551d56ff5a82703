"""What waits for a person: each kind of task is one select, and all that concern them are one statement."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import rows
from innovate.experiments.models import Experiment, ExperimentState, Measurement
from innovate.ideas.models import Appeal, Credit, Idea, IdeaMove, Stage, StageKind
from innovate.permissions import Role
from innovate.review.models import Assignment, Scorecard

MOST = 50  # tasks of one kind
QUIET_DAYS = 3  # so long a running experiment may go without data


class Kind(StrEnum):
    """What there is to do, in the order of what is pressing when two are due at once."""

    ANSWER = "answer"
    SCORE = "score"
    DECIDE = "decide"
    HEAR = "hear"
    CONCLUDE = "conclude"
    RECOGNISE = "recognise"
    START = "start"
    MEASURE = "measure"
    TAKE_UP = "take_up"

    @property
    def label(self) -> str:
        return {
            "answer": "Answer the question",
            "score": "Score this idea",
            "decide": "Decide",
            "hear": "Answer the appeal",
            "conclude": "Conclude the experiment",
            "recognise": "Recognise the people",
            "start": "Start the experiment",
            "measure": "Record the data",
            "take_up": "Take up or answer",
        }[self.value]

    @property
    def icon(self) -> str:
        return {
            "answer": "message-circle-question-mark",
            "score": "scale",
            "decide": "gavel",
            "hear": "scale",
            "conclude": "flag",
            "recognise": "award",
            "start": "play",
            "measure": "chart-line",
            "take_up": "inbox",
        }[self.value]

    @property
    def stage(self) -> StageKind:
        """The kind of stage that gives the task its colour."""
        return {
            "score": StageKind.REVIEW,
            "decide": StageKind.REVIEW,
            "hear": StageKind.CLOSED,
            "recognise": StageKind.REWARD,
            "start": StageKind.EXPERIMENT,
            "measure": StageKind.EXPERIMENT,
            "conclude": StageKind.EXPERIMENT,
        }.get(self.value, StageKind.OPEN)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, with its clock: the day it is due, or since when it waits."""

    kind: Kind
    idea_id: int
    experiment_id: int | None
    title: str
    due_at: datetime | None
    total_days: int | None
    since: datetime | None

    @property
    def url(self) -> str:
        return {
            Kind.SCORE: f"/review/{self.idea_id}",
            Kind.HEAR: f"/ideas/{self.idea_id}#decision",
            Kind.RECOGNISE: f"/rewards/ideas/{self.idea_id}",
            Kind.START: f"/experiments/{self.experiment_id}",
            Kind.MEASURE: f"/experiments/{self.experiment_id}/data",
            Kind.CONCLUDE: f"/experiments/{self.experiment_id}",
        }.get(self.kind, f"/ideas/{self.idea_id}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """The tasks, the most pressing first; `is_cut` says that there are more than are listed."""

    tasks: tuple[Task, ...]
    is_cut: bool


def waiting(person: Person) -> Waiting:
    """What waits for that person, in two statements; the areas they lead come first, as most people lead none."""
    day = today()
    areas = list(rows(_areas_led(), {"person": person.id, "today": day}).scalars())
    values = {
        "person": person.id,
        "manager": person.manager_id,
        "today": day,
        "quiet": day - timedelta(days=QUIET_DAYS),
        "areas": areas,
    }
    found = rows(_tasks(leads=bool(areas), recognises=person.has(Role.HR), administers=person.has(Role.ADMIN)), values)
    tasks = [
        Task(
            Kind(row.kind),
            row.idea_id,
            row.experiment_id,
            row.title,
            row.due_at or _end_of(row.due_on),
            row.total_days,
            row.since,
        )
        for row in found
    ]
    counts = [sum(task.kind is kind for task in tasks) for kind in Kind]
    kinds = list(Kind)
    never = datetime.max.replace(tzinfo=UTC)
    tasks.sort(key=lambda task: (task.due_at or task.since or never, kinds.index(task.kind), task.idea_id))
    return Waiting(tuple(tasks), max(counts) > MOST)


_person = sa.bindparam("person", type_=sa.Integer)
_manager = sa.bindparam("manager", type_=sa.Integer)
_areas = sa.bindparam("areas", type_=sa.Integer, expanding=True)
_today = sa.bindparam("today", type_=sa.Date)
_far = datetime(9999, 1, 1, tzinfo=UTC)


@cache
def _areas_led() -> sa.CompoundSelect[int]:
    """The areas that this person leads, or stands in for today."""
    deputy = sa.select(Deputy.area_id).where(
        Deputy.person_id == _person, Deputy.starts_on <= _today, Deputy.ends_on >= _today
    )
    return sa.select(Area.id).where(Area.leader_id == _person).union(deputy)


@cache
def _tasks(*, leads: bool, recognises: bool, administers: bool) -> sa.CompoundSelect[*tuple[Any, ...]]:
    """The tasks of somebody who does that, whoever it is; made once."""
    branches = [_to_answer(), _to_score(), *_to_run()]
    if leads:
        branches += [*_to_lead(), _to_hear(Appeal.area_id.in_(_areas))]
    if recognises:
        branches.append(_to_recognise())
    if administers:
        branches.append(_to_hear(Appeal.area_id.is_(None)))
    return sa.union_all(*(sa.select(branch.limit(MOST + 1).subquery()) for branch in branches))


def _by_due() -> sa.ColumnElement[Any]:
    """The due date as something to sort by, but no index: few ideas are found first, and sorted then."""
    return sa.func.coalesce(Idea.due_at, sa.literal(_far, Idea.due_at.type))


def _at(kind: StageKind) -> sa.ColumnElement[bool]:
    return Idea.stage_id.in_(sa.select(Stage.id).where(Stage.kind == kind))


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time(23, 59), UTC) if day else None


def _task(
    kind: Kind,
    *,
    due_at: Any = None,
    due_on: Any = None,
    since: Any = None,
    experiment_id: Any = None,
) -> sa.Select[*tuple[Any, ...]]:
    """The columns that every kind of task has, in one order and of one type."""
    moment, nothing = Idea.due_at.type, sa.null()
    return sa.select(
        sa.literal(kind.value, sa.String).label("kind"),
        Idea.id.label("idea_id"),
        (sa.cast(nothing, sa.Integer) if experiment_id is None else experiment_id).label("experiment_id"),
        Idea.title,
        (sa.cast(nothing, moment) if due_at is None else due_at).label("due_at"),
        (sa.cast(nothing, sa.Date) if due_on is None else due_on).label("due_on"),
        Stage.promised_days.label("total_days"),
        (sa.cast(nothing, moment) if since is None else since).label("since"),
    ).join(Stage, Stage.id == Idea.stage_id)


def _to_answer() -> sa.Select[*tuple[Any, ...]]:
    asked = _task(Kind.ANSWER, since=Idea.asked_at).where(Idea.author_id == _person, Idea.asked_at.is_not(None))
    return asked.where(Stage.kind.in_((StageKind.OPEN, StageKind.REVIEW))).order_by(Idea.asked_at)


def _to_score() -> sa.Select[*tuple[Any, ...]]:
    return (
        _task(Kind.SCORE, due_at=Idea.due_at)
        .join(Assignment, sa.and_(Assignment.idea_id == Idea.id, Assignment.round == Idea.round))
        .where(Assignment.reviewer_id == _person, Assignment.done_at.is_(None), Stage.kind == StageKind.REVIEW)
        .order_by(Idea.due_at)
    )


def _to_lead() -> list[sa.Select[*tuple[Any, ...]]]:
    """Ideas to take up, to decide and to conclude in the person's areas; not those they may not decide."""
    scorecards = (
        sa.select(sa.func.count())
        .where(Scorecard.idea_id == Idea.id, Scorecard.round == Idea.round)
        .correlate(Idea)
        .scalar_subquery()
    )
    late = sa.and_(Experiment.state == ExperimentState.RUNNING, Experiment.ends_on < _today)
    to_take_up = _task(Kind.TAKE_UP, due_at=Idea.due_at).where(_at(StageKind.OPEN))
    to_decide = _task(Kind.DECIDE, due_at=Idea.due_at).where(_at(StageKind.REVIEW))
    to_conclude = _task(Kind.CONCLUDE, due_on=Experiment.ends_on, experiment_id=Experiment.id).join(
        Experiment, sa.and_(Experiment.idea_id == Idea.id, late)
    )
    return [
        _mine(to_take_up).where(Idea.asked_at.is_(None)).order_by(_by_due()),
        _mine(to_decide).where(Idea.asked_at.is_(None), scorecards >= Area.quorum).order_by(_by_due()),
        _mine(to_conclude).where(Stage.kind == StageKind.EXPERIMENT).order_by(Experiment.ends_on),
    ]


def _mine(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Of these ideas, those in the areas that this person leads or stands in for, and may decide."""
    return _impartial(query.join(Area, Area.id == Idea.area_id).where(Idea.area_id.in_(_areas)))


def _to_hear(which: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """Appeals that wait for an answer, but not against the person's own decision."""
    waits = _task(Kind.HEAR, due_at=Appeal.due_at).join(Appeal, Appeal.idea_id == Idea.id)
    decline = sa.select(IdeaMove.id).where(IdeaMove.id == Appeal.decline_id, IdeaMove.actor_id == _person)
    return _impartial(waits.where(which, Appeal.verdict.is_(None), ~decline.exists())).order_by(Appeal.due_at)


def _impartial(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    """Of these ideas, those that the person neither wrote nor stands too close to."""
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == _person)
    author = sa.select(Person.id).where(
        Person.id == Idea.author_id, sa.or_(Person.manager_id == _person, Person.id == _manager)
    )
    return query.where(
        Idea.author_id != _person,
        ~part.exists(),
        ~author.exists(),
    )


def _to_run() -> list[sa.Select[*tuple[Any, ...]]]:
    """The person's own experiments that wait to be started, or that have had no data for days."""
    last = (
        sa.select(sa.func.max(Measurement.day))
        .where(Measurement.experiment_id == Experiment.id)
        .correlate(Experiment)
        .scalar_subquery()
    )
    since = sa.func.coalesce(last, Experiment.starts_on)
    own = sa.and_(Experiment.idea_id == Idea.id, Experiment.owner_id == _person)
    to_start = _task(Kind.START, due_on=Experiment.starts_on, experiment_id=Experiment.id).join(Experiment, own)
    to_measure = _task(Kind.MEASURE, due_on=sa.type_coerce(since, sa.Date), experiment_id=Experiment.id)
    to_measure = to_measure.join(Experiment, own).where(
        Experiment.state == ExperimentState.RUNNING, since <= sa.bindparam("quiet", type_=sa.Date)
    )
    is_tried = Stage.kind == StageKind.EXPERIMENT
    return [
        to_start.where(Experiment.state == ExperimentState.PLANNED, is_tried).order_by(Experiment.starts_on),
        to_measure.where(is_tried).order_by(Experiment.id),
    ]


def _to_recognise() -> sa.Select[*tuple[Any, ...]]:
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == _person)
    waits = _task(Kind.RECOGNISE, due_at=Idea.due_at).where(_at(StageKind.REWARD), ~part.exists())
    return waits.order_by(_by_due())
