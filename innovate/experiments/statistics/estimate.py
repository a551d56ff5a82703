"""What goes in and what comes out: a day of an arm, and an effect with its interval."""

from dataclasses import dataclass
from typing import Protocol

LEVEL = 0.95  # how often an interval holds the true effect


class Shown(Protocol):
    """Whatever has the numbers of a day."""

    @property
    def amount(self) -> float: ...
    @property
    def base(self) -> float: ...
    @property
    def spread(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Day:
    """What one arm showed on one day: an amount over a base, and the values' standard deviation where it is known."""

    amount: float
    base: float
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """An effect with its interval; the unit is the caller's business.

    Of a rate, effect and bounds are ratios: the effect may be 0 or infinite, the upper bound infinite. `error` is the
    standard error (of a ratio: of its logarithm) and `freedom` the degrees of freedom behind it; None where the
    method has none.
    """

    effect: float
    low: float
    high: float
    p_value: float | None = None
    error: float | None = None
    freedom: float | None = None
