"""From a file to its cells, each with its line; what is no table of text is refused before anything is computed."""

import csv
import io
import re
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BIGGEST = 20_000_000  # bytes: twenty arms over two years are half a million
LONGEST_CELL = 200
SEPARATORS = ",;\t"
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class BadFile(ValueError):
    """Why a file cannot be read, with the line and the column where it shows."""

    def __init__(self, problem: str, line: int | None = None, column: str | None = None) -> None:
        place = ", ".join(part for part in (line and f"line {line}", column and f"column {column}") if part)
        super().__init__(f"{place}: {problem}" if place else problem)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, its cells by the name of their column."""

    line: int
    cells: dict[str, str]


def load(name: str) -> str:
    """The text of that file, of standard input for “-”; BadFile for what is missing, too large or no text."""
    return _text(_bytes(name))


def _bytes(name: str) -> bytes:
    if name == "-":
        found = sys.stdin.buffer.read(BIGGEST + 1)
    else:
        try:
            path = Path(name)
            if stat.S_ISDIR(path.stat().st_mode):
                raise BadFile("this is a folder. Name a file.")
            if path.stat().st_size > BIGGEST:
                raise BadFile(_too_large())
            with path.open("rb") as file:
                found = file.read(BIGGEST + 1)
        except FileNotFoundError:
            raise BadFile("there is no such file.") from None
        except (OSError, ValueError) as problem:
            if isinstance(problem, BadFile):
                raise
            raise BadFile("this file cannot be opened.") from problem
    if len(found) > BIGGEST:
        raise BadFile(_too_large())
    return found


def _too_large() -> str:
    return f"this file is larger than {BIGGEST // 1_000_000} MB. Give a line for each day and arm, not for each case."


def _text(found: bytes) -> str:
    if strange := _NOT_TEXT.search(found):
        line, column = _place(found, strange.start())
        raise BadFile("this is no text file. Save it as CSV in UTF-8.", line, str(column))
    try:
        return found.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line, column = _place(found, problem.start)
        raise BadFile("this is not UTF-8. Save it as CSV in UTF-8.", line, str(column)) from None


def _place(found: bytes, place: int) -> tuple[int, int]:
    """The line and the position in it, both from 1."""
    before = found[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1, place - max(found.rfind(b"\n", 0, place), found.rfind(b"\r", 0, place))


def table(text: str, required: tuple[str, ...]) -> Iterator[Row]:
    """The rows under the header, which names each required column once and no other, in any order."""
    lines = _lines(text)
    try:
        at, header = next(lines)
    except StopIteration:
        raise BadFile("the file is empty. Its first line names the columns.", 1) from None
    names = [cell.casefold() for cell in header]
    _check_header(at, header, names, required)
    for line, cells in lines:
        if len(cells) < len(names):
            raise BadFile(f"the line ends before this column: it has {len(cells)} cells.", line, names[len(cells)])
        if len(cells) > len(names):
            raise BadFile(f"the line has {len(cells)} cells, the header {len(names)}.", line, str(len(names) + 1))
        yield Row(line, dict(zip(names, cells, strict=True)))


def _check_header(line: int, header: list[str], names: list[str], required: tuple[str, ...]) -> None:
    wanted = ", ".join(required)
    for place, name in enumerate(names):
        if name not in required:
            shown = header[place] or f"{place + 1}, which has no name,"
            raise BadFile(f"this column is not known here. Give {wanted}.", line, shown)
        if name in names[:place]:
            raise BadFile("this column is there twice.", line, name)
    for name in required:
        if name not in names:
            raise BadFile(f"this column is missing. Give {wanted}.", line, name)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line with anything in it, as stripped cells, with its number."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.replace("\u00a0", " ").strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise BadFile("the quotes of this line do not match, or a cell is far too long.", line) from None
        for place, cell in enumerate(cells, start=1):
            if len(cell) > LONGEST_CELL:
                raise BadFile(f"a cell has {len(cell):,} characters.", line, str(place))
            if not cell.isprintable():
                raise BadFile("a cell holds a character that cannot be shown.", line, str(place))
        if any(cells):
            yield line, cells
