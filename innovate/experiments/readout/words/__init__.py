"""The read-out in words: the one sentence, what stands beside it, and which interval this is."""

from innovate.experiments.readout.words.beside import guard_words, secondary_words
from innovate.experiments.readout.words.phrases import INTERVAL
from innovate.experiments.readout.words.sentence import LONGEST, Said, sentence

INTERVAL_ALWAYS = f"{INTERVAL}, valid however often you look"
ONCE = (
    "This interval is made for one look at the planned end: of 100 tests read so, about 95 give one that holds the "
    "true difference."
)
ALWAYS = (
    "This interval is wider so that you may look every day: in about 95 of 100 tests or more it holds the true "
    "difference at every look."
)
STILL_ALWAYS = (
    "The last day was changed after the start, so the interval that holds at every look stays in place of that of a "
    "single look."
)
OF_DAYS = "Whole days were drawn, so days are compared, not cases."

__all__ = [
    "ALWAYS",
    "INTERVAL",
    "INTERVAL_ALWAYS",
    "LONGEST",
    "OF_DAYS",
    "ONCE",
    "STILL_ALWAYS",
    "Said",
    "guard_words",
    "secondary_words",
    "sentence",
]
