"""The seal: the plan as data, the hash that shows it has not changed since the start, and what was amended openly."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

import orjson
import sqlalchemy as sa

from innovate.core.db import db
from innovate.experiments.models import Allocation, Amendment, Arm, Experiment, Measure

Plan = dict[str, Any]


def plan_of(experiment: Experiment) -> Plan:
    """All that the plan promises, fit for JSON."""
    return {
        "change": experiment.change,
        "customers": experiment.customers,
        "insight": experiment.insight,
        "metric": experiment.metric,
        "metric_kind": experiment.metric_kind.value,
        "unit": experiment.unit,
        "direction": experiment.direction.value,
        "baseline": float(experiment.baseline),
        "target": float(experiment.target),
        "spread": _figure(experiment.spread),
        "traffic": _figure(experiment.traffic),
        "design": experiment.design.value,
        "arms": [arm.name for arm in experiment.arms],
        "weights": [float(arm.weight or 1) for arm in experiment.arms],
        "treated_from": [_day(arm.treated_from) for arm in experiment.arms],
        "measures": [_measure(one) for one in experiment.measures],
        "unit_kind": experiment.unit_kind.value if experiment.unit_kind else None,
        "seed": experiment.seed,
        "allocation": _allocation(experiment) if experiment.seed else None,
        "budget_cents": experiment.budget_cents,
        "starts_on": experiment.starts_on.isoformat(),
        "ends_on": experiment.ends_on.isoformat(),
        "switch_on": _day(experiment.switch_on),
        "decide_on": _day(experiment.decide_on),
        "conditions": experiment.conditions or "",
        "stop_rules": experiment.stop_rules or "",
        "if_better": experiment.if_better or "",
        "if_unclear": experiment.if_unclear or "",
        "if_worse": experiment.if_worse or "",
    }


def seal_of(plan: Plan) -> str:
    """SHA-256 of the plan in canonical form: keys in order, no space between."""
    return hashlib.sha256(orjson.dumps(plan, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Amended(Protocol):
    """A part of the plan that was changed openly after the start."""

    @property
    def field(self) -> str: ...
    @property
    def before(self) -> Any: ...
    @property
    def after(self) -> Any: ...


def is_intact(experiment: Experiment, amendments: Iterable[Amended] | None = None) -> bool:
    """Whether a sealed experiment says what was sealed, but for what was amended openly since, fetched if not given.

    A seal vouches for what it names: one that was made before plans could say more is asked for no more.
    """
    sealed = experiment.sealed
    if sealed is None or seal_of(sealed) != experiment.seal:
        return False
    promised = amended(sealed, amendments_of(experiment) if amendments is None else amendments)
    if promised is None:
        return False
    stands = plan_of(experiment)
    return all(stands.get(name) == value for name, value in promised.items())


def amended(sealed: Plan, amendments: Iterable[Amended]) -> Plan | None:
    """The sealed plan with what was amended, in order; None where one does not follow on what stood before it."""
    plan = dict(sealed)
    for one in amendments:
        if one.field in plan and plan[one.field] != one.before:
            return None
        plan[one.field] = one.after
    return plan


def amendments_of(experiment: Experiment) -> list[Amendment]:
    """What was changed after the start, in order."""
    query = sa.select(Amendment).where(Amendment.experiment_id == experiment.id).order_by(Amendment.id)
    return list(db.session.scalars(query))


def _measure(one: Measure) -> dict[str, Any]:
    """A secondary metric or a guardrail; whence it was taken promises nothing."""
    return {
        "role": one.role.value,
        "name": one.name,
        "kind": one.kind.value,
        "unit": one.unit or "",
        "direction": one.direction.value,
        "baseline": _figure(one.baseline),
        "margin": _figure(one.margin),
    }


def _allocation(experiment: Experiment) -> str:
    """SHA-256 of where chance put each unit, a line for each."""
    query = (
        sa.select(Allocation.unit, Allocation.stratum, Arm.name)
        .join(Arm, Arm.id == Allocation.arm_id)
        .where(Allocation.experiment_id == experiment.id)
    )
    lines = sorted("\t".join(row) for row in db.session.execute(query))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _figure(value: float | None) -> float | None:
    return None if value is None else float(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
