"""The text of an uploaded file, or in a sentence why it has none."""

import codecs
import re
from dataclasses import dataclass

from innovate.core.errors import BadInput

MOST_BYTES = 8_000_000
GUESSED = (
    "This file is not in UTF-8, so we took its letters for Western European ones (Latin-1). "
    "Look whether the names of the arms read right."
)
NOT_TEXT = "This file is not text. In your spreadsheet, save the sheet as CSV and choose that file."
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text; `guess` says what had to be guessed to read it."""

    text: str
    guess: str = ""


def text_of(data: bytes) -> Decoded:
    """The text in these bytes; BadInput, at the file, for what is no text or too much of it."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"This file is larger than {MOST_BYTES // 1_000_000} MB. Take it in parts.", "file")
    if not data.strip():
        raise BadInput("This file is empty.", "file")
    decoded = _decoded(data)
    if _CONTROL.search(decoded.text):
        raise BadInput(NOT_TEXT, "file")
    return decoded


def _decoded(data: bytes) -> Decoded:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unmarked(data)
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise BadInput(NOT_TEXT, "file") from None
    return Decoded(data.decode("cp1252", errors="replace").replace("\ufffd", "?"), GUESSED)


def _unmarked(data: bytes) -> str:
    """Text in two bytes a letter, where nothing says so, has a zero in nearly every other place."""
    start = data[:2000]
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) < len(start) // 4:
        return "utf-8"
    return "utf-16-le" if odd > even else "utf-16-be"
