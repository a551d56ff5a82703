"""All boards of a period at once, kept in memory where they cost much: those of a large company may be a minute old.

Whoever opts out is gone from them at the next look, whatever is kept.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db, rows
from innovate.core.journal import JournalEntry
from innovate.recognition.periods import Period
from innovate.recognition.queries.boards import (
    FailurePlace,
    Measure,
    Place,
    TeamPlace,
    failures_board,
    improved_board,
    people_board,
    reviewers_board,
    teams_board,
)

COSTLY = 0.05  # seconds of work, from which boards are kept also when something has happened since
TIMES = 100  # as long as they took, so that they take a hundredth of a process at most
MOST = 200  # boards of a period, measure and area


@dataclass(frozen=True, slots=True)
class Boards:
    """All boards of a period and an area."""

    people: tuple[Place, ...]
    teams: tuple[TeamPlace, ...]
    reviewers: tuple[Place, ...]
    improved: tuple[Place, ...]
    failures: tuple[FailurePlace, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.teams or self.reviewers or self.improved or self.failures)


@dataclass(frozen=True, slots=True)
class _Kept:
    """Boards, who was left out when they were counted, the last fact of then, and until when they do."""

    boards: Boards
    left_out: tuple[int, int]
    fact: tuple[int, str]
    good_until: float


_Choice = tuple[Period, Measure, int | None]
_kept: WeakKeyDictionary[sa.Engine | sa.Connection, OrderedDict[_Choice, _Kept]] = WeakKeyDictionary()
_lock = Lock()


def boards(period: Period, measure: Measure, area_id: int | None = None) -> Boards:
    """Every board of that period, for the whole company or for the ideas of one area."""
    choice, left_out, fact = (period, measure, area_id), _left_out(), _last_fact()
    with _lock:
        kept = _kept.setdefault(db.session.get_bind(), OrderedDict())
        found = kept.get(choice)
    if found and found.left_out == left_out and (found.fact == fact or time.monotonic() < found.good_until):
        return found.boards
    began = time.thread_time()
    made = Boards(
        people=people_board(period, measure, area_id),
        teams=teams_board(period, measure, area_id),
        reviewers=reviewers_board(period, area_id),
        improved=improved_board(period, area_id),
        failures=failures_board(period, area_id),
    )
    cost = time.thread_time() - began
    good_for = TIMES * cost if cost > COSTLY else 0.0
    with _lock:
        kept[choice] = _Kept(made, left_out, fact, time.monotonic() + good_for)
        kept.move_to_end(choice)
        while len(kept) > MOST:
            kept.popitem(last=False)
    return made


def _left_out() -> tuple[int, int]:
    """A print of who is on no board."""
    query = sa.select(
        sa.func.count(), sa.func.coalesce(sa.func.sum(sa.cast(Person.id, sa.BigInteger) * Person.id), 0)
    ).where(sa.or_(~Person.is_ranked, Person.deactivated_at.is_not(None)))
    count, squares = rows(query).one()
    return count, int(squares)


def _last_fact() -> tuple[int, str]:
    """The last thing that happened."""
    row = rows(sa.select(JournalEntry.id, JournalEntry.hash).order_by(JournalEntry.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, "")
