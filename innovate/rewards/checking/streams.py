"""Rows that stream by in the order of an index, so that the memory needed does not grow with the books."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from innovate.core.db import db, is_sqlite

_BATCH = {"yield_per": 5_000}


def plain(column: Any) -> Any:
    """The moment as the database keeps it, which compares as well and costs nothing to read."""
    return sa.type_coerce(column, sa.String) if is_sqlite() else column


def stream(query: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    db.session.flush()
    connection = db.session.connection()
    if not is_sqlite():
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))  # a proof takes the time that it takes
    with connection.execute(query, execution_options=_BATCH) as result:  # closed when who reads has seen enough
        yield from result
