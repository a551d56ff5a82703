"""Tables as text for spreadsheets: cells parted by commas, and none that is taken for a formula."""

from collections.abc import Iterable

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sheet(lines: Iterable[Iterable[str]]) -> str:
    """The whole table, with the mark by which spreadsheets know its letters."""
    return "\ufeff" + "".join(f"{','.join(map(cell, line))}\r\n" for line in lines)


def cell(text: str) -> str:
    """One cell: quoted where it has to be, and marked as text where it would be worked out."""
    safe = f"'{text}" if text.startswith(_FORMULA) else text
    return '"' + safe.replace('"', '""') + '"' if any(mark in safe for mark in ',";\r\n') else safe
