"""The plan of an experiment in full, as its page shows it, with what was amended beside what it changed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from innovate.accounts.models import Team
from innovate.core.db import rows
from innovate.core.wording import number, percent
from innovate.experiments.amending import told
from innovate.experiments.choosing import EXPLAINED, Explained
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Experiment, LibraryMetric, Measure, MeasureRole
from innovate.experiments.queries.amendments import AmendmentLine, amended_of


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One number that is measured: why, where it stands, and what is wanted of it."""

    name: str
    role: str
    metric_id: int | None
    definition: str
    stands: str
    wanted: str


@dataclass(frozen=True, slots=True)
class ArmLine:
    """One side of the comparison: its part of the customers, or the day on which it begins."""

    name: str
    is_control: bool
    part: str
    begins_on: date | None


@dataclass(frozen=True, slots=True)
class PlanPage:
    """All that was planned."""

    measures: tuple[MeasureLine, ...]
    explained: Explained
    is_stepped: bool
    arms: tuple[ArmLine, ...]
    switch_on: date | None
    drawn_of: str  # of what lots are drawn; nothing where none are
    has_lots: bool
    decide_on: date | None
    traffic: str
    spread: str
    team: str
    risks: str
    conditions: str
    stop_rules: str
    if_better: str
    if_unclear: str
    if_worse: str
    amended: Mapping[str, tuple[AmendmentLine, ...]]  # by the key of the sealed plan

    @property
    def amendments(self) -> tuple[AmendmentLine, ...]:
        """All of them."""
        return tuple(line for lines in self.amended.values() for line in lines)


def plan_page(experiment: Experiment) -> PlanPage:
    """That experiment's plan, for its page."""
    metric, definitions = Metric.of(experiment), _definitions(experiment)
    whole = sum(arm.weight for arm in experiment.arms)
    is_parallel, is_stepped = experiment.design is Design.PARALLEL, experiment.design is Design.STEPPED
    return PlanPage(
        measures=(
            _primary(experiment, metric, definitions),
            *(_measure(measure, definitions) for measure in experiment.measures),
        ),
        explained=next(one for one in EXPLAINED if one.design is experiment.design),
        is_stepped=is_stepped and any(arm.treated_from for arm in experiment.arms),
        arms=tuple(
            ArmLine(arm.name, arm.is_control, percent(arm.weight / whole) if is_parallel else "", arm.treated_from)
            for arm in experiment.arms
        ),
        switch_on=experiment.switch_on,
        drawn_of=experiment.unit_kind.label if experiment.unit_kind and is_parallel else "Teams" if is_stepped else "",
        has_lots=experiment.seed is not None,
        decide_on=experiment.decide_on,
        traffic=metric.usual(experiment.traffic) if experiment.traffic else "",
        spread=f"{number(experiment.spread)} {experiment.unit}".rstrip() if experiment.spread else "",
        team=_team(experiment.team_id),
        risks=experiment.risks,
        conditions=experiment.conditions,
        stop_rules=experiment.stop_rules,
        if_better=experiment.if_better,
        if_unclear=experiment.if_unclear,
        if_worse=experiment.if_worse,
        amended=_amended(experiment),
    )


def _primary(experiment: Experiment, metric: Metric, definitions: Mapping[int, str]) -> MeasureLine:
    effect = metric.target_effect
    wanted = f"{metric.show(experiment.target)}, {metric.show_size(abs(effect))} or more" if effect else ""
    return MeasureLine(
        name=metric.subject,
        role="Primary metric",
        metric_id=experiment.metric_id,
        definition=definitions.get(experiment.metric_id or 0, ""),
        stands=metric.show(experiment.baseline),
        wanted=wanted,
    )


def _measure(measure: Measure, definitions: Mapping[int, str]) -> MeasureLine:
    metric = Metric.beside(measure)
    bearable = ""
    if measure.role is MeasureRole.GUARDRAIL and measure.margin is not None:
        bearable = f"no worse than by {metric.show_size(round(metric.margin_effect(measure.margin), 6))}"
    return MeasureLine(
        name=metric.subject,
        role=measure.role.label,
        metric_id=measure.metric_id,
        definition=definitions.get(measure.metric_id or 0, ""),
        stands="" if measure.baseline is None else metric.show(measure.baseline),
        wanted=bearable or measure.direction.label.lower(),
    )


def _definitions(experiment: Experiment) -> dict[int, str]:
    """How the metrics of the library are counted."""
    ids = {experiment.metric_id, *(measure.metric_id for measure in experiment.measures)} - {None}
    if not ids:
        return {}
    query = sa.select(LibraryMetric.id, LibraryMetric.definition).where(LibraryMetric.id.in_(ids))
    return {row.id: row.definition for row in rows(query)}


def _team(team_id: int | None) -> str:
    found = rows(sa.select(Team.name).where(Team.id == team_id)).first() if team_id else None
    return str(found.name) if found else ""


def _amended(experiment: Experiment) -> dict[str, tuple[AmendmentLine, ...]]:
    found: dict[str, tuple[AmendmentLine, ...]] = defaultdict(tuple)
    for one in amended_of(experiment):
        lines = told(experiment, one.field, one.before, one.after)
        found[one.field] += tuple(
            AmendmentLine(line.what, line.before, line.after, one.reason, one.by, one.at) for line in lines
        )
    return dict(found)
