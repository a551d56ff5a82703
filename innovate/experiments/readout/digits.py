"""The numbers of a comparison in words: as many digits as say something, and never so few that they contradict it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from innovate.core.wording import NBSP
from innovate.experiments.metric import Metric
from innovate.experiments.models import MetricKind

MOST = 6  # decimals
GENEROUS = 1.5  # 0.07 is as good as 0.1
PLAIN = 1e9  # from here on, a number is rounded to four digits


@dataclass(frozen=True, slots=True)
class Digits:
    """How the effect of one comparison is written: all of its numbers with as many decimals."""

    unit: str
    decimals: int

    @classmethod
    def of(cls, metric: Metric, effect: float, low: float, high: float, marks: Iterable[float] = ()) -> "Digits":
        """From how wide the interval is; more, where a bound would seem to touch a mark (or 0) that it does not."""
        wide = (high - low) / 2
        size = wide if math.isfinite(wide) and wide > 0 else abs(effect)
        found = -math.floor(math.log10(size * GENEROUS)) if math.isfinite(size) and size > 0 else 1
        decimals = found + 1 if metric.kind is MetricKind.MEAN else max(1, found)
        decimals = min(max(0, decimals), MOST)
        pairs = [(bound, mark) for bound in (low, high) for mark in (0.0, *marks)] + [(effect, mark) for mark in marks]
        while decimals < MOST and any(_seem_equal(value, mark, decimals) for value, mark in pairs):
            decimals += 1
        return cls(metric.effect_unit, decimals)

    def size(self, value: float) -> str:
        """Without sign and unit: “3.1”."""
        value = round(abs(value), MOST + 3)  # so that 0.65 is one number, however it was computed
        return f"{value:,.{self.decimals}f}" if value < PLAIN else f"{float(f'{value:.4g}'):,.0f}"

    def signed(self, value: float, *, plus: str = "") -> str:
        """With the sign of what is below nothing: “−1.2”; of what is above, if asked."""
        digits = self.size(value)
        if not any(digit in "123456789" for digit in digits):
            return digits
        return f"{plus if value > 0 else '−'}{digits}"

    def with_unit(self, digits: str) -> str:
        """A number that was written, with its unit and never parted from it: “3.1 points”, “1 point”."""
        unit = "point" if self.unit == "points" and digits == "1" else self.unit
        return f"{digits}{NBSP}{unit}".rstrip()

    def chosen(self, value: float) -> str:
        """A size that somebody chose, as they meant it: “2 points”, “15 %”."""
        return self.with_unit(chosen(value))


def chosen(value: float) -> str:
    """A number that somebody chose, without its sign: “2”, “2.5”, “1,500”."""
    digits = f"{float(f'{abs(value):.3g}'):,.6f}"
    return digits.rstrip("0").rstrip(".")


def _seem_equal(value: float, mark: float, decimals: int) -> bool:
    return (
        value != mark
        and math.isfinite(value)
        and round(value - mark, 12) != 0
        and (round(value, decimals) == round(mark, decimals))
    )
