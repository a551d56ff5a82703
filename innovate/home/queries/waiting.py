"""What waits for a person: each kind of task is one select, and all of them are one statement."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import db
from innovate.experiments.models import Experiment, ExperimentState, Measurement
from innovate.ideas.models import Credit, Idea, Stage, StageKind
from innovate.permissions import Role
from innovate.review.models import Assignment, Scorecard

MOST = 50  # tasks of one kind
QUIET_DAYS = 3  # so long a running experiment may go without data


class Kind(StrEnum):
    """What there is to do, in the order of what is pressing when two are due at once."""

    ANSWER = "answer"
    SCORE = "score"
    DECIDE = "decide"
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
    """What waits for that person, in one statement."""
    branches = [_to_answer(person), _to_score(person), *_to_lead(person), *_to_run(person)]
    if person.has(Role.HR):
        branches.append(_to_recognise(person))
    rows = db.session.execute(sa.union_all(*(sa.select(branch.limit(MOST + 1).subquery()) for branch in branches)))
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
        for row in rows
    ]
    counts = [sum(task.kind is kind for task in tasks) for kind in Kind]
    kinds = list(Kind)
    never = datetime.max.replace(tzinfo=UTC)
    tasks.sort(key=lambda task: (task.due_at or task.since or never, kinds.index(task.kind), task.idea_id))
    return Waiting(tuple(tasks), max(counts) > MOST)


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


def _to_answer(person: Person) -> sa.Select[*tuple[Any, ...]]:
    asked = _task(Kind.ANSWER, since=Idea.asked_at).where(Idea.author_id == person.id, Idea.asked_at.is_not(None))
    return asked.where(Stage.kind.in_((StageKind.OPEN, StageKind.REVIEW))).order_by(Idea.asked_at)


def _to_score(person: Person) -> sa.Select[*tuple[Any, ...]]:
    return (
        _task(Kind.SCORE, due_at=Idea.due_at)
        .join(Assignment, sa.and_(Assignment.idea_id == Idea.id, Assignment.round == Idea.round))
        .where(Assignment.reviewer_id == person.id, Assignment.done_at.is_(None), Stage.kind == StageKind.REVIEW)
        .order_by(Idea.due_at)
    )


def _to_lead(person: Person) -> list[sa.Select[*tuple[Any, ...]]]:
    """Ideas to take up, to decide and to conclude in the person's areas; not those they may not decide."""
    scorecards = (
        sa.select(sa.func.count())
        .where(Scorecard.idea_id == Idea.id, Scorecard.round == Idea.round)
        .correlate(Idea)
        .scalar_subquery()
    )
    late = sa.and_(Experiment.state == ExperimentState.RUNNING, Experiment.ends_on < today())
    to_take_up = _task(Kind.TAKE_UP, due_at=Idea.due_at).where(Stage.kind == StageKind.OPEN)
    to_decide = _task(Kind.DECIDE, due_at=Idea.due_at).where(Stage.kind == StageKind.REVIEW)
    to_conclude = _task(Kind.CONCLUDE, due_on=Experiment.ends_on, experiment_id=Experiment.id).join(
        Experiment, sa.and_(Experiment.idea_id == Idea.id, late)
    )
    mine = _in_areas_of(person)
    return [
        mine(to_take_up).where(Idea.asked_at.is_(None)).order_by(Idea.due_at),
        mine(to_decide).where(Idea.asked_at.is_(None), scorecards >= Area.quorum).order_by(Idea.due_at),
        mine(to_conclude).where(Stage.kind == StageKind.EXPERIMENT).order_by(Experiment.ends_on),
    ]


def _in_areas_of(person: Person) -> Any:
    """Narrow a select of ideas to those that this person leads or stands in for, and may decide."""
    deputy = sa.select(Deputy.id).where(
        Deputy.area_id == Area.id,
        Deputy.person_id == person.id,
        Deputy.starts_on <= today(),
        Deputy.ends_on >= today(),
    )
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == person.id)
    author = sa.select(Person.id).where(
        Person.id == Idea.author_id, sa.or_(Person.manager_id == person.id, Person.id == person.manager_id)
    )

    def narrowed(query: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
        return query.join(Area, Area.id == Idea.area_id).where(
            sa.or_(Area.leader_id == person.id, deputy.exists()),
            Idea.author_id != person.id,
            ~part.exists(),
            ~author.exists(),
        )

    return narrowed


def _to_run(person: Person) -> list[sa.Select[*tuple[Any, ...]]]:
    """The person's own experiments that wait to be started, or that have had no data for days."""
    last = (
        sa.select(sa.func.max(Measurement.day))
        .where(Measurement.experiment_id == Experiment.id)
        .correlate(Experiment)
        .scalar_subquery()
    )
    since = sa.func.coalesce(last, Experiment.starts_on)
    own = sa.and_(Experiment.idea_id == Idea.id, Experiment.owner_id == person.id)
    to_start = _task(Kind.START, due_on=Experiment.starts_on, experiment_id=Experiment.id).join(Experiment, own)
    to_measure = _task(Kind.MEASURE, due_on=sa.type_coerce(since, sa.Date), experiment_id=Experiment.id)
    to_measure = to_measure.join(Experiment, own).where(
        Experiment.state == ExperimentState.RUNNING, since <= today() - timedelta(days=QUIET_DAYS)
    )
    is_tried = Stage.kind == StageKind.EXPERIMENT
    return [
        to_start.where(Experiment.state == ExperimentState.PLANNED, is_tried).order_by(Experiment.starts_on),
        to_measure.where(is_tried).order_by(Experiment.id),
    ]


def _to_recognise(person: Person) -> sa.Select[*tuple[Any, ...]]:
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == person.id)
    waits = _task(Kind.RECOGNISE, due_at=Idea.due_at).where(Stage.kind == StageKind.REWARD, ~part.exists())
    return waits.order_by(Idea.due_at)
