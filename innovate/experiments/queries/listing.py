"""The list of experiments: planned, running and concluded, each with what can be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.clock import today
from innovate.core.db import db
from innovate.experiments.models import Experiment, ExperimentState
from innovate.experiments.readout import Reading
from innovate.experiments.results import readings
from innovate.ideas.models import Idea, Stage, StageKind

MOST_RUNNING = 60
PAGE = 20


@dataclass(frozen=True, slots=True)
class ExperimentRow:
    """One experiment in the list."""

    id: int
    idea_id: int
    title: str
    round: int
    state: str
    area: str
    owner: Face
    metric: str
    starts_on: date
    ends_on: date
    day: int
    days: int
    is_approved: bool
    conclusion: str | None
    conclusion_label: str
    effect: str
    verdict: str
    verdict_label: str

    @property
    def days_left(self) -> int:
        return self.days - self.day


@dataclass(frozen=True, slots=True)
class Listing:
    """The three groups; `older` is the cursor of the next page of concluded ones."""

    planned: tuple[ExperimentRow, ...]
    running: tuple[ExperimentRow, ...]
    concluded: tuple[ExperimentRow, ...]
    older: int | None

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.running or self.concluded)


def listing(before: int | None = None) -> Listing:
    """All that is planned or running, and a page of what is concluded, the newest first."""
    running = _fetch(_query(ExperimentState.RUNNING).order_by(Experiment.ends_on, Experiment.id).limit(MOST_RUNNING))
    alive = Stage.kind.in_((StageKind.REVIEW, StageKind.EXPERIMENT))
    planned = _fetch(
        _query(ExperimentState.PLANNED).where(alive).order_by(Experiment.starts_on, Experiment.id).limit(MOST_RUNNING)
    )
    ended = _query(ExperimentState.CONCLUDED).order_by(Experiment.id.desc()).limit(PAGE + 1)
    concluded = _fetch(ended.where(Experiment.id < before) if before else ended)
    older = concluded[PAGE - 1].Experiment.id if len(concluded) > PAGE else None
    concluded = concluded[:PAGE]
    first = readings([row.Experiment for row in (*running, *concluded)])
    return Listing(
        planned=tuple(_row(row, None) for row in planned),
        running=tuple(_row(row, first.get(row.Experiment.id)) for row in running),
        concluded=tuple(_row(row, first.get(row.Experiment.id)) for row in concluded),
        older=older,
    )


def _query(state: ExperimentState) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Experiment,
            Idea.title,
            Area.name.label("area"),
            Person.name.label("owner_name"),
            Stage.kind.label("stage_kind"),
        )
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .join(Person, Person.id == Experiment.owner_id)
        .where(Experiment.state == state)
    )


def _fetch(query: sa.Select[*tuple[Any, ...]]) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    return db.session.execute(query).all()


def _row(row: sa.Row[*tuple[Any, ...]], result: Reading | None) -> ExperimentRow:
    one: Experiment = row.Experiment
    days = (one.ends_on - one.starts_on).days + 1
    return ExperimentRow(
        id=one.id,
        idea_id=one.idea_id,
        title=row.title,
        round=one.round,
        state=one.state.value,
        area=row.area,
        owner=Face(one.owner_id, row.owner_name),
        metric=one.metric,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        day=max(0, min((today() - one.starts_on).days + 1, days)),
        days=days,
        is_approved=row.stage_kind is StageKind.EXPERIMENT,
        conclusion=one.conclusion.value if one.conclusion else None,
        conclusion_label=one.conclusion.label if one.conclusion else "",
        effect=result.main.short if result else "",
        verdict=result.verdict.value if result else "",
        verdict_label=result.verdict.label if result else "",
    )
