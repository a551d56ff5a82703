"""The primary metric: how its numbers are typed, kept and said."""

import re
from dataclasses import dataclass

from innovate.core.wording import number
from innovate.experiments.models import Direction, Experiment, MetricKind

_PER = re.compile(r"\bper\s+(\d[\d,.\s]*)?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured, which way is better, where it stands and where it should go.

    A share is kept as 0 to 1 and typed in percent. A rate's unit may name a number, as in “per 1,000 orders”: orders
    are typed as they are counted, and kept in thousands, so that amount over base is in the unit.
    """

    name: str
    kind: MetricKind
    unit: str
    direction: Direction
    baseline: float
    target: float

    @classmethod
    def of(cls, experiment: Experiment) -> "Metric":
        return cls(
            experiment.metric,
            experiment.metric_kind,
            experiment.unit,
            experiment.direction,
            experiment.baseline,
            experiment.target,
        )

    @property
    def per(self) -> float:
        """What a typed base is divided by: 1,000 for “per 1,000 orders”, else 1."""
        found = _PER.search(self.unit) if self.kind is MetricKind.RATE else None
        digits = re.sub(r"\D", "", found.group(1) or "") if found else ""
        return float(digits) if digits and int(digits) else 1.0

    @property
    def amount_label(self) -> str:
        """What the first number of a day is."""
        return {MetricKind.SHARE: "Successes", MetricKind.MEAN: "Total", MetricKind.RATE: "Events"}[self.kind]

    @property
    def base_label(self) -> str:
        """What the second number of a day is."""
        if self.kind is MetricKind.RATE:
            found = _PER.search(self.unit)
            return ((found.group(2) if found else "").strip() or "exposure").capitalize()
        return "Of" if self.kind is MetricKind.SHARE else "Count"

    def show(self, value: float) -> str:
        """“71.4 %”, “4.2 min”, “36.5 per 1,000 orders”."""
        if self.kind is MetricKind.SHARE:
            return f"{value * 100:.1f} %"
        return f"{number(float(value))} {self.unit}".strip()

    @property
    def effect_unit(self) -> str:
        """What a difference between arms is counted in."""
        return {MetricKind.SHARE: "points", MetricKind.MEAN: self.unit, MetricKind.RATE: "%"}[self.kind]

    @property
    def target_effect(self) -> float:
        """How far the target lies from the baseline, in the unit of an effect."""
        if self.kind is MetricKind.RATE:
            return (self.target / self.baseline - 1) * 100
        return (self.target - self.baseline) * (100 if self.kind is MetricKind.SHARE else 1)

    def show_effect(self, size: float) -> str:
        """The size of a difference, without its sign: “6.2 points”."""
        digits = f"{abs(size):,.1f}" if self.kind is not MetricKind.MEAN else number(float(f"{abs(size):.3g}"))
        return f"{digits} {self.effect_unit}".strip()

    def is_better(self, effect: float) -> bool:
        """Whether a difference of that sign is what was hoped for."""
        return effect > 0 if self.direction is Direction.UP else effect < 0

    def typed(self, value: float) -> float:
        """A kept value as people type it."""
        return round(value * 100, 6) if self.kind is MetricKind.SHARE else value

    def kept(self, typed: float) -> float:
        """A typed value as it is kept."""
        return typed / 100 if self.kind is MetricKind.SHARE else typed
