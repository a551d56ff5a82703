"""Kudos as pages show them: who thanks whom, for what, and who added on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.db import rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, encode
from innovate.ideas.models import Idea
from innovate.rewards import spans
from innovate.rewards.models import CompanyValue, Kudos, KudosReceiver
from innovate.rewards.thanking import REGRET

PAGE = 20
MOST_ADDED = 50  # add-ons shown with their kudos


@dataclass(frozen=True, slots=True)
class AddOn:
    """What somebody added on to kudos."""

    id: int
    by: Face
    words: str
    points: int  # to each
    at: datetime
    people: tuple[Face, ...] = ()
    reversed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KudosCard:
    """Kudos, and what was added on to them."""

    id: int
    by: Face
    people: tuple[Face, ...]
    words: str
    points: int  # to each
    value: str | None
    idea_id: int | None
    idea_title: str | None
    experiment_id: int | None
    comment_id: int | None
    at: datetime
    reversed_at: datetime | None
    reversal_reason: str | None
    parent_id: int | None
    added: tuple[AddOn, ...] = ()

    @property
    def citation(self) -> str:
        return self.words

    @property
    def about(self) -> str:
        """What it is for, before its idea's title."""
        return "Experiment" if self.experiment_id else "Comment" if self.comment_id else "Idea"

    @property
    def href(self) -> str | None:
        """Where what it is for stands."""
        if self.experiment_id:
            return f"/experiments/{self.experiment_id}"
        comment = f"#comment-{self.comment_id}" if self.comment_id else ""
        return f"/ideas/{self.idea_id}{comment}" if self.idea_id else None

    @property
    def all_points(self) -> int:
        """What each of them got here, with what was added on."""
        return self.points + sum(one.points for one in self.added)


@dataclass(frozen=True, slots=True)
class KudosPage:
    """Kudos by themselves, and what the viewer may do with them."""

    card: KudosCard
    may_add: bool
    may_take_back: bool
    needs_reason: bool  # the viewer takes back as HR
    is_over: bool  # the month in which they were given


def kudos_cards(ids: Iterable[int]) -> dict[int, KudosCard]:
    """These kudos with what was added on to them, in two statements; those taken back too, as they say so."""
    wanted = list(ids)
    if not wanted:
        return {}
    inner = sa.or_(Kudos.id.in_(wanted), sa.and_(Kudos.parent_id.in_(wanted), Kudos.reversed_at.is_(None)))
    found = rows(_cards().where(inner).order_by(Kudos.id)).all()
    people = _people_of([row.id for row in found])
    added: dict[int, list[AddOn]] = {}
    for row in found:
        if row.parent_id is not None:
            one = AddOn(row.id, Face(row.giver_id, row.giver), row.words, row.points, row.at, people.get(row.id, ()))
            added.setdefault(row.parent_id, []).append(one)
    return {
        row.id: _card(row, people.get(row.id, ()), tuple(added.get(row.id, ())[-MOST_ADDED:]))
        for row in found
        if row.id in set(wanted)
    }


def kudos_page(viewer: Person, kudos_id: int) -> KudosPage:
    """These kudos, and what the viewer may do with them. Raises NotFound; who was taken back from is told why."""
    card = kudos_cards([kudos_id]).get(kudos_id)
    if card is None:
        raise NotFound("There are no such kudos.")
    is_hr, is_mine = permissions.hr.allows(viewer), card.by.id == viewer.id
    concerned = is_hr or is_mine or any(one.id == viewer.id for one in card.people)
    if card.reversed_at and not concerned:
        raise NotFound("These thanks were taken back.")
    in_time = is_mine and now() - card.at < REGRET and not card.added
    others = [one for one in card.people if one.id != viewer.id]
    stands = card.reversed_at is None
    return KudosPage(
        card,
        may_add=stands and card.parent_id is None and not is_mine and bool(others),
        may_take_back=stands and (in_time or is_hr),
        needs_reason=not in_time,
        is_over=spans.month_of(card.at) != spans.this_month(),
    )


def received_kudos(person_id: int, after: str | None = None) -> Page[KudosCard]:
    """The kudos that somebody got, newest first; add-ons stand with the kudos that they follow."""
    query = sa.select(Kudos.id).join(KudosReceiver, KudosReceiver.kudos_id == Kudos.id)
    return _page(query.where(KudosReceiver.person_id == person_id), after, KudosReceiver.kudos_id)


def given_kudos(person_id: int, after: str | None = None) -> Page[KudosCard]:
    """The kudos that somebody gave, newest first, add-ons among them."""
    return _page(sa.select(Kudos.id).where(Kudos.giver_id == person_id), after, Kudos.id, with_added=True)


def _page(
    query: sa.Select[*tuple[Any, ...]], after: str | None, key: Any, *, with_added: bool = False
) -> Page[KudosCard]:
    query = query.where(Kudos.reversed_at.is_(None))
    if not with_added:
        query = query.where(Kudos.parent_id.is_(None))
    if after:
        query = query.where(key < decode(after, int)[0])
    ids = [row.id for row in rows(query.order_by(key.desc()).limit(PAGE + 1))]
    return Page(_in_order(ids[:PAGE]), encode((ids[PAGE - 1],)) if len(ids) > PAGE else None)


def _in_order(ids: list[int]) -> tuple[KudosCard, ...]:
    cards = kudos_cards(ids)
    return tuple(cards[one] for one in ids)


def _cards() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Kudos.id,
            Kudos.giver_id,
            Person.name.label("giver"),
            Kudos.words,
            Kudos.points,
            CompanyValue.name.label("value"),
            Kudos.idea_id,
            Idea.title.label("idea_title"),
            Kudos.experiment_id,
            Kudos.comment_id,
            Kudos.at,
            Kudos.reversed_at,
            Kudos.reversal_reason,
            Kudos.parent_id,
        )
        .join(Person, Person.id == Kudos.giver_id)
        .outerjoin(CompanyValue, CompanyValue.id == Kudos.value_id)
        .outerjoin(Idea, Idea.id == Kudos.idea_id)
    )


def _people_of(ids: list[int]) -> dict[int, tuple[Face, ...]]:
    query = (
        sa.select(KudosReceiver.kudos_id, Person.id, Person.name)
        .join(Person, Person.id == KudosReceiver.person_id)
        .where(KudosReceiver.kudos_id.in_(ids))
        .order_by(KudosReceiver.kudos_id, Person.name, Person.id)
    )
    found: dict[int, list[Face]] = {}
    for kudos_id, person_id, name in rows(query):
        found.setdefault(kudos_id, []).append(Face(person_id, name))
    return {kudos_id: tuple(people) for kudos_id, people in found.items()}


def _card(row: Any, people: tuple[Face, ...], added: tuple[AddOn, ...]) -> KudosCard:
    return KudosCard(
        id=row.id,
        by=Face(row.giver_id, row.giver),
        people=people,
        words=row.words,
        points=row.points,
        value=row.value,
        idea_id=row.idea_id,
        idea_title=row.idea_title,
        experiment_id=row.experiment_id,
        comment_id=row.comment_id,
        at=row.at,
        reversed_at=row.reversed_at,
        reversal_reason=row.reversal_reason,
        parent_id=row.parent_id,
        added=added,
    )
