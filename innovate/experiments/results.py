"""From the recorded rows to the read-outs: what each arm showed, day by day, beside what was promised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate.core.clock import today
from innovate.core.db import db, rows
from innovate.experiments.metric import Metric
from innovate.experiments.models import Amendment, Arm, Design, Experiment, ExperimentState, Measure, Measurement
from innovate.experiments.readout import Observed, Promise, Reading, Series, Side, Test, read

NOTHING_YET = "There was too little data for a read-out."
LAST_DAY = "ends_on"  # as an amendment names it


@dataclass(frozen=True, slots=True)
class ArmSeries:
    """An arm and all its days, in order; in a stepped rollout a team, which may have a first day with the change."""

    id: int
    name: str
    is_control: bool
    measured: tuple[Observed, ...]
    weight: float = 1.0
    treated_from: date | None = None

    @property
    def base(self) -> float:
        """How much it rests on."""
        return sum(one.base for one in self.measured)

    @property
    def value(self) -> float | None:
        """What it came to: a share, a mean or a rate; None before any number."""
        return sum(one.amount for one in self.measured) / self.base if self.measured else None


Arms = tuple[ArmSeries, ...]
ByMeasure = Mapping[int | None, Arms]
"""The arms with what they showed of each measure by its id; None for the primary metric."""


# The rows.


def series(experiment_ids: Iterable[int]) -> dict[int, Arms]:
    """The arms of these experiments with all their days of the primary metric, in one statement; the control first."""
    return {experiment_id: found[None] for experiment_id, found in _fetched(experiment_ids, primary_only=True).items()}


def all_series(experiment_ids: Iterable[int]) -> dict[int, ByMeasure]:
    """The same for every measure of which there are numbers, in one statement."""
    return dict(_fetched(experiment_ids, primary_only=False))


def _fetched(experiment_ids: Iterable[int], *, primary_only: bool) -> dict[int, dict[int | None, Arms]]:
    of_arm = Measurement.arm_id == Arm.id
    query = (
        sa.select(
            *(Arm.experiment_id, Arm.id, Arm.name, Arm.is_control, Arm.weight, Arm.treated_from),
            *(Measurement.measure_id, Measurement.day, Measurement.amount, Measurement.base, Measurement.spread),
        )
        .outerjoin(Measurement, of_arm & Measurement.measure_id.is_(None) if primary_only else of_arm)
        .where(Arm.experiment_id.in_(list(experiment_ids)))
        .order_by(Arm.experiment_id, Arm.position, Measurement.day)
    )
    arms: dict[int, dict[int, Any]] = {}
    days: dict[tuple[int, int | None], list[Observed]] = {}
    measures: dict[int, dict[int | None, None]] = {}
    for row in rows(query).all():
        experiment_id, arm_id, _, _, _, treated_from, measure_id, day, amount, base, spread = row
        key = arm_id, measure_id
        if key not in days:
            arms.setdefault(experiment_id, {})[arm_id] = row
            measures.setdefault(experiment_id, {None: None})[measure_id] = None
            days[key] = []
        if day is not None:
            is_treated = treated_from is not None and day >= treated_from
            days[key].append(Observed(day, amount, base, spread, is_treated))
    return {
        experiment_id: {
            measure: tuple(
                ArmSeries(
                    arm.id,
                    arm.name,
                    arm.is_control,
                    tuple(days.get((arm.id, measure), ())),
                    arm.weight,
                    arm.treated_from,
                )
                for arm in arms[experiment_id].values()
            )
            for measure in found
        }
        for experiment_id, found in measures.items()
    }


# The read-outs.


def reading_of(experiment: Experiment, measured: ByMeasure | None = None, *, is_last: bool = False) -> Reading | None:
    """Its read-out with everything beside it; None while there is too little data. `measured` from `all_series`.

    The last one is what stays when it is concluded now: it says nothing of days to come.
    """
    return read(terms_of(experiment, measured, is_last=is_last))


def readings(experiments: Sequence[Experiment]) -> dict[int, Reading | None]:
    """The read-outs of several, in two statements: of the primary metrics alone, as a list shows them."""
    ids = [one.id for one in experiments]
    arms, amended = series(ids), _amendments(ids)
    return {one.id: read(_terms(one, arms.get(one.id, ()), amended.get(one.id, ()))) for one in experiments}


def terms_of(
    experiment: Experiment,
    measured: ByMeasure | None = None,
    amended: Sequence[str] | None = None,
    *,
    is_last: bool = False,
) -> Test:
    """All that its read-out is made from: what was measured, and what was promised before; fetched if not given."""
    if measured is None:
        measured = all_series([experiment.id]).get(experiment.id, {})
    sides = [(measure, measured.get(measure.id, ())) for measure in experiment.measures]
    if amended is None:
        amended = _amendments([experiment.id]).get(experiment.id, ())
    test = _terms(experiment, measured.get(None, ()), amended, sides)
    if is_last and test.promise:
        return replace(test, promise=replace(test.promise, is_concluded=True))
    return test


def _terms(
    experiment: Experiment,
    arms: Arms,
    amended: Sequence[str],
    sides: Sequence[tuple[Measure, Arms]] = (),
) -> Test:
    listed = [
        (measure, Side(measure.name, Metric.beside(measure), _series(experiment, shown), measure.margin))
        for measure, shown in sides
    ]
    return Test(
        Metric.of(experiment),
        experiment.design,
        _series(experiment, arms),
        _promise(experiment, arms, amended),
        secondaries=tuple(side for _, side in listed if side.margin is None),
        guardrails=tuple(side for _, side in listed if side.margin is not None),
        drawn=experiment.unit_kind,
    )


def _series(experiment: Experiment, arms: Arms) -> tuple[Series, ...]:
    """The arms as a read-out takes them; where teams have first days, none of them is the control."""
    is_stepped = experiment.design is Design.STEPPED and any(arm.treated_from for arm in arms)
    return tuple(
        Series(
            arm.name,
            arm.is_control and not is_stepped,
            arm.measured,
            arm.weight,
        )
        for arm in arms
    )


def _promise(experiment: Experiment, arms: Arms, amended: Sequence[str]) -> Promise:
    concluded, sealed = experiment.concluded_at, experiment.sealed_at
    traffic, days = _sealed_size(experiment)
    known = {one.day for arm in arms for one in arm.measured}
    return Promise(
        experiment.starts_on,
        experiment.ends_on,
        concluded.date() if concluded else today(),
        switch_on=experiment.switch_on,
        planned_size=traffic * days if traffic else None,
        amendments=len(amended),
        early_days=sum(day < sealed.date() for day in known) if sealed else 0,
        sealed_days=days,
        is_concluded=experiment.state is ExperimentState.CONCLUDED,
        has_moved_end=LAST_DAY in amended,
    )


def _sealed_size(experiment: Experiment) -> tuple[float | None, int]:
    """The traffic and the days that were planned, as sealed: what was amended since tunes no interval anew."""
    plan = experiment.sealed or {}
    first, last = (
        date.fromisoformat(plan[name]) if plan.get(name) else stands
        for name, stands in (("starts_on", experiment.starts_on), (LAST_DAY, experiment.ends_on))
    )
    return plan.get("traffic", experiment.traffic), (last - first).days + 1


def _amendments(experiment_ids: Sequence[int]) -> dict[int, list[str]]:
    """Which parts of these plans were changed after the start."""
    query = sa.select(Amendment.experiment_id, Amendment.field).where(Amendment.experiment_id.in_(experiment_ids))
    found: dict[int, list[str]] = {}
    for experiment_id, field in db.session.execute(query.order_by(Amendment.id)):
        found.setdefault(experiment_id, []).append(field)
    return found
