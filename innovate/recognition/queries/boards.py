"""Boards by period and area: people, teams per head, helpful reviewers, most improved, best well-run failure.

A board knows only of people who want to be ranked: nothing on it changes with what anybody else was given, so that
nobody who opted out can be told from a gap, a sum or a mean.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.areas.models import Area
from innovate.core.db import rows
from innovate.ideas.models import Idea, Stage, StageKind
from innovate.recognition.periods import Period
from innovate.review.models import Assignment, Scorecard
from innovate.rewards.models import Award, Kudos, KudosReceiver

TOP = 10
MOST_TIED = 30  # so many stand on a board at most, however many share its last place
LEAST_HEADS = 5  # people of a team who are ranked, before it is
NOTE = 40  # characters of a note that explains something
SURE = 2.0  # times what chance alone makes two counts differ by, before one is a rise
T = TypeVar("T")


class Measure(StrEnum):
    """What the boards of people and teams count."""

    POINTS = "points"
    THANKS = "thanks"  # kudos and awards, with or without points

    @property
    def label(self) -> str:
        return self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Place:
    """A person's place on a board, what it is for in a number, and a quiet line; who has as much shares the place."""

    rank: int
    person: Face
    value: int
    note: str


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """A team's place, by what each of its ranked people was given."""

    rank: int
    id: int
    name: str
    people: int
    each: float


@dataclass(frozen=True, slots=True)
class FailurePlace:
    """The place of an idea whose try did not work and was run well, with those who were thanked for it."""

    rank: int
    idea_id: int
    title: str
    people: tuple[Face, ...]
    plan: int
    run: int
    lesson: int

    @property
    def total(self) -> int:
        return self.plan + self.run + self.lesson


@dataclass(frozen=True, slots=True)
class Field:
    """An area to look at alone."""

    id: int
    name: str


def areas() -> tuple[Field, ...]:
    """The areas, by name."""
    return tuple(Field(*row) for row in rows(sa.select(Area.id, Area.name).where(Area.is_active).order_by(Area.name)))


def people_board(period: Period, measure: Measure, area_id: int | None = None) -> tuple[Place, ...]:
    """The first ten who were given most."""
    given = _by_person(period, area_id).subquery("given")
    ranked = _ranked(given, given.c[measure.value])
    query = (
        sa.select(ranked.c.rank, Person.id, Person.name, ranked.c[measure.value], Team.name)
        .join(Person, Person.id == ranked.c.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(ranked.c.rank <= TOP)
        .order_by(ranked.c.rank, Person.name)
        .limit(MOST_TIED)
    )
    return tuple(Place(rank, Face(id_, name), int(value), team or "") for rank, id_, name, value, team in rows(query))


def teams_board(period: Period, measure: Measure, area_id: int | None = None) -> tuple[TeamPlace, ...]:
    """The upper half of the teams, ten at most, by what each of their ranked people was given.

    None with fewer than five ranked people is among them.
    """
    heads = (
        sa.select(Person.team_id, sa.func.count().label("people"))
        .where(_ranks(), Person.team_id.is_not(None))
        .group_by(Person.team_id)
        .having(sa.func.count() >= LEAST_HEADS)
        .subquery("heads")
    )
    given = _by_person(period, area_id).subquery("given")
    summed = (
        sa.select(
            heads.c.team_id, heads.c.people, (sa.func.sum(given.c[measure.value]) * 1.0 / heads.c.people).label("each")
        )
        .join(Person, Person.id == given.c.person_id)
        .join(heads, heads.c.team_id == Person.team_id)
        .group_by(heads.c.team_id, heads.c.people)
        .subquery("summed")
    )
    ranked = _ranked(summed, summed.c.each)
    how_many = sa.select(sa.func.count()).select_from(heads).scalar_subquery()
    query = (
        sa.select(ranked.c.rank, Team.id, Team.name, ranked.c.people, ranked.c.each)
        .join(Team, Team.id == ranked.c.team_id)
        .where(ranked.c.rank <= TOP, ranked.c.rank * 2 <= how_many + 1)
        .order_by(ranked.c.rank, Team.name)
        .limit(MOST_TIED)
    )
    return tuple(TeamPlace(rank, id_, name, people, float(each)) for rank, id_, name, people, each in rows(query))


def reviewers_board(period: Period, area_id: int | None = None) -> tuple[Place, ...]:
    """The first ten by reviews sent within the promised days, with a note that explains the scores."""
    days = sa.select(sa.func.min(Stage.promised_days)).where(Stage.kind == StageKind.REVIEW).scalar_subquery()
    query = (
        sa.select(
            Person.id,
            Person.name,
            Team.name.label("team"),
            Assignment.assigned_at,
            Scorecard.sent_at,
            days.label("days"),
        )
        .join(Scorecard, Scorecard.reviewer_id == Person.id)
        .join(
            Assignment,
            sa.and_(
                Assignment.idea_id == Scorecard.idea_id,
                Assignment.round == Scorecard.round,
                Assignment.reviewer_id == Scorecard.reviewer_id,
            ),
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .where(_ranks(), sa.func.length(sa.func.trim(Scorecard.note)) >= NOTE, *_within(period, Scorecard.sent_at))
    )
    if area_id is not None:
        query = query.join(Idea, Idea.id == Scorecard.idea_id).where(Idea.area_id == area_id)
    helped, who = Counter[int](), {}
    for row in rows(query):
        if row.days is None or row.sent_at <= row.assigned_at + timedelta(days=row.days):
            helped[row.id] += 1
            who[row.id] = (Face(row.id, row.name), row.team or "")
    return tuple(
        Place(rank, who[id_][0], count, who[id_][1])
        for rank, (id_, count) in _placed(helped.items(), by=lambda one: one[1], name=lambda one: who[one[0]][0].name)
    )


def improved_board(period: Period, area_id: int | None = None) -> tuple[Place, ...]:
    """The first ten whose thanks rose most against the period before, by more than chance alone often brings."""
    if period.before is None:
        return ()
    now_, then = (_by_person(one, area_id).subquery(name) for one, name in ((period, "now_"), (period.before, "then_")))
    before = sa.func.coalesce(then.c.thanks, 0)
    query = (
        sa.select(Person.id, Person.name, now_.c.thanks, before)
        .join(now_, now_.c.person_id == Person.id)
        .outerjoin(then, then.c.person_id == Person.id)
        .where(now_.c.thanks > before)
    )
    risen = [
        (Face(id_, name), thanks, earlier)
        for id_, name, thanks, earlier in rows(query)
        if thanks - earlier >= SURE * math.sqrt(thanks + earlier)
    ]
    return tuple(
        Place(rank, face, thanks - earlier, f"{thanks}, and {earlier} in the period before")
        for rank, (face, thanks, earlier) in _placed(
            risen, by=lambda one: one[1] - one[2], name=lambda one: one[0].name
        )
    )


def failures_board(period: Period, area_id: int | None = None) -> tuple[FailurePlace, ...]:
    """The first ten ideas whose try did not work, by how well it was planned and run and what was learned."""
    query = (
        sa.select(Idea.id, Idea.title, Person.id, Person.name, Award.plan_score, Award.run_score, Award.lesson_score)
        .join(Idea, Idea.id == Award.idea_id)
        .join(Person, Person.id == Award.person_id)
        .where(_ranks(), Award.plan_score.is_not(None), Award.reversed_at.is_(None), *_within(period, Award.at))
        .order_by(Award.id)
    )
    if area_id is not None:
        query = query.where(Idea.area_id == area_id)
    found: dict[int, list[Any]] = {}
    for row in rows(query):
        found.setdefault(row[0], []).append(row)
    thanked = [
        FailurePlace(0, id_, its[0][1], tuple(dict.fromkeys(Face(one[2], one[3]) for one in its)), *its[0][4:7])
        for id_, its in found.items()
    ]
    return tuple(
        FailurePlace(rank, one.idea_id, one.title, one.people, one.plan, one.run, one.lesson)
        for rank, one in _placed(thanked, by=lambda one: one.total, name=lambda one: one.title)
    )


def named_on_boards(period: Period) -> frozenset[int]:
    """Everybody whom a board of people of that period names as thanked, for the company or an area."""
    named: set[int] = set()
    for area_id in (None, *(one.id for one in areas())):
        for measure in Measure:
            named |= {place.person.id for place in people_board(period, measure, area_id)}
        named |= {place.person.id for place in improved_board(period, area_id)}
        named |= {face.id for place in failures_board(period, area_id) for face in place.people}
    return frozenset(named)


def _ranks() -> sa.ColumnElement[bool]:
    """Who is on boards at all."""
    return sa.and_(Person.is_ranked, Person.deactivated_at.is_(None))


def _within(period: Period, moment: Any) -> tuple[sa.ColumnElement[bool], ...]:
    if period.starts_at is None:
        return ()
    return (moment >= period.starts_at, moment < period.ends_at)


def _by_person(period: Period, area_id: int | None) -> sa.Select[*tuple[Any, ...]]:
    """The points and the thanks that each ranked person was given."""
    kudos = (
        sa.select(KudosReceiver.person_id, Kudos.points)
        .join(Kudos, Kudos.id == KudosReceiver.kudos_id)
        .where(Kudos.reversed_at.is_(None), *_within(period, Kudos.at))
    )
    awards = sa.select(Award.person_id, Award.points).where(Award.reversed_at.is_(None), *_within(period, Award.at))
    if area_id is not None:
        kudos = kudos.join(Idea, Idea.id == Kudos.idea_id).where(Idea.area_id == area_id)
        awards = awards.join(Idea, Idea.id == Award.idea_id).where(Idea.area_id == area_id)
    each = sa.union_all(kudos, awards).subquery()
    return (
        sa.select(each.c.person_id, sa.func.sum(each.c.points).label("points"), sa.func.count().label("thanks"))
        .join(Person, Person.id == each.c.person_id)
        .where(_ranks())
        .group_by(each.c.person_id)
    )


def _ranked(given: sa.Subquery, by: sa.ColumnElement[Any]) -> sa.Subquery:
    rank = sa.func.rank().over(order_by=by.desc()).label("rank")
    return sa.select(*given.c, rank).where(by > 0).subquery("ranked")


def _placed(found: Iterable[T], by: Callable[[T], int], name: Callable[[T], str]) -> Sequence[tuple[int, T]]:
    """The first ten with their ranks, ties sharing one, by name where they do."""
    ordered = sorted(found, key=lambda one: (-by(one), name(one)))
    places, rank, last = list[tuple[int, T]](), 0, None
    for place, one in enumerate(ordered, 1):
        rank, last = (rank, last) if by(one) == last else (place, by(one))
        if rank > TOP:
            break
        places.append((rank, one))
    return places[:MOST_TIED]
