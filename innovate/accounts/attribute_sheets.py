"""A pasted sheet that says what an attribute is for people: an e-mail and a value a line."""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from innovate.accounts.addresses import normal_email
from innovate.core.forms import composed

MOST_LINES, LONGEST_VALUE, MOST_WRONG = 50_000, 60, 20
MARKS = {",": "a comma", ";": "a semicolon", "\t": "a tab"}
_BEHIND_ADDRESS = re.compile(r"@[^\n,;\t]*([,;\t])")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A line that cannot be taken, and why."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What each person's value is, or what is wrong; nothing is taken while anything is."""

    values: Mapping[int, str]
    wrong: tuple[Wrong, ...]
    more_wrong: int = 0

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """How many people have each value, the most frequent first."""
        return tuple(sorted(Counter(self.values.values()).items(), key=lambda one: (-one[1], one[0])))


def read(text: str, ids: Mapping[str, int]) -> Sheet:
    """The values in that text by person; `ids` are the people by e-mail."""
    text = composed(text.removeprefix("\ufeff"))
    parting = _parting(text)
    try:
        lines = _lines(text, parting)
    except (ValueError, csv.Error):
        return Sheet({}, (Wrong(1, "This cannot be read. Is a quotation mark left open?"),))
    if len(lines) > MOST_LINES:
        return Sheet({}, (Wrong(MOST_LINES + 1, f"Take {MOST_LINES:,} lines at most."),))
    values: dict[int, str] = {}
    wrong: list[Wrong] = []
    for number, cells in lines:
        sentence = _problem(cells, ids, values, MARKS[parting])
        if sentence:
            wrong.append(Wrong(number, sentence))
        else:
            values[ids[normal_email(cells[0])]] = cells[1]
    if not values and not wrong:
        wrong.append(Wrong(1, "There is nothing to read. Paste a line for each person."))
    return Sheet(values, tuple(wrong[:MOST_WRONG]), max(0, len(wrong) - MOST_WRONG))


def _parting(text: str) -> str:
    """What stands between e-mail and value in most of the first lines."""
    found = Counter(_BEHIND_ADDRESS.findall(text[:2_000]))
    return max(found, key=lambda mark: found[mark]) if found else ","  # of as many, the one that came first


def _lines(text: str, parting: str) -> list[tuple[int, list[str]]]:
    """The lines that say something with their numbers; a heading is none of them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=parting)
    found = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    lines = [(number, cells) for number, cells in found if any(cells)]
    return lines[1:] if lines and "@" not in lines[0][1][0] else lines


def _problem(cells: list[str], ids: Mapping[str, int], values: Mapping[int, str], mark: str) -> str:
    if len(cells) != 2:
        return f"This needs two parts, an e-mail and a value, with {mark} between them."
    address, value = normal_email(cells[0]), cells[1]
    if address not in ids:
        return f"Nobody here has the e-mail {cells[0]}."
    if ids[address] in values:
        return f"{cells[0]} stands in an earlier line too."
    if not value:
        return "The value is missing. Leave the line out for somebody without one."
    if len(value) > LONGEST_VALUE or not value.isprintable():
        return f"Keep the value within {LONGEST_VALUE} characters on one line."
    return ""
