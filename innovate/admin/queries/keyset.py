"""A page of a sorted list in either direction, from the row that was last seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from innovate.core.db import db
from innovate.core.paging import decode, encode


@dataclass(frozen=True, slots=True)
class Keyset:
    """What a list is sorted by: columns, the kinds of their values, and how to read the key from a row."""

    columns: tuple[Any, ...]
    kinds: tuple[type, ...]
    of: Callable[[Any], tuple[Any, ...]]
    is_descending: bool = False

    def page(
        self, query: sa.Select[*tuple[Any, ...]], *, after: str | None, before: str | None, size: int
    ) -> tuple[Sequence[Any], str | None, str | None]:
        """The rows behind (or before) that cursor, in order, and the cursors of the next and the previous page."""
        is_backwards = before is not None and after is None
        downwards = self.is_descending is not is_backwards
        if cursor := (before if is_backwards else after):
            key = sa.tuple_(*self.columns)
            edge = sa.tuple_(*(sa.literal(part) for part in decode(cursor, *self.kinds)))
            query = query.where(key < edge if downwards else key > edge)
        order = [column.desc() if downwards else column.asc() for column in self.columns]
        found = db.session.execute(query.order_by(*order).limit(size + 1)).all()
        has_more, rows = len(found) > size, list(found[:size])
        if is_backwards:
            rows.reverse()
        if not rows:
            return rows, None, None
        has_next = is_backwards or has_more
        has_previous = has_more if is_backwards else after is not None
        last, first = encode(self.of(rows[-1])), encode(self.of(rows[0]))
        return rows, last if has_next else None, first if has_previous else None
