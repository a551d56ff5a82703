"""An effect as it is kept with a decision: in words, and in units of the smallest effect worth having."""

import math
from dataclasses import dataclass

from innovate.core.wording import NBSP
from innovate.experiments.figures import Effect
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment, Verdict
from innovate.experiments.readout import Reading
from innovate.experiments.readout.digits import Digits

FURTHEST = 3.0  # times the smallest effect worth having, or the effect itself where that is more


@dataclass(frozen=True, slots=True)
class KeptEffect:
    """The main comparison of an experiment, in the metric's unit of effect; a bound that lies nowhere is None."""

    metric: Metric
    effect: float | None
    low: float | None
    high: float | None
    verdict: Verdict

    @classmethod
    def of(cls, experiment: Experiment) -> "KeptEffect | None":
        """What was kept when it was concluded; None where the numbers said nothing."""
        if experiment.verdict is None:
            return None
        bounds = experiment.effect, experiment.effect_low, experiment.effect_high
        return cls(Metric.of(experiment), *bounds, experiment.verdict)

    @classmethod
    def now(cls, reading: Reading) -> "KeptEffect":
        """What the numbers of a running experiment say today."""
        main = reading.main
        return cls(reading.metric, main.effect, main.effect_low, main.effect_high, main.verdict)

    @property
    def times(self) -> float | None:
        """How many times the smallest effect worth having; below 0 it went the wrong way."""
        target = self.metric.target_effect
        if self.effect is None or not target or not math.isfinite(self.effect):
            return None
        return self.effect / target

    @property
    def words(self) -> str:
        """“+3.1 points (1.2 to 5.0)”."""
        low, high = _or_endless(self.low, -1), _or_endless(self.high, 1)
        effect = self.effect if self.effect is not None else math.inf
        digits = Digits.of(self.metric, effect, low, high)
        if not all(math.isfinite(value) for value in (effect, low, high)):
            return f"at least {digits.with_unit(digits.signed(low, plus='+'))}" if math.isfinite(low) else ""
        size = digits.with_unit(digits.signed(effect, plus="+"))
        return f"{size} ({digits.signed(low)} to {digits.signed(high)})"

    def drawn(self, name: str, *, href: str | None = None) -> Effect:
        """Itself on the axis that all experiments share: 1 is the smallest effect worth having, right is good.

        A bound that lies far beyond is drawn as one without end, so that it does not make all others small.
        """
        target = self.metric.target_effect or 1.0
        far = FURTHEST * max(1.0, abs(self.times or 0.0)) * abs(target)
        low, high = _or_endless(self.low, -1), _or_endless(self.high, 1)
        low, high = low if low > -far else -math.inf, high if high < far else math.inf
        effect = self.effect if self.effect is not None else math.inf
        return Effect(
            name, low, effect, high, self.words, self.verdict.value, self.verdict.label, target, per=target, href=href
        )


def _or_endless(bound: float | None, sign: int) -> float:
    return math.copysign(math.inf, sign) if bound is None else bound


def show_times(value: float | None) -> str:
    """“1.4 ×”, “−0.3 ×”; nothing for None."""
    return "" if value is None else f"{'−' if value <= -0.05 else ''}{abs(value):.1f}{NBSP}×"
