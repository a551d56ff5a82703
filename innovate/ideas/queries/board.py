"""The board: a column for each stage, with what is in it, how long it has been there, and what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.ideas.lifecycle import pipeline
from innovate.ideas.models import Credit, Idea, Outcome, Place, Stage, StageKind
from innovate.ideas.queries.pipeline import move_path
from innovate.permissions import Role

CARDS = 12  # in a column
COUNTED = 1000  # beyond so many a column only says "more than"
CLOSED_FOR = timedelta(days=30)
_HERE = frozenset({"take_up", "approve", "return", "park", "merge", "decline", "withdraw", "reopen"})


@dataclass(frozen=True, slots=True)
class MoveLink:
    """A move that the viewer may make with a card; its form says what is still missing, if anything."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """An idea on the board."""

    id: int
    title: str
    author: Face
    area: str
    votes: int
    comments: int
    outcome: Outcome | None
    entered_at: datetime
    due_at: datetime | None
    total_days: int | None
    clock_state: str | None
    moves: tuple[MoveLink, ...]

    @property
    def age(self) -> int:
        """0 fresh, 1 past half of its promise, 2 late."""
        if self.due_at is None or self.outcome or self.clock_state:
            return 0
        if now() > self.due_at:
            return 2
        return int(now() - self.entered_at > (self.due_at - self.entered_at) / 2)


@dataclass(frozen=True, slots=True)
class Column:
    """A stage and its first cards, the most urgent first; of a closed stage, the last to come."""

    id: int
    kind: StageKind
    name: str
    work_limit: int | None
    count: int
    median_days: int | None
    cards: tuple[Card, ...]

    @property
    def is_over(self) -> bool:
        """Whether more is in here than the company wants at once."""
        return self.work_limit is not None and self.count > self.work_limit

    @property
    def counted(self) -> str:
        return f"{COUNTED:,}+" if self.count > COUNTED else f"{self.count:,}"

    @property
    def has_more(self) -> bool:
        return self.count > len(self.cards)


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """An area to look at alone."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board, for one viewer."""

    columns: tuple[Column, ...]
    areas: tuple[AreaChoice, ...]
    area_id: int | None


@dataclass(frozen=True, slots=True)
class _Author:
    id: int
    manager_id: int | None


@dataclass(frozen=True, slots=True)
class _Credited:
    person_id: int


@dataclass(frozen=True, slots=True)
class _LedArea:
    """Answers for the viewer alone: whether they lead it."""

    is_mine: bool

    def is_led_by(self, _person_id: int) -> bool:
        return self.is_mine


@dataclass(frozen=True, slots=True)
class _Standing:
    """As much of an idea as the rules of the pipeline ask about."""

    place: Place
    author_id: int
    author: _Author
    owner_id: int | None
    credits: tuple[_Credited, ...]
    area: _LedArea


def board(viewer: Person, area_id: int | None = None) -> Board:
    """Every stage with its cards; in five statements, whatever the number of ideas."""
    stages = db.session.scalars(sa.select(Stage).order_by(Stage.position)).all()
    areas, mine = _areas(viewer)
    chosen = area_id if any(one.id == area_id for one in areas) else None
    counts = _counts(stages, chosen) if stages else {}
    rows = _rows(stages, chosen) if stages else []
    cards = _cards(viewer, rows, mine)
    columns = tuple(
        Column(
            stage.id,
            stage.kind,
            stage.name,
            stage.work_limit,
            *counts.get(stage.id, (0, None)),
            tuple(card for stage_id, card in cards if stage_id == stage.id),
        )
        for stage in stages
    )
    return Board(columns, tuple(areas), chosen)


def _areas(viewer: Person) -> tuple[list[AreaChoice], set[int]]:
    """The areas in use, and the ids of those that the viewer decides for today."""
    stands_in = sa.exists().where(
        Deputy.area_id == Area.id,
        Deputy.person_id == viewer.id,
        Deputy.starts_on <= today(),
        Deputy.ends_on >= today(),
    )
    is_mine = sa.or_(Area.leader_id == viewer.id, stands_in)
    rows = db.session.execute(sa.select(Area.id, Area.name, Area.is_active, is_mine).order_by(Area.name)).all()
    return [AreaChoice(row[0], row[1]) for row in rows if row[2]], {row[0] for row in rows if row[3]}


def _in_column(stage: Stage, area_id: int | None) -> list[sa.ColumnElement[bool]]:
    where = [Idea.stage_id == stage.id]
    if stage.kind is StageKind.CLOSED:
        where.append(Idea.entered_at >= now() - CLOSED_FOR)
    if area_id is not None:
        where.append(Idea.area_id == area_id)
    return where


def _counts(stages: Iterable[Stage], area_id: int | None) -> dict[int, tuple[int, int | None]]:
    """How many are in each stage, at most one above COUNTED, and for how many days half of them have been there."""
    parts = []
    for stage in stages:
        seen = sa.select(Idea.entered_at).where(*_in_column(stage, area_id)).order_by(Idea.entered_at)
        seen = seen.limit(COUNTED + 1)
        size = sa.select(sa.func.count()).select_from(seen.subquery()).scalar_subquery()
        place = sa.select(sa.func.count() // 2).select_from(seen.subquery()).scalar_subquery()
        middle = seen.limit(1).offset(place).scalar_subquery()
        parts.append(sa.select(sa.literal(stage.id, sa.Integer), size, sa.type_coerce(middle, Idea.entered_at.type)))
    found = {}
    for stage_id, count, entered_at in db.session.execute(sa.union_all(*parts)):
        median = None if entered_at is None or count > COUNTED else (now() - entered_at).days
        found[stage_id] = (count, median)
    return found


def _rows(stages: Iterable[Stage], area_id: int | None) -> list[Any]:
    parts = []
    for stage in stages:
        order = Idea.entered_at.desc() if stage.kind is StageKind.CLOSED else Idea.due_at
        first = sa.select(Idea.id, sa.literal(stage.promised_days, sa.Integer).label("days"))
        first = first.where(*_in_column(stage, area_id)).order_by(order, Idea.id).limit(CARDS)
        parts.append(sa.select(first.subquery()))
    shown = sa.union_all(*parts).subquery("shown")
    query = (
        sa.select(
            Idea.id, Idea.title, Idea.author_id, Person.name.label("author"), Person.manager_id, Idea.area_id,
            Area.name.label("area"), Idea.votes, Idea.comments, Idea.outcome, Idea.entered_at, Idea.due_at,
            Idea.asked_at, Idea.owner_id, Idea.stage_id, Stage.kind, shown.c.days,
        )
        .join(shown, shown.c.id == Idea.id)
        .join(Person, Person.id == Idea.author_id)
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
    )  # fmt: skip
    rows = list(db.session.execute(query))
    return sorted(rows, key=lambda row: (row.outcome is not None, _order(row), row.id))


def _order(row: Any) -> float:
    moment = row.entered_at if row.outcome else row.due_at or row.entered_at
    stamp: float = moment.timestamp()
    return -stamp if row.outcome else stamp


def _cards(viewer: Person, rows: list[Any], mine: set[int]) -> list[tuple[int, Card]]:
    decides = [row for row in rows if row.area_id in mine or viewer.has(Role.ADMIN)]
    involved = _credited(viewer, [row.id for row in decides])
    return [(row.stage_id, _card(viewer, row, mine, involved)) for row in rows]


def _credited(viewer: Person, idea_ids: list[int]) -> set[int]:
    """Which of these ideas the viewer has a part in."""
    if not idea_ids:
        return set()
    query = sa.select(Credit.idea_id).where(Credit.person_id == viewer.id, Credit.idea_id.in_(idea_ids))
    return set(db.session.scalars(query))


def _card(viewer: Person, row: Any, mine: set[int], involved: set[int]) -> Card:
    standing = _Standing(
        place=Place(row.outcome.value if row.outcome else row.kind.value),
        author_id=row.author_id,
        author=_Author(row.author_id, row.manager_id),
        owner_id=row.owner_id,
        credits=(_Credited(viewer.id),) if row.id in involved else (),
        area=_LedArea(row.area_id in mine),
    )
    offered = [one for one in pipeline.permitted(viewer, standing) if one.name in _HERE]
    is_asked = row.asked_at is not None
    return Card(
        id=row.id,
        title=row.title,
        author=Face(row.author_id, row.author),
        area=row.area,
        votes=row.votes,
        comments=row.comments,
        outcome=row.outcome,
        entered_at=row.entered_at,
        due_at=row.due_at,
        total_days=row.days,
        clock_state="paused" if is_asked else None,
        moves=tuple(MoveLink(one.label, move_path(row.id, one.name)) for one in offered),
    )
