"""Badges as pages show them: all of them with how they are earned, who holds one, and those of one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.rewards.badge_rules import RULES, how_far
from innovate.rewards.drawings import icon_of
from innovate.rewards.models import Badge, BadgeHolding, BadgeRule

HOLDERS = 24


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A badge, and how many hold it."""

    id: int
    name: str
    purpose: str
    drawing: str
    rule: BadgeRule | None
    threshold: int | None
    is_active: bool
    holders: int

    @property
    def earned_with(self) -> str | None:
        """What is enough for it, in words: “3 promises kept in time”."""
        return RULES[self.rule].words(self.threshold or 1) if self.rule else None


@dataclass(frozen=True, slots=True)
class Offer:
    """A badge as somebody looks at it who holds it since that moment, or has come so far."""

    badge: BadgeRow
    held_at: datetime | None
    done: int = 0

    @property
    def share(self) -> int:
        """How much of the way is done, in percent."""
        return min(100, 100 * self.done // (self.badge.threshold or 1))


@dataclass(frozen=True, slots=True)
class Holding:
    """A badge that somebody holds."""

    id: int
    badge_id: int
    name: str
    purpose: str
    drawing: str
    person: Face
    team: str | None
    at: datetime
    words: str
    by: Face | None  # who gave it; None: by rule
    revoked_at: datetime | None

    @property
    def icon(self) -> str:
        return icon_of(self.drawing)


@dataclass(frozen=True, slots=True)
class BadgePage:
    """A badge and a page of those who hold it, the latest first."""

    offer: Offer
    holders: Page[Holding]

    @property
    def badge(self) -> BadgeRow:
        return self.offer.badge


def badges(*, only_active: bool = False) -> tuple[BadgeRow, ...]:
    """The company's badges by name, each with how many hold it."""
    query = sa.select(*_columns()).order_by(Badge.is_active.desc(), Badge.name)
    if only_active:
        query = query.where(Badge.is_active)
    return tuple(BadgeRow(*row) for row in rows(query))


def offers(viewer_id: int) -> tuple[Offer, ...]:
    """Every badge that is given or held by the viewer: theirs first, then those that they are nearest to."""
    query = sa.select(*_columns(), BadgeHolding.at).outerjoin(BadgeHolding, _held_by(viewer_id))
    found = rows(
        query.where(sa.or_(Badge.is_active, BadgeHolding.id.is_not(None))).order_by(BadgeHolding.at.desc(), Badge.name)
    ).all()
    done = how_far(viewer_id)
    all_ = [Offer(BadgeRow(*row[:-1]), row.at, done.get(row.rule, 0) if row.rule else 0) for row in found]
    mine = [one for one in all_ if one.held_at]
    ahead = [one for one in all_ if not one.held_at and one.badge.rule]
    by_hand = [one for one in all_ if not one.held_at and not one.badge.rule]
    return (*mine, *sorted(ahead, key=lambda one: -one.share), *by_hand)


def badge_page(badge_id: int, viewer_id: int, cursor: str | None = None) -> BadgePage:
    """A badge and who holds it. Raises NotFound."""
    query = sa.select(*_columns(), BadgeHolding.at).outerjoin(BadgeHolding, _held_by(viewer_id))
    row = rows(query.where(Badge.id == badge_id)).first()
    if row is None:
        raise NotFound("There is no such badge.")
    done = how_far(viewer_id).get(row.rule, 0) if row.rule and not row.at else 0
    holders = _holdings().where(
        BadgeHolding.badge_id == badge_id, BadgeHolding.revoked_at.is_(None), Person.deactivated_at.is_(None)
    )
    if cursor:
        holders = holders.where(BadgeHolding.id < decode(cursor, int)[0])
    found = [_holding(one) for one in rows(holders.order_by(BadgeHolding.id.desc()).limit(HOLDERS + 1))]
    return BadgePage(Offer(BadgeRow(*row[:-1]), row.at, done), page_of(found, HOLDERS, lambda one: (one.id,)))


def held_badges(person_id: int) -> tuple[Holding, ...]:
    """The badges of that person, the latest first."""
    query = _holdings().where(BadgeHolding.person_id == person_id, BadgeHolding.revoked_at.is_(None))
    return tuple(_holding(row) for row in rows(query.order_by(BadgeHolding.at.desc(), BadgeHolding.id.desc())))


def holding(holding_id: int) -> Holding:
    """One of them, revoked or not. Raises NotFound."""
    row = rows(_holdings().where(BadgeHolding.id == holding_id)).first()
    if row is None:
        raise NotFound("There is no such badge.")
    return _holding(row)


def _columns() -> list[Any]:
    held = sa.select(sa.func.count()).where(BadgeHolding.badge_id == Badge.id, BadgeHolding.revoked_at.is_(None))
    columns = (Badge.id, Badge.name, Badge.purpose, Badge.drawing, Badge.rule, Badge.threshold, Badge.is_active)
    return [*columns, held.correlate(Badge).scalar_subquery().label("holders")]


def _held_by(person_id: int) -> sa.ColumnElement[bool]:
    mine = sa.and_(BadgeHolding.badge_id == Badge.id, BadgeHolding.person_id == person_id)
    return sa.and_(mine, BadgeHolding.revoked_at.is_(None))


def _holdings() -> sa.Select[*tuple[Any, ...]]:
    giver = aliased(Person)
    return (
        sa.select(
            *(BadgeHolding.id, BadgeHolding.badge_id, Badge.name, Badge.purpose, Badge.drawing),
            *(Person.id.label("person_id"), Person.name.label("person"), Team.name.label("team")),
            *(BadgeHolding.at, BadgeHolding.words, BadgeHolding.revoked_at),
            *(giver.id.label("giver_id"), giver.name.label("giver")),
        )
        .select_from(BadgeHolding)
        .join(Badge, Badge.id == BadgeHolding.badge_id)
        .join(Person, Person.id == BadgeHolding.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(giver, giver.id == BadgeHolding.given_by_id)
    )


def _holding(row: Any) -> Holding:
    return Holding(
        id=row.id,
        badge_id=row.badge_id,
        name=row.name,
        purpose=row.purpose,
        drawing=row.drawing,
        person=Face(row.person_id, row.person),
        team=row.team,
        at=row.at,
        words=row.words,
        by=Face(row.giver_id, row.giver) if row.giver_id else None,
        revoked_at=row.revoked_at,
    )
