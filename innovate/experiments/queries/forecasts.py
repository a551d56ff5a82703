"""Forecasts: one's own and, from the start on, everybody's; and what became of all that came true or not."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.experiments.calibration import (
    ENOUGH,
    Resolved,
    Tenth,
    base_rate,
    brier,
    brier_of_always,
    by_tenths,
)
from innovate.experiments.figures import Forest, Strip
from innovate.experiments.figures.axes import Span, across
from innovate.experiments.models import Experiment, ExperimentState, Forecast, Verdict
from innovate.experiments.statistics import wilson
from innovate.ideas.models import StageKind


@dataclass(frozen=True, slots=True)
class Said:
    """One person's forecast."""

    person: Face
    percent: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What an experiment's page shows of its forecasts; before the start others' are hidden, so that nobody anchors."""

    experiment_id: int
    mine: int | None
    count: int
    shown: tuple[Said, ...]
    mean: float | None
    is_open: bool
    may_give: bool
    came: bool | None  # whether the read-out said better; None before the decision


def forecasts(viewer: Person, experiment: Experiment) -> Forecasts:
    """The forecasts of that experiment, as this person may see them."""
    query = (
        sa.select(Forecast.person_id, Forecast.percent, Forecast.at, Person.name)
        .join(Person, Person.id == Forecast.person_id)
        .where(Forecast.experiment_id == experiment.id)
        .order_by(Forecast.percent.desc(), Person.name)
    )
    found = tuple(Said(Face(row.person_id, row.name), row.percent, row.at) for row in rows(query))
    is_planned = experiment.state is ExperimentState.PLANNED
    is_open = is_planned and experiment.idea.stage.kind in (StageKind.REVIEW, StageKind.EXPERIMENT)
    shown = () if is_planned else found
    is_over = experiment.state is ExperimentState.CONCLUDED
    return Forecasts(
        experiment_id=experiment.id,
        mine=next((one.percent for one in found if one.person.id == viewer.id), None),
        count=len(found),
        shown=shown,
        mean=sum(one.percent for one in shown) / len(shown) if shown else None,
        is_open=is_open,
        may_give=is_open and permissions.give_forecast.allows(viewer, experiment),
        came=experiment.verdict is Verdict.BETTER if is_over else None,
    )


@dataclass(frozen=True, slots=True)
class Forecaster:
    """How well one person forecast, beside always saying how many come true in all."""

    person: Face
    resolved: int
    score: float
    base_score: float

    @property
    def is_better(self) -> bool:
        return self.score < self.base_score


@dataclass(frozen=True, slots=True)
class Calibration:
    """How good the company's forecasts are; `waiting` people have given some, but not yet enough."""

    resolved: int
    experiments: int
    base: float
    score: float
    base_score: float
    forecasters: tuple[Forecaster, ...]
    waiting: int
    tenths: tuple[Tenth, ...]
    drawn: Forest


def calibration(viewer: Person) -> Calibration | None:
    """How good forecasts are, of all experiments that were concluded; None before there are any.

    Whoever wishes not to be ranked is named to nobody else.
    """
    query = (
        sa.select(
            *(Forecast.experiment_id, Forecast.person_id, Forecast.percent),
            *(Experiment.verdict, Person.name, Person.is_ranked),
        )
        .join(Experiment, Experiment.id == Forecast.experiment_id)
        .join(Person, Person.id == Forecast.person_id)
        .where(Experiment.state == ExperimentState.CONCLUDED)
    )
    found = list(rows(query))
    if not found:
        return None
    every = [Resolved(row.person_id, row.percent, int(row.verdict is Verdict.BETTER)) for row in found]
    base = base_rate(every)
    theirs: dict[int, list[Resolved]] = {}
    for one in every:
        theirs.setdefault(one.person_id, []).append(one)
    names = {row.person_id: row.name for row in found if row.is_ranked or row.person_id == viewer.id}
    scored = [
        Forecaster(Face(id_, names[id_]), len(some), brier(some), brier_of_always(base, some))
        for id_, some in theirs.items()
        if len(some) >= ENOUGH and id_ in names
    ]
    tenths = by_tenths(every)
    return Calibration(
        resolved=len(every),
        experiments=len({row.experiment_id for row in found}),
        base=base,
        score=brier(every),
        base_score=brier_of_always(base, every),
        forecasters=tuple(sorted(scored, key=lambda one: (one.score, one.person.name))),
        waiting=sum(len(some) < ENOUGH for some in theirs.values()),
        tenths=tenths,
        drawn=_drawn(tenths),
    )


def _drawn(tenths: tuple[Tenth, ...]) -> Forest:
    """How many came true of what was said, tenth by tenth, on an axis from 0 to 100 %."""
    span = Span(0, 100)
    return Forest(
        tuple(_strip(one, span) for one in tenths),
        0.0,
        across(span),
        "percent that came true",
        "what was said",
        "none of them",
    )


def _strip(one: Tenth, span: Span) -> Strip:
    low, high = (100 * bound for bound in wilson((one.came, one.of)))
    came = 100 * one.came / one.of
    fits = low <= one.said <= high
    return Strip(
        name=f"Said {one.low} to {one.high} %",
        words=f"{one.came} of {one.of} came true",
        verdict="better" if fits else "worse",
        state="As said" if fits else "Less often than said" if came < one.said else "More often than said",
        note="",
        href=None,
        low_at=span.percent(low),
        at=span.percent(came),
        high_at=span.percent(high),
        mark_at=span.percent(one.said),
        goes_below=False,
        goes_above=False,
    )
