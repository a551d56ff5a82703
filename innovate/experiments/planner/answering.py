"""The planner's answer to a plan as far as it is known, or what it has to be told first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from innovate.experiments import figures
from innovate.experiments.models import MetricKind
from innovate.experiments.planner.sketch import Sketch
from innovate.experiments.planner.words import Words
from innovate.experiments.planner.working_out import worked_out
from innovate.experiments.statistics import power


@dataclass(frozen=True, slots=True)
class Answer:
    """What the planner says: sentences, what stands against the test, and what would help."""

    sentences: tuple[str, ...] = ()
    missing: str = ""  # what it needs to be told first
    problems: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    is_enough: bool = False
    days_needed: int | None = None
    ends_on: date | None = None  # the last day that would be enough
    assumed: str = ""
    curve: figures.Plot | None = None


def answer(sketch: Sketch) -> Answer:
    """What the planned days can show of that plan, and what they cannot."""
    missing = _missing(sketch)
    if missing or sketch.metric is None or sketch.traffic is None:
        return Answer(missing=missing)
    question, days = sketch.question, sketch.days
    if question is None or days is None:
        return Answer(missing=missing)
    found = worked_out(question, sketch.traffic, days)
    says = Words(sketch.metric, sketch, question, days, found)
    starts_on = sketch.starts_on
    enough = found.needed is not None and found.needed <= days
    weeks = None if found.needed is None else power.whole_weeks(found.needed)
    return Answer(
        sentences=says.sentences(),
        problems=tuple(filter(None, (*(says.problem(reason) for reason in found.reasons), says.not_allowed_for()))),
        helps=() if enough else says.helps(),
        is_enough=enough,
        days_needed=weeks,
        ends_on=starts_on + timedelta(days=weeks - 1) if weeks and starts_on and weeks <= power.LONGEST else None,
        assumed=says.assumed(),
        curve=says.curve(),
    )


def _missing(sketch: Sketch) -> str:
    """What the planner has to be told first, in one sentence; nothing once it can answer."""
    metric = sketch.metric
    wanted = [
        words
        for words, is_there in (
            ("the metric", metric is not None),
            ("where it stands today", sketch.baseline is not None),
            ("the smallest effect worth having", bool(sketch.effect)),
            ("how much a day brings", bool(sketch.traffic)),
            ("how much single values spread", metric is None or metric.kind is not MetricKind.MEAN or sketch.spread),
            ("a first and a last day within two years", sketch.days is not None),
        )
        if not is_there
    ]
    return f"Give {_listed(wanted)}, and you read here how long it has to run." if wanted else ""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
