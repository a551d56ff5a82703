"""Facets: the areas, stages and teams that a list can be narrowed by, with counts kept for some seconds."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from innovate.accounts.models import Team
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.ideas.models import Idea, IdeaMove, Stage, StageKind

KEPT_FOR = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class StageName:
    """A stage as lists name it."""

    id: int
    name: str
    kind: StageKind


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """What a list can be narrowed by; `counts` holds the ideas of each (area, stage).

    Facets that say the same are the same object, so that what is drawn from them can be kept by it.
    """

    stages: tuple[StageName, ...]
    areas: dict[int, str]
    teams: dict[int, str]
    team_parents: dict[int, int]
    counts: dict[tuple[int, int], int]
    last_move_at: datetime | None

    def stage_ids(self, kind: StageKind) -> tuple[int, ...]:
        return tuple(stage.id for stage in self.stages if stage.kind is kind)

    def count(self, *, area_id: int | None, stage_ids: tuple[int, ...] | None) -> int:
        """How many ideas there are in that area, at those stages; None means any."""
        return sum(
            n
            for (area, stage), n in self.counts.items()
            if area_id in (None, area) and (stage_ids is None or stage in stage_ids)
        )

    def team_with_its_teams(self, team_id: int) -> frozenset[int]:
        """That team and every team below it."""
        found = {team_id}
        while more := {team for team, parent in self.team_parents.items() if parent in found} - found:
            found |= more
        return frozenset(found)


_kept: WeakKeyDictionary[Engine | Connection, tuple[float, Facets]] = WeakKeyDictionary()


def facets() -> Facets:
    """The facets, at most some seconds old; counted again at once when `refresh_unless` says so."""
    found = _kept.get(db.session.get_bind())
    if found is not None and time.monotonic() - found[0] < KEPT_FOR:
        return found[1]
    return _count_again()


def refresh_unless(seen: Facets, last_move_at: datetime | None) -> Facets:
    """These facets if that is still the last move of the pipeline that they know of, else new ones."""
    return seen if seen.last_move_at == last_move_at else _count_again()


def last_move() -> sa.ScalarSelect[datetime]:
    """When any idea last moved: whatever changes the counts moves this too, but for an edited area."""
    return sa.select(IdeaMove.at).order_by(IdeaMove.id.desc()).limit(1).scalar_subquery()


def _count_again() -> Facets:
    found = tuple(rows(_everything()))
    parts = {what: [row for row in found if row.what == what] for what in ("area", "stage", "team", "count")}
    made = Facets(
        stages=tuple(StageName(row.a, row.name, StageKind(row.kind)) for row in _in_order(parts["stage"])),
        areas={row.a: row.name for row in sorted(parts["area"], key=lambda row: row.name.casefold())},
        teams={row.a: row.name for row in sorted(parts["team"], key=lambda row: row.name.casefold())},
        team_parents={row.a: row.b for row in parts["team"] if row.b},
        counts={(row.a, row.b): row.n for row in parts["count"]},
        last_move_at=found[0].last_move_at if found else None,
    )
    engine = db.session.get_bind()
    known = _kept.get(engine)
    if known is not None and _says(known[1]) == _says(made):
        made = known[1]
    _kept[engine] = time.monotonic(), made
    return made


def _says(known: Facets) -> tuple[object, ...]:
    return tuple(getattr(known, field.name) for field in fields(known))


def _in_order(
    stages: list[sa.Row[tuple[str, int, int, int, str, str, datetime]]],
) -> Iterator[sa.Row[tuple[str, int, int, int, str, str, datetime]]]:
    return iter(sorted(stages, key=lambda row: row.b))


def _everything() -> sa.Select[tuple[str, int, int, int, str, str, datetime]]:
    nothing, none = sa.literal(""), sa.literal(0)
    every = sa.union_all(
        sa.select(
            sa.literal("count").label("what"),
            Idea.area_id.label("a"),
            Idea.stage_id.label("b"),
            sa.func.count().label("n"),
            nothing.label("name"),
            nothing.label("kind"),
        ).group_by(Idea.area_id, Idea.stage_id),
        sa.select(sa.literal("stage"), Stage.id, Stage.position, none, Stage.name, sa.cast(Stage.kind, sa.String)),
        sa.select(sa.literal("area"), Area.id, none, none, Area.name, nothing),
        sa.select(sa.literal("team"), Team.id, sa.func.coalesce(Team.parent_id, 0), none, Team.name, nothing),
    ).subquery("every")
    return sa.select(
        every.c.what, every.c.a, every.c.b, every.c.n, every.c.name, every.c.kind, last_move().label("last_move_at")
    )
