"""All or nothing; the only module that commits."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from innovate.core import journal
from innovate.core.db import db, is_conflict, writing

TRIES = 5
PAUSE = 0.02  # seconds; longer with each try, a part of it by chance, so that those who crossed part
T = TypeVar("T")
_is_open: ContextVar[bool] = ContextVar("is_open", default=False)


@contextmanager
def transaction() -> Iterator[None]:
    """What happens in this block is kept whole with its events and their reactions, or not at all."""
    if _is_open.get():
        raise RuntimeError("A transaction is open already; one within it could not be kept or undone alone.")
    token = _is_open.set(True)
    try:
        with writing():
            abandon()  # a reading transaction may be open; writing starts afresh
            yield
            complete()
    except BaseException:
        abandon()
        raise
    finally:
        _is_open.reset(token)


def complete() -> None:
    """Settle what was recorded, then commit."""
    journal.settle()
    db.session.commit()


def abandon() -> None:
    """Forget every change and every event since the last commit."""
    journal.forget()
    db.session.rollback()


def repeated(work: Callable[[], T]) -> T:
    """Do that work, again if another transaction crossed it (at most five times); it completes itself."""
    for left in reversed(range(TRIES)):
        try:
            return work()
        except DBAPIError as error:
            abandon()
            if not left or not is_conflict(error):
                raise
            time.sleep(PAUSE * (TRIES - left) * (20 + secrets.randbelow(81)) / 100)
    raise AssertionError("the last try either answers or raises")
