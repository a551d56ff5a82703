"""What the statistics answer of a plan: numbers alone, kept for the next key that somebody presses."""

from dataclasses import dataclass
from functools import lru_cache

from innovate.experiments.statistics import power
from innovate.experiments.statistics.power import Question, Reason, Why

MOST_TRAFFIC = 1e7
IMPOSSIBLE = {
    Why.NO_EFFECT,
    Why.BASELINE_IMPOSSIBLE,
    Why.TARGET_IMPOSSIBLE,
    Why.SPREAD_MISSING,
    Why.NO_TRAFFIC,
    Why.TOO_FEW_ARMS,
    Why.TOO_FEW_TEAMS,
    Why.TOO_FEW_STEPS,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What the statistics answered."""

    smallest: float | None
    power: float
    needed: int | None
    traffic: float | None  # that would be enough on the days planned
    reasons: tuple[Reason, ...]
    curve: tuple[tuple[int, float], ...]


@lru_cache(maxsize=256)
def worked_out(question: Question, traffic: float, days: int) -> Found:
    """The numbers, kept for who goes on typing and for who looks at the plan afterwards."""
    reasons = power.reasons(question, traffic, days)
    if {reason.code for reason in reasons} & IMPOSSIBLE:
        return Found(None, 0.0, None, None, reasons, ())
    needed = power.days_needed(question, traffic)
    return Found(
        smallest=power.smallest_effect(question, traffic, days),
        power=power.power_at(question, traffic, days),
        needed=needed,
        traffic=None if needed is not None and needed <= days else _traffic_needed(question, traffic, days),
        reasons=reasons,
        curve=power.curve(question, traffic),
    )


def _traffic_needed(question: Question, traffic: float, days: int) -> float | None:
    """How much a day would have to bring for the planned days to be enough; None where no traffic is."""

    def is_enough(amount: float) -> bool:
        return power.power_at(question, amount, days) >= question.power

    low, high = traffic, traffic * 2
    while not is_enough(high):
        if high > MOST_TRAFFIC:
            return None
        low, high = high, high * 2
    while high - low > 0.005 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high
