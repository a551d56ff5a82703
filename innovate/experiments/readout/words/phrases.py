"""The pieces that sentences are made of: a comparison's numbers as they are written, and how names are put."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from innovate.core.wording import NBSP
from innovate.core.wording import sentence as as_sentence
from innovate.experiments.metric import Metric
from innovate.experiments.models import MetricKind
from innovate.experiments.readout.digits import Digits
from innovate.experiments.readout.judging import is_apart
from innovate.experiments.readout.reading import Comparison

INTERVAL = f"95{NBSP}% interval"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence: a clause that follows a semicolon, or a sentence of its own."""

    words: str
    is_clause: bool = False
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Phrases:
    """One comparison with the numbers of its sentence as they are written."""

    metric: Metric
    one: Comparison
    marks: tuple[float, ...] = ()

    @property
    def digits(self) -> Digits:
        target = () if self.one.target is None else (self.one.target,)
        return Digits.of(
            self.metric, self.one.effect, self.one.effect_low, self.one.effect_high, (*target, *self.marks)
        )

    @property
    def way(self) -> str:
        return "rose" if self._sign > 0 else "fell"

    @property
    def change(self) -> str:
        return "rise" if self._sign > 0 else "fall"

    @property
    def _sign(self) -> float:
        return self.one.effect_low if self.is_clear else self.one.effect

    @property
    def is_clear(self) -> bool:
        return is_apart(self.one.effect_low, self.one.effect_high)

    @property
    def size(self) -> str:
        """How large a clear effect is: “3.1 points”."""
        return self.digits.with_unit(self.digits.size(self.one.effect))

    @property
    def interval(self) -> str:
        """Of a clear effect the sizes, the smaller first; else both bounds with their signs."""
        low, high = self.one.effect_low, self.one.effect_high
        if not math.isfinite(low) or not math.isfinite(high):
            return f"{INTERVAL} without an end"
        if self.is_clear:
            near, far = sorted((low, high), key=abs)
            return f"{INTERVAL} {self.digits.size(near)} to {self.digits.size(far)}"
        return f"{INTERVAL} {self.digits.signed(low)} to {self.digits.signed(high)}"

    @property
    def difference(self) -> str:
        """An effect that is not clear, with its sign: “+0.4 points”."""
        return self.digits.with_unit(self.digits.signed(self.one.effect, plus="+"))

    @property
    def target(self) -> str:
        return self.digits.chosen(self.one.target or 0.0)

    @property
    def wanted(self) -> str:
        """The change that was set out for: “rise”."""
        return "rise" if (self.one.target or 0.0) > 0 else "fall"

    @property
    def is_endless(self) -> bool:
        return not all(math.isfinite(value) for value in (self.one.effect, self.one.effect_low, self.one.effect_high))


def counted(metric: Metric) -> str:
    """What there are too few of."""
    return "values" if metric.kind is MetricKind.MEAN else "events"


def capital(words: str) -> str:
    """As a sentence begins; a name that is written as eNPS stays as it is."""
    first = words.split(" ", 1)[0]
    return as_sentence(words) if first == first.lower() else words


def listed(words: Sequence[str]) -> str:
    if len(words) > MOST_NAMED:
        words = [*words[: MOST_NAMED - 1], f"{len(words) - MOST_NAMED + 1} more"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
