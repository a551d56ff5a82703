"""The read-out of a file, also where there is too little to say."""

import math
from dataclasses import dataclass

from innovate.experiments.models import Design, MetricKind
from innovate.experiments.reading_file.parsing import Parsed
from innovate.experiments.readout import Caveat, Comparison, GuardState, Reading, read
from innovate.experiments.readout.caveats import caveats
from innovate.experiments.readout.judging import guard
from innovate.experiments.statistics import LEVEL

TOO_LITTLE = "There is too little data to say anything."


@dataclass(frozen=True, slots=True)
class Line:
    """One arm against the control; every number None where nothing can be said of it."""

    arm: str
    control: str
    comparison: Comparison | None
    held: GuardState | None = None  # whether it stays within the margin, where one is given


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says."""

    parsed: Parsed
    reading: Reading | None
    lines: tuple[Line, ...]
    warnings: tuple[Caveat, ...]
    sentence: str
    margin: float | None
    level: float = LEVEL


def check_margin(kind: MetricKind, margin: float, *, lower_is_better: bool) -> str | None:
    """Why this cannot be a margin, in words; None when it can."""
    if not math.isfinite(margin) or margin <= 0 or margin > 1e15:
        return "A margin is a number above 0."
    if kind is MetricKind.SHARE and margin >= 1:
        return "The margin of a share lies between 0 and 1: 0.02 for two points."
    if kind is MetricKind.RATE and margin >= 1 and not lower_is_better:
        return "The margin of a rate is a part of the control's, below 1: 0.1 for a tenth."
    return None


def read_file(parsed: Parsed, *, sequential: bool, margin: float | None) -> FileReading:
    """Read the test of a file, with the interval of a single look or of every look."""
    reading = read(parsed.test, sequential=sequential, margin=margin)
    found = {one.arm: one for one in reading.comparisons} if reading else {}
    if reading and parsed.test.design is Design.STEPPED:
        found = {parsed.arms[0]: reading.main}
    lines = tuple(
        Line(arm, parsed.control, found.get(arm), _held(parsed, found.get(arm), margin)) for arm in parsed.arms
    )
    warnings = reading.warnings if reading else caveats(parsed.test, ())
    if len(found) < len(lines):
        warnings = (*warnings, Caveat("too_little", "Of an arm nothing can be said yet: there is too little data."))
    return FileReading(parsed, reading, lines, warnings, reading.sentence if reading else TOO_LITTLE, margin)


def _held(parsed: Parsed, one: Comparison | None, margin: float | None) -> GuardState | None:
    return None if one is None or margin is None else guard(parsed.test.metric, margin, one)
