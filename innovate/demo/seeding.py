"""Seeding: the demo company in an empty installation, and large sets for measuring."""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from innovate.accounts.queries import anybody_exists
from innovate.core.db import db, is_locked, is_sqlite
from innovate.core.transaction import transaction
from innovate.demo import bulk, history, pictures
from innovate.demo.bulk import copying
from innovate.demo.chronicle import Deed

LOCK = 4_071_989  # of PostgreSQL's advisory locks, the one that seeding takes
PATIENCE = 300  # seconds to wait for another who seeds


def seed(
    *, people: int | None = None, ideas: int | None = None, votes: int | None = None, photos: Path | None = None
) -> bool:
    """Make the company, and a large set around it if asked; False when somebody was here first.

    `photos` is the folder for those of its diaries; without one they have none.
    """
    pictures.lie_in(photos)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with transaction():
                is_ours = _seed(people, ideas, votes)
            if is_ours:
                copying.give_room_back()
            return is_ours
        except OperationalError as error:
            if not is_locked(error) or time.monotonic() > deadline:
                raise


def _seed(people: int | None, ideas: int | None, votes: int | None) -> bool:
    if not is_sqlite():  # on SQLite a writer is alone anyway
        db.session.execute(sa.text("SET LOCAL lock_timeout = 0"))
        db.session.execute(sa.text("SET LOCAL statement_timeout = 0"))
        db.session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    if anybody_exists():
        return False
    history.make(watch=_watch_history)
    if people or ideas:
        bulk.pour(people=people or 0, ideas=ideas or 0, votes=votes, watch=_watch_pouring)
    return True


def _watch_history(deeds: Iterator[Deed], how_many: int) -> Iterator[Deed]:
    yield from tqdm(deeds, total=how_many, desc="Six months of history", unit=" deeds", disable=None, leave=False)


def _watch_pouring(starts: Sequence[int], how_many: int) -> Iterable[int]:
    with tqdm(total=how_many, desc="Ideas", unit=" ideas", disable=None, leave=False) as bar:
        for start in starts:
            yield start
            bar.update(min(bulk.CHUNK, how_many - start))
