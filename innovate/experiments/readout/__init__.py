"""The read-out: what was measured so far, in numbers, in warnings and in one plain sentence; no database."""

from innovate.experiments.readout.composing import read
from innovate.experiments.readout.reading import (
    Caveat,
    Comparison,
    Guarded,
    GuardState,
    Meets,
    Reading,
    Secondary,
)
from innovate.experiments.readout.terms import Observed, Promise, Series, Side, Test
from innovate.experiments.readout.words import LONGEST

__all__ = [
    "LONGEST",
    "Caveat",
    "Comparison",
    "GuardState",
    "Guarded",
    "Meets",
    "Observed",
    "Promise",
    "Reading",
    "Secondary",
    "Series",
    "Side",
    "Test",
    "read",
]
