"""Lists of ideas: sorted, narrowed and paged by keyset, each row with the viewer's own vote."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, overload

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import rows
from innovate.core.paging import Page, decode, encode
from innovate.ideas.models import Idea, Outcome, Stage, StageKind
from innovate.ideas.queries.facets import Facets, facets, last_move, refresh_unless
from innovate.voting.models import Vote

PAGE = 30
_viewer_id = sa.bindparam("viewer", type_=sa.Integer)
FEW = 2_000  # so many ideas are sooner sorted than looked for along an index


class Sort(StrEnum):
    """The order of a list."""

    TRENDING = "trending"
    TOP = "top"
    NEW = "new"

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a list shows and in which order; a stage is a kind or, where a kind has several, one row."""

    sort: Sort = Sort.TRENDING
    kind: StageKind | None = None
    stage_id: int | None = None
    area_id: int | None = None
    team_id: int | None = None
    mine: bool = False
    voted: bool = False
    text: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether the counts by area and stage speak of this list."""
        return not (self.team_id or self.mine or self.voted or self.text)


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea as lists show it; `vote_state` is open, own or closed."""

    id: int
    title: str
    problem: str
    votes: int
    comments: int
    voted: bool
    vote_state: str
    author: Face
    area_id: int
    area: str
    stage_id: int
    stage_kind: StageKind
    stage_name: str
    outcome: Outcome | None
    created_at: datetime
    due_at: datetime | None
    total_days: int | None
    clock_state: str | None


@dataclass(frozen=True, slots=True)
class IdeaRows(Sequence[IdeaRow]):
    """Ideas as one viewer's list shows them, kept as they were read; two who see the same have equal rows."""

    found: tuple[Any, ...]
    mine_id: int | None  # the viewer, where one of these is theirs

    @classmethod
    def of(cls, viewer: Person, found: Iterable[Any]) -> "IdeaRows":
        """What this viewer sees of what was found."""
        kept = tuple(found)
        return cls(kept, viewer.id if any(row.author_id == viewer.id for row in kept) else None)

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, at: int) -> IdeaRow: ...
    @overload
    def __getitem__(self, at: slice) -> "IdeaRows": ...
    def __getitem__(self, at: int | slice) -> "IdeaRow | IdeaRows":
        return IdeaRows(self.found[at], self.mine_id) if isinstance(at, slice) else _row(self.found[at], self.mine_id)


@dataclass(frozen=True, slots=True)
class IdeaList:
    """A page of rows, and what the list can be narrowed by."""

    page: Page[IdeaRow]
    facets: Facets


def list_ideas(
    viewer: Person,
    narrowing: Narrowing,
    *,
    after: str | None = None,
    before: str | None = None,
    among: sa.Select[Any] | None = None,
    size: int = PAGE,
) -> IdeaList:
    """The page of ideas behind the cursor `after`, or in front of `before`.

    `among` are the candidates of a text search. BadInput for a cursor that is not one of ours.
    """
    known = facets()
    cursor = _cursor(narrowing.sort, after or before)
    wanted = _keyset(narrowing, known, among, cursor, is_backwards=bool(before and not after), most=size + 1)
    statement = _rows(wanted) if among is None and cursor is None else _rows.__wrapped__(wanted)
    found = list(rows(statement, {"viewer": viewer.id}))
    if found:
        known = refresh_unless(known, found[0].last_move_at)
    is_more = len(found) > size
    found = found[:size]
    if wanted.is_backwards:
        found.reverse()
    first, last = (found[0], found[-1]) if found else (None, None)
    has_next = is_more if not wanted.is_backwards else bool(found)
    has_previous = is_more if wanted.is_backwards else cursor is not None and bool(found)
    page = Page(
        items=IdeaRows.of(viewer, found),
        next=encode(_key(narrowing.sort, last)) if has_next and last else None,
        previous=encode(_key(narrowing.sort, first)) if has_previous and first else None,
    )
    return IdeaList(page, known)


def rows_along(ids: sa.Subquery, order: Iterable[sa.ColumnElement[Any]]) -> sa.Select[*tuple[Any, ...]]:
    """The statement for the rows of those ideas (a subquery with a column `id`), in that order, whoever asks."""
    query: sa.Select[*tuple[Any, ...]] = _joined(ids).order_by(*order)
    return query


def rows_of(viewer: Person, along: sa.Select[*tuple[Any, ...]], values: dict[str, Any]) -> IdeaRows:
    """The rows that such a statement finds, as this viewer sees them."""
    return IdeaRows.of(viewer, rows(along, {"viewer": viewer.id, **values}))


# Keyset pages: two ranges, each along an index, joined to what a row shows only afterwards.


@dataclass(frozen=True, slots=True)
class _Keyset:
    """What is asked for; `is_few` when the ideas are found first and sorted then, not met in order along an index."""

    narrowing: Narrowing
    stage_ids: tuple[int, ...] | None
    team_ids: tuple[int, ...]
    is_few: bool
    among: sa.Select[Any] | None
    cursor: tuple[Any, ...] | None
    is_backwards: bool
    most: int

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        narrowing = self.narrowing
        found: list[sa.ColumnElement[bool]] = []
        if narrowing.area_id is not None:
            found.append(Idea.area_id == narrowing.area_id)
        if narrowing.team_id is not None:
            teams = self.team_ids
            found.append(Idea.team_id.in_(teams) if len(teams) > 1 else Idea.team_id == narrowing.team_id)
        if narrowing.mine:
            found.append(Idea.author_id == _viewer_id)
        if narrowing.voted:
            found.append(Idea.id.in_(sa.select(Vote.idea_id).where(Vote.person_id == _viewer_id)))
        if self.among is not None:
            found.append(Idea.id.in_(self.among))
        return found

    def ids(self) -> sa.Subquery:
        """The ids of the page, one more than it holds, with the value that they are sorted by."""
        if self.is_few:
            stages = [] if self.stage_ids is None else [Idea.stage_id.in_(self.stage_ids)]
            part = self._range([*self.conditions(), *stages, *self._beyond()], is_free=True)
            return part.subquery("wanted")
        ranges = self._ranges(_column(self.narrowing.sort))
        parts = [self._range([*self.conditions(), *stage, *beyond]) for stage in self._stages() for beyond in ranges]
        if len(parts) == 1:
            return parts[0].subquery("wanted")
        inner = [sa.select(part.subquery()) for part in parts]
        merged = sa.union_all(*inner).subquery("merged")
        ordered = sa.select(merged.c.id, merged.c.value).order_by(*self.order(merged.c.value, merged.c.id))
        return ordered.limit(self.most).subquery("wanted")

    def _stages(self) -> list[list[sa.ColumnElement[bool]]]:
        if self.stage_ids is None:
            return [[]]
        if self.narrowing.area_id is not None:  # along the area's index; the stage is looked at on the way
            return [[(Idea.stage_id + 0).in_(self.stage_ids)]]
        return [[Idea.stage_id == stage_id] for stage_id in self.stage_ids] or [[sa.false()]]

    def _ranges(self, column: Any) -> list[list[sa.ColumnElement[bool]]]:
        if self.cursor is None:
            return [[]]
        value, id_ = self.cursor
        if self.narrowing.sort is Sort.NEW:
            return [[Idea.id > id_ if self.is_backwards else Idea.id < id_]]
        if self.is_backwards:
            return [[column == value, Idea.id > id_], [column > value]]
        return [[column == value, Idea.id < id_], [column < value]]

    def _beyond(self) -> list[sa.ColumnElement[bool]]:
        """Both ranges as one condition, for few ideas."""
        free = _column(self.narrowing.sort) + 0
        return [sa.or_(*(sa.and_(*part) for part in self._ranges(free)))] if self.cursor else []

    def _range(self, conditions: list[sa.ColumnElement[bool]], *, is_free: bool = False) -> sa.Select[Any]:
        column = _column(self.narrowing.sort)
        value = column + 0 if is_free else column  # a sum is not an index: the planner finds the few first
        query = sa.select(Idea.id.label("id"), value.label("value")).where(*conditions)
        return query.order_by(*self.order(value, Idea.id)).limit(self.most)

    def order(self, value: Any, id_: Any) -> tuple[sa.ColumnElement[Any], ...]:
        if self.narrowing.sort is Sort.NEW:
            return (id_.asc() if self.is_backwards else id_.desc(),)
        return (value.asc(), id_.asc()) if self.is_backwards else (value.desc(), id_.desc())


def _keyset(
    narrowing: Narrowing,
    known: Facets,
    among: sa.Select[Any] | None,
    cursor: tuple[Any, ...] | None,
    *,
    is_backwards: bool,
    most: int,
) -> _Keyset:
    stage_ids = known.stage_ids(narrowing.kind) if narrowing.kind else None
    if narrowing.stage_id is not None:
        stage_ids = (narrowing.stage_id,)
    area_id, team_id = narrowing.area_id, narrowing.team_id
    is_few = narrowing.mine or narrowing.voted or among is not None
    if not is_few and area_id is not None and stage_ids is not None:
        is_few = known.count(area_id=area_id, stage_ids=stage_ids) <= FEW
    teams = tuple(sorted(known.team_with_its_teams(team_id))) if team_id is not None else ()
    return _Keyset(narrowing, stage_ids, teams, is_few, among, cursor, is_backwards, most)


def _column(sort: Sort) -> Any:
    return {Sort.TRENDING: Idea.trend, Sort.TOP: Idea.votes, Sort.NEW: Idea.id}[sort]


def _key(sort: Sort, row: Any) -> tuple[Any, ...]:
    return (row.id,) if sort is Sort.NEW else (row.value, row.id)


def _cursor(sort: Sort, text: str | None) -> tuple[Any, ...] | None:
    if not text:
        return None
    if sort is Sort.NEW:
        (id_,) = decode(text, int)
        return id_, id_
    return decode(text, float if sort is Sort.TRENDING else int, int)


@lru_cache(maxsize=256)
def _rows(wanted: _Keyset) -> Any:
    """The statement, whoever asks; those of first pages are made once."""
    ids = wanted.ids()
    query = _joined(ids).add_columns(ids.c.value, last_move().label("last_move_at"))
    return query.order_by(*wanted.order(ids.c.value, ids.c.id))


def _joined(ids: sa.Subquery) -> Any:
    return (
        sa.select(
            Idea.id,
            Idea.title,
            Idea.summary,
            Idea.votes,
            Idea.comments,
            Vote.id.label("vote_id"),
            Idea.author_id,
            Person.name.label("author"),
            Idea.area_id,
            Area.name.label("area"),
            Idea.stage_id,
            Stage.kind,
            Stage.name.label("stage"),
            Stage.promised_days,
            Idea.outcome,
            Idea.submitted_at,
            Idea.due_at,
            Idea.asked_at,
        )
        .select_from(ids)
        .join(Idea, Idea.id == ids.c.id)
        .join(Person, Person.id == Idea.author_id)
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .outerjoin(Vote, sa.and_(Vote.idea_id == Idea.id, Vote.person_id == _viewer_id))
    )


def _row(row: Any, viewer_id: int | None) -> IdeaRow:
    id_, title, summary, votes, comments, vote, author_id, author, area_id, area, stage_id, kind, *rest = row
    stage, days, outcome, submitted_at, due_at, asked_at = rest[:6]
    return IdeaRow(
        id_,
        title,
        summary,
        votes,
        comments,
        vote is not None,
        vote_state(viewer_id, author_id, kind),
        Face(author_id, author),
        area_id,
        area,
        stage_id,
        kind,
        stage,
        outcome,
        submitted_at,
        due_at,
        days,
        "paused" if asked_at else None,
    )


def vote_state(viewer_id: int | None, author_id: int, kind: StageKind) -> str:
    """What the vote tile is to the viewer: own, open or closed."""
    if author_id == viewer_id:
        return "own"
    return "open" if kind is StageKind.OPEN else "closed"
