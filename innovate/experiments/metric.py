"""The primary metric: how its numbers are typed, kept and said."""

import re
from dataclasses import dataclass

from innovate.core.wording import NBSP, number, percent
from innovate.experiments.models import Direction, Experiment, Measure, MetricKind

_PER = re.compile(r"\bper\s+(\d[\d,.\s]*)?(.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured, which way is better, where it stands and where it should go.

    A share is kept as 0 to 1 and typed in percent. A rate's unit may name a number, as in “per 1,000 orders”: orders
    are typed as they are counted, and kept in thousands, so that amount over base is in the unit. Only a primary metric
    has a target, and only a bare file's names no direction.
    """

    name: str
    kind: MetricKind
    unit: str = ""
    direction: Direction | None = None
    baseline: float | None = None
    target: float | None = None

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

    @classmethod
    def beside(cls, measure: Measure) -> "Metric":
        """A secondary metric or a guardrail, as it was taken over when the experiment was planned."""
        return cls(measure.name, measure.kind, measure.unit, measure.direction, measure.baseline)

    @property
    def per(self) -> float:
        """What a typed base is divided by: 1,000 for “per 1,000 orders”, else 1."""
        found = _PER.search(self.unit) if self.kind is MetricKind.RATE else None
        digits = re.sub(r"\D", "", found.group(1) or "") if found else ""
        return float(digits) if digits and int(digits) else 1.0

    @property
    def subject(self) -> str:
        """What a number with its unit is said of: “return calls” where the name is “return calls per 1,000 orders”."""
        if self.unit and self.name.casefold().endswith(self.unit.casefold()):
            return self.name[: -len(self.unit)].rstrip(" ,") or self.name
        return self.name

    @property
    def amount_label(self) -> str:
        """What the first number of a day is."""
        words = {MetricKind.SHARE: "How many", MetricKind.MEAN: "Total", MetricKind.RATE: "Events"}[self.kind]
        return f"{words} ({self.unit})" if self.kind is MetricKind.MEAN and self.unit else words

    @property
    def base_label(self) -> str:
        """What the second number of a day is."""
        if self.kind is MetricKind.RATE:
            return (self._counted or "exposure").capitalize()
        return "Of how many" if self.kind is MetricKind.SHARE else "Count"

    @property
    def spread_label(self) -> str:
        """What the third number of a day is, which only a mean has; nothing for the others."""
        if self.kind is not MetricKind.MEAN:
            return ""
        return f"Spread ({self.unit})" if self.unit else "Spread"

    @property
    def asked(self) -> str:
        """What the numbers of a day are, in one sentence above them."""
        if self.kind is MetricKind.SHARE:
            return f"“{self.amount_label}” counts {self.subject}; “of how many” counts all that could have been."
        if self.kind is MetricKind.RATE:
            return f"“{self.amount_label}” counts {self.subject}; “{self.base_label}” is how many there were that day."
        return "“Total” is all values of the day added up; “Count” is how many values they are."

    def sample(self, base: float) -> str:
        """How much one arm rests on: “412 cases”, “5,300 orders”."""
        counted = self._counted if self.kind is MetricKind.RATE else "case" if base == 1 else "cases"
        return f"{_exact(round(base * self.per, 6))} {counted}".rstrip()

    def usual(self, base: float) -> str:
        """The same of what a day brings on average, with no more digits than an average has: “29 cases”."""
        counted = base * self.per
        return self.sample((round(counted) if counted >= 10 else float(f"{counted:.2g}")) / self.per)

    @property
    def _counted(self) -> str:
        """What a rate counts its events in: “orders” of “per 1,000 orders”."""
        found = _PER.search(self.unit)
        return (found.group(2) if found else "").strip()

    def show(self, value: float) -> str:
        """A number that somebody chose, as they meant it: “71.4 %”, “4.25 min”, “36.5 per 1,000 orders”."""
        return percent(value) if self.kind is MetricKind.SHARE else self._with_unit(number(float(value)))

    def show_found(self, value: float) -> str:
        """A number that was measured, with no more digits than say something: “71.4 %”, “3.15 min”."""
        if self.kind is MetricKind.SHARE or abs(value) >= 1000:
            return self.show(value)
        return self._with_unit(number(float(f"{value:.3g}")))

    def show_day(self, amount: float, base: float, spread: float | None) -> str:
        """A day of one arm: “43 of 61”, “212 in 5,300 orders”, “652.5 min in 148, spread 2.1 min”."""
        first, second = _exact(amount), _exact(round(base * self.per, 6))
        if self.kind is MetricKind.SHARE:
            return f"{first} of {second}"
        if self.kind is MetricKind.RATE:
            return f"{first} in {second}{NBSP}{self._counted}".rstrip()
        spread_words = "" if spread is None else f", spread {self._with_unit(_exact(spread))}"
        return f"{self._with_unit(first)} in {second}{spread_words}"

    def _with_unit(self, digits: str) -> str:
        """A number with its unit, on one line as far as its first word."""
        return f"{digits}{NBSP}{self.unit}".rstrip()

    @property
    def effect_unit(self) -> str:
        """What a difference between arms is counted in."""
        return {MetricKind.SHARE: "points", MetricKind.MEAN: self.unit, MetricKind.RATE: "%"}[self.kind]

    @property
    def target_effect(self) -> float | None:
        """How far the target lies from the baseline, in the unit of an effect; None without either."""
        if self.target is None or self.baseline is None:
            return None
        moved = self.target / self.baseline - 1 if self.kind is MetricKind.RATE else self.target - self.baseline
        return moved * self.effect_scale

    @property
    def effect_scale(self) -> float:
        """How many units of effect one natural unit has: points of a share, percent of a ratio."""
        return 1.0 if self.kind is MetricKind.MEAN else 100.0

    def effect_of(self, estimate: float) -> float:
        """A difference of shares or means, or a ratio of rates, in the unit of an effect: points, the unit, percent."""
        return (estimate - 1 if self.kind is MetricKind.RATE else estimate) * self.effect_scale

    def moved(self, baseline: float, effect: float) -> float:
        """Where a baseline comes to stand when it gets better by so much, in the unit of an effect."""
        better = -1 if self.direction is Direction.DOWN else 1
        if self.kind is MetricKind.RATE:
            return round(baseline * (1 + better * effect / self.effect_scale), 12)
        return round(baseline + better * effect / self.effect_scale, 12)

    def margin_effect(self, margin: float) -> float:
        """A guardrail's margin in the unit of an effect."""
        return margin * self.effect_scale

    def show_size(self, size: float) -> str:
        """The size of an effect that somebody chose, with the digits that they meant: “2.25 points”.

        One that a target only implies has endless digits, of which three say enough: “35.7 %”.
        """
        is_meant = abs(size - round(size, 2)) < 1e-6
        return f"{number(float(size if is_meant else f'{size:.3g}'))}{NBSP}{self.effect_unit}".rstrip()

    def is_better(self, effect: float) -> bool:
        """Whether a difference of that sign is what was hoped for; higher is, where no direction is named."""
        return effect < 0 if self.direction is Direction.DOWN else effect > 0

    def typed(self, value: float) -> float:
        """A kept value as people type it."""
        return round(value * 100, 6) if self.kind is MetricKind.SHARE else value

    def kept(self, typed: float) -> float:
        """A typed value as it is kept."""
        return typed / 100 if self.kind is MetricKind.SHARE else typed


def in_a_sentence(name: str) -> str:
    """A metric's name as it stands within a sentence: “first-contact resolution”, but “CSAT top box”."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _exact(value: float) -> str:
    """A recorded number with every digit that was typed: “5,300”, “652.55”."""
    return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"
