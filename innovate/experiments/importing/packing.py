"""Rows packed into one field of a form, from the look at them to the moment they are kept."""

import base64
import binascii
import math
import zlib
from datetime import date
from typing import Any

import orjson

from innovate.core.errors import BadInput
from innovate.experiments.importing.terms import MOST_ROWS
from innovate.experiments.measuring import Row

MOST_PACKED = 450_000  # characters: what a form may hold, and room for the rest of it
_MOST_UNPACKED = 8_000_000
STALE = "These numbers did not come through whole. Please choose or paste them again."


def pack(rows: list[Row]) -> str:
    """The rows as text; columns rather than rows, and days by their distance, which takes the least room."""
    ordered = sorted(rows, key=lambda row: (row.measure_id or 0, row.arm_id, row.day))
    days = [row.day.toordinal() for row in ordered]
    apart = [day - before for day, before in zip(days, [0, *days], strict=False)]
    columns = (
        [row.measure_id for row in ordered],
        [row.arm_id for row in ordered],
        apart,
        [_short(row.amount) for row in ordered],
        [_short(row.base) for row in ordered],
        [row.spread if row.spread is None else _short(row.spread) for row in ordered],
    )
    packed = base64.urlsafe_b64encode(zlib.compress(orjson.dumps(columns), 9)).decode()
    if len(packed) > MOST_PACKED:
        raise BadInput("That is more than we can take at once. Take it in parts, such as one for each metric.")
    return packed


def unpack(packed: str) -> list[Row]:
    """The rows in that text; BadInput for a text that we did not pack. Whether they may be kept is asked elsewhere."""
    try:
        columns = orjson.loads(_inflated(base64.urlsafe_b64decode(packed[:MOST_PACKED].encode())))
        rows = _rows(columns)
    except (binascii.Error, zlib.error, ValueError, TypeError, OverflowError):
        raise BadInput(STALE) from None
    if not 0 < len(rows) <= MOST_ROWS:
        raise BadInput(STALE)
    return rows


def _inflated(data: bytes) -> bytes:
    """What was compressed, if it is not more than we would have packed."""
    inflating = zlib.decompressobj()
    text = inflating.decompress(data, _MOST_UNPACKED)
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError("There is more than was ever packed.")
    return text


def _rows(columns: list[list[Any]]) -> list[Row]:
    found, day = [], 0
    for measure_id, arm_id, apart, amount, base, spread in zip(*columns, strict=True):
        day += _whole(apart)
        kept_spread = None if spread is None else _figure(spread)
        measure = None if measure_id is None else _whole(measure_id)
        found.append(Row(_whole(arm_id), date.fromordinal(day), _figure(amount), _figure(base), kept_spread, measure))
    return found


def _short(value: float) -> float | int:
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 2**31:
        raise TypeError("This is no whole number.")
    return value


def _figure(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("This is no number.")
    return float(value)
