"""The catalogue as people read it: what there is, what one can afford, and what HR keeps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from innovate import permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.clock import now
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.rewards.models import (
    Account,
    AccountKind,
    CatalogueItem,
    ItemApprover,
    ItemKind,
    Period,
    Redemption,
    RedemptionState,
)
from innovate.rewards.spans import around

PAGE = 24
NOT_OFFERED = (
    "There is no such reward in the catalogue, or it is no longer offered. Nothing was taken from your points."
)
GIVEN_BACK = (RedemptionState.DECLINED, RedemptionState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Shown:
    """The picture of a reward, and what it shows; without one its kind has a drawing."""

    url: str
    words: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward as somebody sees it, with how many they have had in its period."""

    id: int
    name: str
    purpose: str
    kind: ItemKind
    price: int
    stock: int | None
    most_each: int | None
    period: Period | None
    limit_words: str
    approver: ItemApprover | None
    days: int
    asks: str
    fulfiller: Face
    fulfiller_has_left: bool
    is_active: bool
    picture: Shown | None
    had: int
    again_at: datetime | None  # when the next may be ordered, once one has had what one may

    @property
    def is_gone(self) -> bool:
        return self.stock == 0

    @property
    def is_few(self) -> bool:
        return self.stock is not None and 0 < self.stock <= 5

    @property
    def is_had(self) -> bool:
        return self.most_each is not None and self.had >= self.most_each


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A page of rewards, and what the viewer has to spend."""

    balance: int
    rewards: Page[Reward]


def catalogue(
    viewer: Person, *, kind: ItemKind | None = None, only_affordable: bool = False, cursor: str | None = None
) -> Catalogue:
    """The rewards that can be ordered, the cheapest first."""
    balance = spendable(viewer)
    query = _rewards(viewer.id).where(CatalogueItem.is_active)
    if kind:
        query = query.where(CatalogueItem.kind == kind)
    if only_affordable:
        query = query.where(CatalogueItem.price <= balance)
    if cursor:
        price, item_id = decode(cursor, int, int)
        dearer = sa.and_(CatalogueItem.price == price, CatalogueItem.id > item_id)
        query = query.where(sa.or_(CatalogueItem.price > price, dearer))
    query = query.order_by(CatalogueItem.price, CatalogueItem.id).limit(PAGE + 1)
    found = [_reward(row) for row in rows(query)]
    return Catalogue(balance, page_of(found, PAGE, lambda one: (one.price, one.id)))


def kept_rewards(viewer: Person, cursor: str | None = None) -> Page[Reward]:
    """Every reward as HR keeps it, by name, also those that are not offered."""
    query = _rewards(viewer.id)
    if cursor:
        query = query.where(CatalogueItem.name > decode(cursor, str)[0])
    found = [_reward(row) for row in rows(query.order_by(CatalogueItem.name).limit(PAGE + 1))]
    return page_of(found, PAGE, lambda one: (one.name,))


def reward(viewer: Person, item_id: int) -> Reward:
    """One reward that the viewer may see. Raises NotFound."""
    row = rows(_rewards(viewer.id).where(CatalogueItem.id == item_id, _seen_by(viewer))).first()
    if row is None:
        raise NotFound(NOT_OFFERED)
    return _reward(row)


def spendable(person: Person) -> int:
    """The points that this person has to spend."""
    query = sa.select(Account.balance).where(Account.person_id == person.id, Account.kind == AccountKind.SPEND)
    return db.session.scalar(query) or 0


def picture_of(viewer: Person, item_id: int) -> str:
    """The file of the picture of a reward that the viewer may see. Raises NotFound."""
    query = sa.select(CatalogueItem.picture).where(CatalogueItem.id == item_id, _seen_by(viewer))
    found: str | None = db.session.scalar(query)
    if not found:
        raise NotFound("This reward has no picture.")
    return found


def shown_picture(item_id: int, file: str | None, words: str | None, width: int | None, height: int | None) -> Any:
    """The picture of that file; None without one. Its address changes with it, as a browser keeps it for a day."""
    if not file:
        return None
    return Shown(f"/catalogue/{item_id}/picture.webp?v={file[:8]}", words or "", width or 1, height or 1)


def _seen_by(viewer: Person) -> sa.ColumnElement[bool]:
    """What is offered; what is not yet or no longer only for HR, who hands it over, and whose order is about it."""
    if permissions.keep_catalogue.allows(viewer):
        return sa.true()
    theirs = sa.or_(Redemption.person_id == viewer.id, Redemption.approver_id == viewer.id)
    ordered = sa.exists().where(Redemption.item_id == CatalogueItem.id, theirs)
    return sa.or_(CatalogueItem.is_active, CatalogueItem.fulfiller_id == viewer.id, ordered)


def _rewards(viewer_id: int) -> sa.Select[*tuple[Any, ...]]:
    moment = now()
    begins = sa.case(
        {one.value: sa.literal(around(one, moment).starts_at, Redemption.at.type) for one in Period},
        value=sa.cast(CatalogueItem.period, sa.String),
        else_=sa.cast(sa.null(), Redemption.at.type),
    )
    had = (
        sa.select(sa.func.count())
        .where(
            Redemption.item_id == CatalogueItem.id,
            Redemption.person_id == viewer_id,
            Redemption.state.not_in(GIVEN_BACK),
            sa.or_(CatalogueItem.period.is_(None), Redemption.at >= begins),
        )
        .correlate(CatalogueItem)
        .scalar_subquery()
    )
    return sa.select(
        *(CatalogueItem.__table__.c),
        Person.name.label("fulfiller"),
        Person.deactivated_at.label("left_at"),
        had.label("had"),
    ).join(Person, Person.id == CatalogueItem.fulfiller_id)


def _reward(row: Any) -> Reward:
    item = CatalogueItem(most_each=row.most_each, period=row.period)
    is_had = row.most_each is not None and row.had >= row.most_each
    return Reward(
        id=row.id,
        name=row.name,
        purpose=row.purpose,
        kind=row.kind,
        price=row.price,
        stock=row.stock,
        most_each=row.most_each,
        period=row.period,
        limit_words=item.limit_words,
        approver=row.approver,
        days=row.days,
        asks=row.asks,
        fulfiller=Face(row.fulfiller_id, row.fulfiller),
        fulfiller_has_left=row.left_at is not None,
        is_active=row.is_active,
        picture=shown_picture(row.id, row.picture, row.picture_words, row.picture_width, row.picture_height),
        had=row.had,
        again_at=around(row.period, now()).ends_at if is_had and row.period else None,
    )
