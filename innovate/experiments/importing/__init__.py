"""Numbers from a spreadsheet: read as a whole, compared with what stands, and carried along until they are kept."""

from innovate.experiments.importing.blank import blank
from innovate.experiments.importing.comparing import Comparison, compare, print_of
from innovate.experiments.importing.decoding import MOST_BYTES, Decoded, text_of
from innovate.experiments.importing.packing import STALE, pack, unpack
from innovate.experiments.importing.reading import read_sheet
from innovate.experiments.importing.terms import Asked, Sheet, Subject, Wrong, subjects_of

__all__ = [
    "MOST_BYTES",
    "STALE",
    "Asked",
    "Comparison",
    "Decoded",
    "Sheet",
    "Subject",
    "Wrong",
    "blank",
    "compare",
    "pack",
    "print_of",
    "read_sheet",
    "subjects_of",
    "text_of",
    "unpack",
]
