"""A process that dies in the middle of a transaction, for the tests of what is left then."""

import itertools
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from innovate.core import transaction
from innovate.core.db import db


class Crash(Exception):
    """The process dies here."""


def crashing(work: Callable[[], object], at: int) -> bool:
    """Do that in a transaction that dies before its statement of that number; whether it came that far."""
    seen = itertools.count(1)

    def before(*_statement: Any) -> None:
        if next(seen) == at:
            raise Crash

    event.listen(db.engine, "before_cursor_execute", before)
    try:
        with transaction.transaction():
            work()
    except Crash:
        return True
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
    return False
