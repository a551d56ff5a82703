"""The seal: the plan as data, and the hash that shows it has not changed since the start."""

import hashlib
from typing import Any

import orjson

from innovate.experiments.models import Experiment


def plan_of(experiment: Experiment) -> dict[str, Any]:
    """All that the hypothesis promises, fit for JSON."""
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
        "design": experiment.design.value,
        "arms": [arm.name for arm in experiment.arms],
        "budget_cents": experiment.budget_cents,
        "starts_on": experiment.starts_on.isoformat(),
        "ends_on": experiment.ends_on.isoformat(),
    }


def seal_of(plan: dict[str, Any]) -> str:
    """SHA-256 of the plan in canonical form: keys in order, no space between."""
    return hashlib.sha256(orjson.dumps(plan, option=orjson.OPT_SORT_KEYS)).hexdigest()


def is_intact(experiment: Experiment) -> bool:
    """Whether a sealed experiment still says what it said when it was sealed."""
    sealed = experiment.sealed
    return sealed is not None and seal_of(sealed) == experiment.seal and plan_of(experiment) == sealed
