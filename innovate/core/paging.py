"""Keyset pages: a cursor names the last row seen, so a deep page costs what the first does."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson

from innovate.core.errors import BadInput

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of rows and the cursors beside it; None where there is no such page."""

    items: Sequence[Item]
    next: str | None = None
    previous: str | None = None


def page_of(found: Sequence[Item], size: int, key: Callable[[Item], Sequence[Any]]) -> Page[Item]:
    """A page of that size from what was found, one more than it holds if another follows; `key` is an item's place."""
    items = tuple(found[:size])
    return Page(items, encode(key(items[-1])) if len(found) > size else None)


def encode(key: Sequence[Any]) -> str:
    """A cursor for that key, fit for a URL."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def decode(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The key in that cursor; BadInput unless it has just these kinds of parts."""
    try:
        key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        key = None
    fits = isinstance(key, list) and len(key) == len(kinds)
    if not fits or not all(_is(part, kind) for part, kind in zip(key, kinds, strict=True)):
        raise BadInput("That page address is not one of ours. Start again from the first page.")
    return tuple(key)


def _is(part: Any, kind: type) -> bool:
    is_whole = isinstance(part, int) and not isinstance(part, bool) and abs(part) < 2**63
    if kind in (int, float):
        return is_whole or (kind is float and isinstance(part, float))
    return isinstance(part, kind) and "\x00" not in str(part)  # PostgreSQL knows no NUL
