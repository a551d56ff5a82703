"""The library of metrics, and who measured with which."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.core.errors import NotFound
from innovate.core.wording import number
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, LibraryMetric, Measure, MetricKind
from innovate.ideas.models import Idea

MOST_USES = 50


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric of the library, with its numbers in words."""

    id: int
    name: str
    definition: str
    kind: str
    kind_label: str
    unit: str
    direction: str
    direction_label: str
    source: str
    baseline: str
    spread: str
    owner: Face | None
    is_active: bool
    used: int


@dataclass(frozen=True, slots=True)
class Use:
    """An experiment that measured with it, and as what."""

    experiment_id: int
    title: str
    round: int
    state: str
    state_label: str
    starts_on: date
    role: str
    result: str


def library() -> tuple[MetricRow, ...]:
    """Every metric by its name, those in use first."""
    return tuple(_row(found) for found in rows(_LIBRARY.order_by(LibraryMetric.is_active.desc(), _NAME)))


def library_metric(metric_id: int) -> MetricRow:
    """That metric; NotFound when there is none."""
    found = rows(_LIBRARY.where(LibraryMetric.id == metric_id)).first()
    if found is None:
        raise NotFound
    return _row(found)


@dataclass(frozen=True, slots=True)
class Offered:
    """A metric that a plan can choose: of the library, or as it was taken over into this plan."""

    id: int
    name: str
    metric: Metric
    baseline: float | None
    spread: float | None


def offered(experiment: Experiment | None = None) -> dict[int, Offered]:
    """What a plan can choose, by name; what this plan has taken over stays as it was taken over."""
    taken: dict[int | None, Metric] = {}
    if experiment is not None:
        taken = {measure.metric_id: Metric.beside(measure) for measure in experiment.measures}
        taken[experiment.metric_id] = Metric.of(experiment)
    chosen = [metric_id for metric_id in taken if metric_id is not None]
    query = _LIBRARY.where(LibraryMetric.is_active | LibraryMetric.id.in_(chosen)).order_by(_NAME)
    return {found.id: _offered(found, taken.get(found.id)) for found in rows(query)}


def _offered(found: sa.Row[Any], taken: Metric | None) -> Offered:
    metric = Metric(found.name, found.kind, found.unit, found.direction, found.baseline)
    if taken is not None:
        metric = replace(metric, kind=taken.kind, unit=taken.unit, direction=taken.direction)
    return Offered(found.id, found.name, metric, found.baseline, found.spread)


def uses(metric_id: int) -> tuple[Use, ...]:
    """The experiments that measured with it, the latest first."""
    as_primary = sa.select(Experiment.id.label("experiment_id"), sa.literal("Primary metric").label("role")).where(
        Experiment.metric_id == metric_id
    )
    as_other = sa.select(Measure.experiment_id, sa.cast(Measure.role, sa.String)).where(Measure.metric_id == metric_id)
    used = sa.union_all(as_primary, as_other).subquery()
    query = (
        sa.select(
            *(Experiment.id, Idea.title, Experiment.round, Experiment.state, Experiment.starts_on, Experiment.result),
            used.c.role,
        )
        .join(used, used.c.experiment_id == Experiment.id)
        .join(Idea, Idea.id == Experiment.idea_id)
        .order_by(Experiment.id.desc())
        .limit(MOST_USES)
    )
    return tuple(
        Use(
            found.id,
            found.title,
            found.round,
            found.state.value,
            found.state.label,
            found.starts_on,
            _ROLES.get(found.role, found.role),
            found.result,
        )
        for found in rows(query)
    )


def _row(found: sa.Row[Any]) -> MetricRow:
    metric = Metric(found.name, found.kind, found.unit, found.direction, found.baseline)
    unit = f" {found.unit}" if found.unit else ""
    return MetricRow(
        id=found.id,
        name=found.name,
        definition=found.definition,
        kind=found.kind.value,
        kind_label=found.kind.label,
        unit="%" if found.kind is MetricKind.SHARE else found.unit,
        direction=found.direction.value,
        direction_label=found.direction.label,
        source=found.source,
        baseline="" if found.baseline is None else metric.show(found.baseline),
        spread="" if found.spread is None else f"{number(found.spread)}{unit}",
        owner=Face(found.owner_id, found.owner) if found.owner_id else None,
        is_active=found.is_active,
        used=found.used,
    )


_ROLES = {"secondary": "Secondary metric", "guardrail": "Guardrail"}
_NAME = sa.func.lower(LibraryMetric.name)


def _count(model: type[Experiment] | type[Measure]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).where(model.metric_id == LibraryMetric.id).scalar_subquery()


_LIBRARY = sa.select(
    *(LibraryMetric.id, LibraryMetric.name, LibraryMetric.definition, LibraryMetric.kind, LibraryMetric.unit),
    *(LibraryMetric.direction, LibraryMetric.source, LibraryMetric.baseline, LibraryMetric.spread),
    *(LibraryMetric.owner_id, LibraryMetric.is_active, Person.name.label("owner")),
    (_count(Experiment) + _count(Measure)).label("used"),
).outerjoin(Person, Person.id == LibraryMetric.owner_id)
