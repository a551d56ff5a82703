"""The read-out as pages say and draw it: one sentence above its interval, and which interval that is."""

import math
from dataclasses import dataclass

from innovate.core.wording import NBSP
from innovate.experiments.metric import Metric
from innovate.experiments.readout import Comparison, Reading
from innovate.experiments.readout.digits import Digits, chosen
from innovate.experiments.statistics import PRIOR

TOO_EARLY = {"too_short", "weekday_imbalance"}  # warnings beside which a chance would only mislead


@dataclass(frozen=True, slots=True)
class Result:
    """The read-out of the primary metric as it is said and drawn."""

    sentence: str
    low: float
    estimate: float
    high: float
    target: float | None
    low_words: str
    estimate_words: str
    high_words: str
    target_words: str
    verdict: str
    interval_words: str
    explained: str
    chance: str  # “97 %”; nothing where nobody can say yet
    chance_words: str
    warnings: tuple[str, ...]
    relative: str


def result_of(reading: Reading) -> Result:
    """That read-out for a page."""
    metric, main = reading.metric, reading.main
    marks = () if main.target is None else (main.target,)
    digits = Digits.of(metric, main.effect, main.effect_low, main.effect_high, marks)
    is_early = any(one.code in TOO_EARLY for one in reading.warnings)
    return Result(
        sentence=reading.sentence,
        low=main.effect_low,
        estimate=main.effect,
        high=main.effect_high,
        target=main.target,
        low_words=_end(digits, main.effect_low),
        estimate_words=_estimate(digits, main.effect),
        high_words=_end(digits, main.effect_high),
        target_words="" if main.target is None else digits.with_unit(f"{_sign(main.target)}{chosen(main.target)}"),
        verdict=main.verdict.value,
        interval_words=reading.interval_words,
        explained=reading.explained,
        chance="" if is_early else chance_words(main.chance),
        chance_words=f"Under {PRIOR}, as if nobody had looked before. A help for reading; the interval decides.",
        warnings=tuple(one.sentence for one in reading.warnings),
        relative=_relative(metric, main),
    )


def _end(digits: Digits, value: float) -> str:
    return digits.signed(value, plus="+") if math.isfinite(value) else "no end"


def _estimate(digits: Digits, value: float) -> str:
    return digits.with_unit(digits.signed(value, plus="+")) if math.isfinite(value) else "no number yet"


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""


def chance_words(chance: float | None) -> str:
    """“97 %”; nothing where nobody can say."""
    if chance is None or math.isnan(chance):
        return ""
    if chance > 0.995:
        return f"more than 99{NBSP}%"
    if chance < 0.005:
        return f"less than 1{NBSP}%"
    return f"{chance * 100:.0f}{NBSP}%"


def _relative(metric: Metric, main: Comparison) -> str:
    """By what part of the control's value it moved; nothing for a rate, which says that already."""
    if main.relative is None or metric.effect_unit == "%":
        return ""
    return f"{'+' if main.relative > 0 else '−'}{abs(main.relative) * 100:.1f}{NBSP}%"
