"""How many statements a piece of work sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from innovate.core.db import db

SET_UP = ("BEGIN", "COMMIT", "PRAGMA", "SAVEPOINT")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent within this block, one text each; taking control of a transaction is not one."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(SET_UP):
            sent.append(statement)

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
