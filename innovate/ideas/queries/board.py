"""The board: a column for each stage, with what is in it, how long it has been there, and what can be done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import now, today
from innovate.core.db import rows
from innovate.ideas.lifecycle import label, pipeline
from innovate.ideas.models import Credit, Idea, Outcome, Place, Stage, StageKind
from innovate.ideas.queries.actions import move_path
from innovate.ideas.stages import further_ones
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
    """The whole board as it was read, for one viewer; two who see the same have equal boards."""

    areas: tuple[AreaChoice, ...]
    area_id: int | None
    _stages: "tuple[_Stage, ...]"
    _counts: tuple[tuple[int, int, datetime | None], ...]
    _rows: tuple[Any, ...]
    _eyes: "_Eyes"

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every stage with its first cards."""
        counts = {stage_id: _count(size, middle) for stage_id, size, middle in self._counts}
        cards = _cards(self._eyes, self._stages, self._rows)
        return tuple(
            Column(
                stage.id,
                stage.kind,
                stage.name,
                stage.work_limit,
                *counts.get(stage.id, (0, None)),
                tuple(cards.get(stage.id, ())),
            )
            for stage in self._stages
        )


@dataclass(frozen=True, slots=True)
class _Eyes:
    """As much of the viewer as the rules of the pipeline ask about; alike for all who have no part in what is shown."""

    id: int | None
    manager_id: int | None
    roles: frozenset[Role]
    leads: frozenset[int]  # areas that the viewer decides for today
    involved: frozenset[int]  # ideas that the viewer has a part in

    def has(self, role: Role) -> bool:
        return role in self.roles


@dataclass(frozen=True, slots=True)
class _Author:
    id: int
    manager_id: int | None


@dataclass(frozen=True, slots=True)
class _Credited:
    person_id: int | None


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
    appeals: tuple[()] = ()  # they are answered on the idea's own page


def board(viewer: Person, area_id: int | None = None) -> Board:
    """Every stage with its cards; in five statements, whatever the number of ideas."""
    stages = tuple(_Stage(*row) for row in rows(_STAGES))
    areas, leads = _areas(viewer)
    chosen = area_id if any(one.id == area_id for one in areas) else None
    counts = _sizes(stages, chosen) if stages else ()
    found = _first_rows(stages, chosen) if stages else ()
    return Board(areas, chosen, stages, counts, found, _eyes(viewer, found, leads))


@dataclass(frozen=True, slots=True)
class _Stage:
    id: int
    kind: StageKind
    name: str
    work_limit: int | None
    promised_days: int | None


def _areas(viewer: Person) -> tuple[tuple[AreaChoice, ...], frozenset[int]]:
    """The areas in use, and the ids of those that the viewer decides for today."""
    found = rows(_AREAS, {"viewer": viewer.id, "today": today()}).all()
    return tuple(AreaChoice(row[0], row[1]) for row in found if row[2]), frozenset(row[0] for row in found if row[3])


def _sizes(stages: tuple[_Stage, ...], area_id: int | None) -> tuple[Any, ...]:
    """Each stage, how many are in it, at most one above COUNTED, and when the middle one of them came."""
    statement = _counting(_kinds(stages), area_id is not None)
    return tuple(rows(statement, {"since": now() - CLOSED_FOR, "area": area_id}))


def _count(size: int, middle: datetime | None) -> tuple[int, int | None]:
    """How many there are, and for how many days half of them have been there."""
    return size, None if middle is None or size > COUNTED else (now() - middle).days


def _first_rows(stages: tuple[_Stage, ...], area_id: int | None) -> tuple[Any, ...]:
    """The ideas of the cards."""
    statement = _first_cards(_kinds(stages), area_id is not None)
    return tuple(rows(statement, {"since": now() - CLOSED_FOR, "area": area_id}))


def _eyes(viewer: Person, found: tuple[Any, ...], leads: frozenset[int]) -> _Eyes:
    decides = viewer.has(Role.ADMIN) or leads
    if not decides and all(row.author_id != viewer.id for row in found):
        return _Eyes(None, None, viewer.roles, leads, frozenset())
    ids = [row.id for row in found if viewer.has(Role.ADMIN) or row.area_id in leads]
    involved = rows(_MY_CREDITS, {"viewer": viewer.id, "ideas": ids}).scalars() if ids else ()
    return _Eyes(viewer.id, viewer.manager_id, viewer.roles, leads, frozenset(involved))


def _order(row: Any) -> float:
    """The most urgent first; of closed ones the last to come."""
    moment = row.entered_at if row.outcome else row.due_at or row.entered_at
    stamp: float = moment.timestamp()
    return -stamp if row.outcome else stamp


def _cards(eyes: _Eyes, stages: tuple[_Stage, ...], found: tuple[Any, ...]) -> dict[int, list[Card]]:
    further = further_ones(stages)
    cards: dict[int, list[Card]] = {}
    for row in sorted(found, key=lambda row: (row.outcome is not None, _order(row), row.id)):
        cards.setdefault(row.stage_id, []).append(_card(eyes, row, further.get(row.stage_id)))
    return cards


def _card(eyes: _Eyes, row: Any, further: str | None) -> Card:
    standing = _Standing(
        place=Place(row.outcome.value if row.outcome else row.kind.value),
        author_id=row.author_id,
        author=_Author(row.author_id, row.manager_id),
        owner_id=row.owner_id,
        credits=(_Credited(eyes.id),) if row.id in eyes.involved else (),
        area=_LedArea(row.area_id in eyes.leads),
    )
    offered = [one for one in pipeline.permitted(eyes, standing) if one.name in _HERE]
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
        total_days=row.promised_days,
        clock_state="paused" if is_asked else None,
        moves=tuple(MoveLink(label(one.name, further), move_path(row.id, one.name)) for one in offered),
    )


# The statements, put together once, or once for each set of stages: that costs more than running them.

_Kinds = tuple[tuple[int, bool], ...]  # each stage's id, and whether it is a closed one
_ideas = Idea.__table__.c
_areas_table, _deputies = Area.__table__.c, Deputy.__table__.c
_viewer_id = sa.bindparam("viewer", type_=sa.Integer)


def _kinds(stages: tuple[_Stage, ...]) -> _Kinds:
    return tuple((stage.id, stage.kind is StageKind.CLOSED) for stage in stages)


def _in_column(stage_id: int, is_closed: bool, in_one_area: bool) -> list[sa.ColumnElement[bool]]:
    where = [_ideas.stage_id == stage_id]
    if is_closed:
        where.append(_ideas.entered_at >= sa.bindparam("since", type_=_ideas.entered_at.type))
    if in_one_area:
        where.append(_ideas.area_id == sa.bindparam("area", type_=sa.Integer))
    return where


@lru_cache(maxsize=16)
def _counting(kinds: _Kinds, in_one_area: bool) -> sa.CompoundSelect[*tuple[Any, ...]]:
    parts = []
    for stage_id, is_closed in kinds:
        seen = sa.select(_ideas.entered_at).where(*_in_column(stage_id, is_closed, in_one_area))
        seen = seen.order_by(_ideas.entered_at).limit(COUNTED + 1)
        size = sa.select(sa.func.count()).select_from(seen.subquery()).scalar_subquery()
        place = sa.select(sa.func.count() // 2).select_from(seen.subquery()).scalar_subquery()
        middle = seen.limit(1).offset(place).scalar_subquery()
        parts.append(sa.select(sa.literal(stage_id, sa.Integer), size, sa.type_coerce(middle, _ideas.entered_at.type)))
    return sa.union_all(*parts)


@lru_cache(maxsize=16)
def _first_cards(kinds: _Kinds, in_one_area: bool) -> sa.Select[*tuple[Any, ...]]:
    parts = []
    for stage_id, is_closed in kinds:
        order = _ideas.entered_at.desc() if is_closed else _ideas.due_at
        first = sa.select(_ideas.id).where(*_in_column(stage_id, is_closed, in_one_area)).order_by(order, _ideas.id)
        parts.append(sa.select(first.limit(CARDS).subquery()))
    shown = sa.union_all(*parts).subquery("shown")
    people, stages = Person.__table__.c, Stage.__table__.c
    return (
        sa.select(
            _ideas.id, _ideas.title, _ideas.author_id, people.name.label("author"), people.manager_id, _ideas.area_id,
            _areas_table.name.label("area"), _ideas.votes, _ideas.comments, _ideas.outcome, _ideas.entered_at,
            _ideas.due_at, _ideas.asked_at, _ideas.owner_id, _ideas.stage_id, stages.kind, stages.promised_days,
        )
        .join(shown, shown.c.id == _ideas.id)
        .join(Person.__table__, people.id == _ideas.author_id)
        .join(Area.__table__, _areas_table.id == _ideas.area_id)
        .join(Stage.__table__, stages.id == _ideas.stage_id)
    )  # fmt: skip


def _areas_and_mine() -> sa.Select[*tuple[Any, ...]]:
    on_that_day = sa.bindparam("today", type_=sa.Date)
    stands_in = sa.exists().where(
        _deputies.area_id == _areas_table.id,
        _deputies.person_id == _viewer_id,
        _deputies.starts_on <= on_that_day,
        _deputies.ends_on >= on_that_day,
    )
    is_mine = sa.or_(_areas_table.leader_id == _viewer_id, stands_in)
    return sa.select(_areas_table.id, _areas_table.name, _areas_table.is_active, is_mine).order_by(_areas_table.name)


_STAGES = sa.select(
    *(Stage.__table__.c[name] for name in ("id", "kind", "name", "work_limit", "promised_days"))
).order_by(Stage.__table__.c.position)
_AREAS = _areas_and_mine()
_MY_CREDITS = sa.select(Credit.__table__.c.idea_id).where(
    Credit.__table__.c.person_id == _viewer_id,
    Credit.__table__.c.idea_id.in_(sa.bindparam("ideas", expanding=True)),
)
