"""What is taken away of an experiment: its data as they can be imported again, and its results with every digit."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from innovate.core.spreadsheets import MARK, line
from innovate.experiments.importing import Asked
from innovate.experiments.importing.blank import heads
from innovate.experiments.importing.heads import NUMBERS, Role
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, MetricKind
from innovate.experiments.readout import Comparison, Observed, Reading
from innovate.experiments.results import ByMeasure

RESULT_HEADS = (
    *("role", "metric", "kind", "arm", "control", "estimate", "low", "high", "level", "interval", "p_value"),
    *("p_holm", "relative", "chance_better", "effect", "effect_low", "effect_high", "unit", "target", "margin"),
    *("verdict", "words"),
)


# The data.


def data_lines(asked: Asked, measured: ByMeasure) -> Iterator[str]:
    """Every number of every metric, a line for each day and arm, under the heads that the importer knows."""
    names = heads(asked)
    yield MARK + line(names)
    has_metric = len(asked.subjects) > 1
    for subject in asked.subjects:
        places = _places(subject.metric, names)
        for arm in measured.get(subject.measure_id, ()):
            for one in arm.measured:
                cells: list[str | float | None] = [one.day.isoformat(), arm.name]
                cells += [subject.metric.name] if has_metric else []
                numbers = dict(zip(places, _numbers(subject.metric, one), strict=True))
                cells += [numbers.get(place) for place in range(len(cells), len(names))]
                yield line(cells)


def _places(metric: Metric, names: list[str]) -> list[int]:
    """The columns of amount, base and, of a mean, spread."""
    known = NUMBERS[metric.kind]
    roles = (Role.AMOUNT, Role.BASE, *((Role.SPREAD,) if metric.kind is MetricKind.MEAN else ()))
    return [names.index(known[role][0]) for role in roles]


def _numbers(metric: Metric, one: Observed) -> list[float | None]:
    numbers: list[float | None] = [one.amount, round(one.base * metric.per, 6)]
    return [*numbers, one.spread] if metric.kind is MetricKind.MEAN else numbers


# The results.


def result_lines(reading: Reading) -> Iterator[str]:
    """Every comparison on a line of its own, numbers unrounded."""
    yield MARK + line(RESULT_HEADS)
    for row in _rows(reading):
        yield line([_finite(row[name]) for name in RESULT_HEADS])


def result_data(experiment: Experiment, reading: Reading | None) -> dict[str, Any]:
    """The read-out as data, in the shape that `flask readout --json` prints, with what surrounds it here."""
    rows = list(_rows(reading)) if reading else []
    return {
        "experiment": experiment.id,
        "title": experiment.idea.title,
        "round": experiment.round,
        "state": experiment.state.value,
        "seal": experiment.seal,
        "metric": experiment.metric_kind.value,
        "name": experiment.metric,
        "unit": experiment.unit,
        "direction": experiment.direction.value,
        "design": experiment.design.value.replace("_", "-"),
        "level": reading.level if reading else None,
        "is_sequential": reading.is_sequential if reading else None,
        "interval": reading.interval_words if reading else None,
        "comparisons": _of(rows, "primary"),
        "guardrails": _of(rows, "guardrail"),
        "secondaries": _of(rows, "secondary"),
        "warnings": list(dict.fromkeys(reading.codes)) if reading else [],
        "warnings_in_words": [one.sentence for one in reading.warnings] if reading else [],
        "sentence": experiment.result or (reading.sentence if reading else None),
        "conclusion": experiment.conclusion.value if experiment.conclusion else None,
        "lesson": experiment.lesson or None,
    }


def _of(rows: list[dict[str, Any]], role: str) -> list[dict[str, Any]]:
    beside = {"role", "level", "interval"}
    return [
        {name: _finite(value) for name, value in row.items() if name not in beside}
        for row in rows
        if row["role"] == role
    ]


def _rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for one in reading.comparisons:
        yield _row(reading, "primary", reading.metric, one, margin=None, verdict=one.verdict.value, words=one.short)
    for guard in reading.guardrails:
        told: Mapping[str, Any] = {"margin": guard.margin, "verdict": guard.state.value, "words": guard.words}
        yield _row(reading, "guardrail", guard.metric, guard.comparison, **told)
    for beside in reading.secondaries:
        one = beside.comparison
        yield _row(reading, "secondary", beside.metric, one, margin=None, verdict=one.verdict.value, words=beside.words)


def _row(reading: Reading, role: str, metric: Metric, one: Comparison, **told: Any) -> dict[str, Any]:
    return {
        "role": role,
        "metric": metric.name,
        "kind": metric.kind.value,
        "arm": one.arm,
        "control": one.control,
        "estimate": one.estimate,
        "low": one.low,
        "high": one.high,
        "level": reading.level,
        "interval": reading.interval_words,
        "p_value": one.p_value,
        "p_holm": one.p_holm,
        "relative": one.relative,
        "chance_better": one.chance,
        "effect": one.effect,
        "effect_low": one.effect_low,
        "effect_high": one.effect_high,
        "unit": metric.effect_unit,
        "target": one.target,
        **told,
    }


def _finite(value: Any) -> Any:
    """Nothing for what has no end."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
