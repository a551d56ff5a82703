"""Tables as text for spreadsheets: cells parted by commas, and none that is taken for a formula."""

from collections.abc import Iterable
from decimal import Decimal

MARK = "\ufeff"  # by which spreadsheets know the letters of a file
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Cell = str | float | None


def sheet(lines: Iterable[Iterable[Cell]]) -> str:
    """The whole table, with its mark."""
    return MARK + "".join(map(line, lines))


def line(cells: Iterable[Cell]) -> str:
    """One line with its end: words as cells, numbers with every digit, nothing for None."""
    return f"{','.join(cell(one) if isinstance(one, str) else _number(one) for one in cells)}\r\n"


def cell(text: str) -> str:
    """One cell: quoted where it has to be, and marked as text where it would be worked out."""
    safe = f"'{text}" if text.startswith(_FORMULA) else text
    return '"' + safe.replace('"', '""') + '"' if any(mark in safe for mark in ',";\r\n') else safe


def _number(value: float | None) -> str:
    """Every digit that it has, and never an exponent."""
    text = "" if value is None else format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
