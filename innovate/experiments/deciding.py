"""What a decision rests on: what the numbers say, and whether the decision follows them."""

import math
from dataclasses import dataclass
from datetime import date

from innovate.core.wording import plural
from innovate.experiments import results
from innovate.experiments.models import Conclusion, Experiment, Verdict
from innovate.experiments.readout import GuardState


@dataclass(frozen=True, slots=True)
class Finding:
    """The read-out as it stands when somebody decides, in the unit of an effect; no verdict while it says nothing.

    A bound that lies nowhere, as a ratio's may, is None.
    """

    sentence: str = results.NOTHING_YET
    verdict: Verdict | None = None
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    caveats: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()  # the names of guardrails that did not hold
    has_numbers: bool = False


def finding_of(experiment: Experiment) -> Finding:
    """What the numbers of that experiment say now."""
    measured = results.all_series([experiment.id]).get(experiment.id, {})
    reading = results.reading_of(experiment, measured, is_last=True)
    if reading is None:
        return Finding(has_numbers=any(arm.measured for arm in measured.get(None, ())))
    return Finding(
        sentence=reading.sentence,
        verdict=reading.verdict,
        effect=_finite(reading.main.effect),
        low=_finite(reading.main.effect_low),
        high=_finite(reading.main.effect_high),
        caveats=tuple(one.sentence for one in reading.warnings),
        broken=tuple(one.name for one in reading.guardrails if one.state is GuardState.BROKEN),
        has_numbers=True,
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def doubt(conclusion: Conclusion, verdict: Verdict | None, broken: tuple[str, ...] = ()) -> str:
    """Why that decision does not follow from the numbers, as a sentence; nothing where it does."""
    if conclusion is Conclusion.SCALE:
        if broken:
            return f"A guardrail did not hold ({', '.join(broken)}), and it is scaled."
        if verdict is Verdict.WORSE:
            return "The numbers say that it is worse, and it is scaled."
        if verdict is not Verdict.BETTER:
            return "The numbers cannot tell whether it is better, and it is scaled."
    if conclusion is Conclusion.STOP and verdict is Verdict.BETTER and not broken:
        return "The numbers say that it is better, and it is stopped."
    return ""


def earliness(ends_on: date, on: date, verdict: Verdict | None) -> str:
    """What it means to decide on that day, as a sentence; nothing once the planned days are over."""
    days = (ends_on - on).days
    if days <= 0:
        return ""
    early = f"Decided {plural(days, 'day')} before the planned end."
    if verdict in (Verdict.BETTER, Verdict.WORSE):
        return f"{early} The interval that is valid however often one looks allows it: it leaves no room for no change."
    return f"{early} The interval that is valid however often one looks could not tell yet."
