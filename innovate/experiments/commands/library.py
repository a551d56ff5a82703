"""The library of metrics: what can be measured, how it is counted, and where it usually stands."""

import math

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.experiments.models import Direction, LibraryMetric, MetricKind
from innovate.experiments.planning.terms import BIGGEST


def save_metric(
    actor: Person,
    metric: LibraryMetric | None,
    *,
    name: str,
    kind: MetricKind,
    direction: Direction,
    definition: str = "",
    unit: str = "",
    source: str = "",
    baseline: float | None = None,
    spread: float | None = None,
    owner_id: int | None = None,
    is_active: bool = True,
) -> LibraryMetric:
    """Keep a metric of the library, a new one when None; plans that took it over keep what they took.

    Raises BadInput at the field for another's name, or for a number that it cannot have.
    """
    permissions.keep_metrics.require(actor)
    _check(metric, name, kind, baseline, spread)
    if owner_id is not None:
        owner = db.session.get(Person, owner_id)
        if owner is None or not owner.is_active:
            raise BadInput("Choose somebody who works here.", "owner_id")
    metric = metric or LibraryMetric()
    metric.name, metric.kind, metric.direction, metric.definition = name.strip(), kind, direction, definition
    metric.unit = "" if kind is MetricKind.SHARE else unit
    metric.source, metric.baseline, metric.owner_id, metric.is_active = source, baseline, owner_id, is_active
    metric.spread = spread if kind is MetricKind.MEAN else None
    db.session.add(metric)
    db.session.flush()  # the event needs its id
    record(events.MetricSaved(actor_id=actor.id, metric_id=metric.id, name=metric.name))
    return metric


def _check(
    metric: LibraryMetric | None, name: str, kind: MetricKind, baseline: float | None, spread: float | None
) -> None:
    if not name.strip():
        raise BadInput("Name the metric.", "name")
    namesake = sa.select(LibraryMetric.id).where(sa.func.lower(LibraryMetric.name) == name.strip().lower())
    if db.session.scalar(namesake.where(LibraryMetric.id != metric.id) if metric else namesake) is not None:
        raise BadInput("The library has a metric of this name already.", "name")
    if baseline is not None:
        if not math.isfinite(baseline) or abs(baseline) > BIGGEST:
            raise BadInput("Give a number that can be measured.", "baseline")
        if kind is MetricKind.SHARE and not 0 <= baseline <= 1:
            raise BadInput("A share lies between 0 and 100 percent.", "baseline")
        if kind is MetricKind.RATE and baseline <= 0:
            raise BadInput("A rate lies above zero.", "baseline")
    if spread is not None and not (math.isfinite(spread) and 0 < spread <= BIGGEST):
        raise BadInput("Give a number above zero, or leave it empty.", "spread")
