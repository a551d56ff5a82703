"""One experiment with all that its pages show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import today
from innovate.core.db import db
from innovate.core.errors import NotFound
from innovate.core.wording import day as day_words
from innovate.experiments import sealing
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, ExperimentState, Member, MetricKind
from innovate.experiments.readout import ReadOut
from innovate.experiments.results import ArmSeries, read_outs, series
from innovate.experiments.statistics import mean_interval, mean_of_values, rate_interval, wilson
from innovate.ideas.models import Idea, StageKind

DAYS_OF_GRID = 7


def get_experiment(experiment_id: int) -> Experiment:
    """That experiment with its idea, arms and people; NotFound when there is none."""
    query = (
        sa.select(Experiment)
        .where(Experiment.id == experiment_id)
        .options(
            joinedload(Experiment.idea).joinedload(Idea.area),
            joinedload(Experiment.idea).joinedload(Idea.stage),
            joinedload(Experiment.owner),
            selectinload(Experiment.members).joinedload(Member.person),
            selectinload(Experiment.arms),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class ReadOutView:
    """A read-out as the drawing takes it."""

    sentence: str
    low: float
    estimate: float
    high: float
    target: float
    unit: str
    verdict: str
    variant: str
    short: str


@dataclass(frozen=True, slots=True)
class ArmView:
    """An arm with what it has shown in all."""

    id: int
    name: str
    is_control: bool
    value: str
    days: int
    base: float


@dataclass(frozen=True, slots=True)
class ExperimentPage:
    """What every tab of an experiment shows, and what this viewer may do."""

    id: int
    version: int
    idea_id: int
    title: str
    round: int
    state: str
    state_label: str
    area: str
    change: str
    customers: str
    insight: str
    metric: str
    baseline: str
    target: str
    direction: str
    design: str
    amount_label: str
    base_label: str
    owner: Face
    team: tuple[Face, ...]
    arms: tuple[ArmView, ...]
    budget_cents: int
    spent_cents: int
    is_reserved: bool
    starts_on: date
    ends_on: date
    day: int
    days: int
    sealed_at: datetime | None
    seal: str | None
    is_intact: bool
    read_outs: tuple[ReadOutView, ...]
    concluded_at: datetime | None
    conclusion: str | None
    conclusion_label: str
    result: str
    lesson_html: str
    is_approved: bool
    may_change_plan: bool
    may_start: bool
    may_record: bool
    may_decide: bool
    has_data: bool

    @property
    def is_planned(self) -> bool:
        return self.state == ExperimentState.PLANNED

    @property
    def is_running(self) -> bool:
        return self.state == ExperimentState.RUNNING

    @property
    def is_concluded(self) -> bool:
        return self.state == ExperimentState.CONCLUDED

    @property
    def days_left(self) -> int:
        return self.days - self.day


def page(viewer: Person, experiment: Experiment, arms: tuple[ArmSeries, ...]) -> ExperimentPage:
    """That experiment as this person sees it; `arms` from `results.series`."""
    metric = Metric.of(experiment)
    planned = experiment.state is ExperimentState.PLANNED
    running = experiment.state is ExperimentState.RUNNING
    approved = experiment.idea.stage.kind is StageKind.EXPERIMENT
    days = (experiment.ends_on - experiment.starts_on).days + 1
    return ExperimentPage(
        id=experiment.id,
        version=experiment.version,
        idea_id=experiment.idea_id,
        title=experiment.idea.title,
        round=experiment.round,
        state=experiment.state.value,
        state_label=experiment.state.label,
        area=experiment.idea.area.name,
        change=experiment.change,
        customers=experiment.customers,
        insight=experiment.insight,
        metric=experiment.metric,
        baseline=metric.show(experiment.baseline),
        target=metric.show(experiment.target),
        direction=experiment.direction.label,
        design=experiment.design.label,
        amount_label=metric.amount_label,
        base_label=metric.base_label,
        owner=Face(experiment.owner_id, experiment.owner.name),
        team=tuple(Face(member.person_id, member.person.name) for member in experiment.members),
        arms=tuple(_arm(metric, arm) for arm in arms),
        budget_cents=experiment.budget_cents,
        spent_cents=experiment.spent_cents,
        is_reserved=experiment.is_reserved,
        starts_on=experiment.starts_on,
        ends_on=experiment.ends_on,
        day=max(0, min((today() - experiment.starts_on).days + 1, days)),
        days=days,
        sealed_at=experiment.sealed_at,
        seal=experiment.seal,
        is_intact=sealing.is_intact(experiment),
        read_outs=tuple(_view(metric, one) for one in read_outs(metric, arms)),
        concluded_at=experiment.concluded_at,
        conclusion=experiment.conclusion.value if experiment.conclusion else None,
        conclusion_label=experiment.conclusion.label if experiment.conclusion else "",
        result=experiment.result,
        lesson_html=experiment.lesson_html,
        is_approved=approved,
        may_change_plan=planned and permissions.change_plan.allows(viewer, experiment),
        may_start=planned and approved and permissions.start_experiment.allows(viewer, experiment),
        may_record=running and permissions.record_measurements.allows(viewer, experiment),
        may_decide=running and permissions.decide_idea.allows(viewer, experiment.idea),
        has_data=bool(arms) and all(arm.measured for arm in arms),
    )


def _arm(metric: Metric, arm: ArmSeries) -> ArmView:
    days = arm.days
    value = "" if days.value is None else metric.show(days.value)
    return ArmView(arm.id, arm.name, arm.is_control, value, len(days.days), round(days.base * metric.per, 6))


def _view(metric: Metric, one: ReadOut) -> ReadOutView:
    def rounded(value: float) -> float:
        return float(f"{value:.3g}") if metric.kind is MetricKind.MEAN else round(value, 1)

    estimate = one.estimate
    unit = f" {metric.effect_unit}" if metric.effect_unit else ""
    return ReadOutView(
        one.sentence,
        rounded(estimate.low),
        rounded(estimate.effect),
        rounded(estimate.high),
        rounded(one.target),
        unit,
        one.verdict.value,
        one.variant,
        one.short,
    )


def plot(experiment: Experiment, arms: tuple[ArmSeries, ...]) -> dict[str, Any] | None:
    """Each arm by day with the interval of each day, for the chart; None before any data."""
    metric = Metric.of(experiment)
    days = sorted({one.day for arm in arms for one in arm.measured})
    if not days:
        return None
    factor = 100 if metric.kind is MetricKind.SHARE else 1
    lines = []
    for place, arm in enumerate(arms):
        at = {one.day: one.numbers for one in arm.measured}
        values = [round(at[day].amount / at[day].base * factor, 4) if day in at else None for day in days]
        bands = [_band(metric, at[day].amount, at[day].base, at[day].squares) if day in at else None for day in days]
        line: dict[str, Any] = {"label": arm.name, "values": values}
        line["tone"] = "quiet" if arm.is_control else ("accent", "amber", "good")[(place - 1) % 3]
        if any(bands):
            line["low"] = [round(band[0] * factor, 4) if band else None for band in bands]
            line["high"] = [round(band[1] * factor, 4) if band else None for band in bands]
        lines.append(line)
    unit = "%" if metric.kind is MetricKind.SHARE else metric.unit
    return {
        "type": "line",
        "x": [day_words(day) for day in days],
        "x_label": "Day",
        "y_label": metric.name,
        "unit": unit,
        "series": lines,
        "target": {"value": experiment.target * factor, "label": f"target {metric.show(experiment.target)}"},
    }


def _band(metric: Metric, amount: float, base: float, squares: float | None) -> tuple[float, float] | None:
    if metric.kind is MetricKind.SHARE:
        return wilson(amount, base)
    if metric.kind is MetricKind.RATE:
        return rate_interval(amount, base)
    mean = mean_of_values(base, amount, squares) if squares is not None else None
    return mean_interval(mean) if mean else None


@dataclass(frozen=True, slots=True)
class DataCell:
    """What one arm showed on one day, as people type it; empty before."""

    arm_id: int
    arm: str
    amount: str
    base: str
    entered: str


@dataclass(frozen=True, slots=True)
class DataRow:
    """One day of the grid."""

    day: date
    cells: tuple[DataCell, ...]


def data_rows(experiment: Experiment, arms: tuple[ArmSeries, ...], last: date | None = None) -> tuple[DataRow, ...]:
    """A week of the grid that ends on `last`, or on the newest day that can be recorded; the newest first."""
    newest = min(today(), experiment.ends_on)
    end = min(last or newest, newest)
    per = Metric.of(experiment).per
    kept = {(arm.id, one.day): one for arm in arms for one in arm.measured}
    rows = []
    for back in range(DAYS_OF_GRID):
        day = end - timedelta(days=back)
        if day < experiment.starts_on:
            break
        cells = []
        for arm in arms:
            one = kept.get((arm.id, day))
            amount, base = (one.numbers.amount, one.numbers.base * per) if one else (None, None)
            entered = f"{one.entered_by}, {day_words(one.entered_at)}" if one else ""
            cells.append(DataCell(arm.id, arm.name, _typed(amount), _typed(base), entered))
        rows.append(DataRow(day, tuple(cells)))
    return tuple(rows)


def _typed(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"


def arms_of(experiment: Experiment) -> tuple[ArmSeries, ...]:
    """Its arms with all their days."""
    return series([experiment.id]).get(experiment.id, ())
