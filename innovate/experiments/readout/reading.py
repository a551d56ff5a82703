"""What comes out of a read-out: numbers, verdicts, warnings and one sentence."""

from dataclasses import dataclass
from enum import StrEnum

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Verdict


class Meets(StrEnum):
    """Where the interval lies to the smallest effect worth having."""

    MET = "met"
    SHORT = "short"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {"met": "Reached", "short": "Not reached", "open": "Still open"}[self.value]


class GuardState(StrEnum):
    """Where the interval lies to a guardrail's margin."""

    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"

    @property
    def label(self) -> str:
        return {"kept": "Kept", "broken": "Broken", "open": "Still open"}[self.value]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An arm against the control.

    `estimate`, `low` and `high` are natural: a difference of shares (0 to 1), of means (in the unit), a ratio of rates.
    `effect` and its bounds are the same in the metric's unit of effect (points, the unit, percent), as is `target`.
    A bound may be infinite; so may the estimate of a rate whose control had no event.
    """

    arm: str
    control: str
    estimate: float
    low: float
    high: float
    p_value: float | None
    p_holm: float | None  # among all that is judged together; None where it stands alone
    relative: float | None  # to the control, as a part of it; None where that is 0
    chance: float | None  # to be better, under a stated prior; None where the design has none
    effect: float
    effect_low: float
    effect_high: float
    target: float | None
    verdict: Verdict  # of a metric that names no direction, higher counts as better
    meets: Meets | None
    short: str  # “+6.2 points (3.1 to 9.3)”


@dataclass(frozen=True, slots=True)
class Guarded:
    """A guardrail, and whether it held."""

    name: str
    metric: Metric
    margin: float
    comparison: Comparison
    state: GuardState
    words: str


@dataclass(frozen=True, slots=True)
class Secondary:
    """A secondary metric; all of them are judged together (Holm)."""

    name: str
    metric: Metric
    comparison: Comparison
    words: str


@dataclass(frozen=True, slots=True)
class Caveat:
    """What the interval knows nothing of: what it means and what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole read-out; the main comparison is the first."""

    metric: Metric
    design: Design
    level: float
    is_sequential: bool
    comparisons: tuple[Comparison, ...]
    guardrails: tuple[Guarded, ...]
    secondaries: tuple[Secondary, ...]
    warnings: tuple[Caveat, ...]
    sentence: str
    days_to_go: int | None  # until it can tell, at this pace; None where it can, or nobody can say
    interval_words: str  # “95 % interval, valid however often you look”
    explained: str  # one line on which interval this is and why

    @property
    def main(self) -> Comparison:
        return self.comparisons[0]

    @property
    def verdict(self) -> Verdict:
        return self.main.verdict

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.warnings)
