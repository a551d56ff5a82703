"""Orders of the catalogue: one's own, what waits for whom, gifts to be paid out, and all of them for a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.permissions import Role
from innovate.rewards import spans
from innovate.rewards.models import CatalogueItem, ItemKind, Redemption, RedemptionState
from innovate.rewards.queries.catalogue import Shown, shown_picture
from innovate.rewards.spans import Span

PAGE = 30
PAID_MONTHS = 12  # that the page of gifts looks back
_approver, _fulfiller, _decider, _closer = (aliased(Person) for _ in range(4))


class Part(StrEnum):
    """A part of the queue."""

    ASKED = "asked"
    APPROVED = "approved"
    DONE = "done"

    @property
    def label(self) -> str:
        return {"asked": "To approve", "approved": "To hand over", "done": "Done"}[self.value]

    @property
    def states(self) -> tuple[RedemptionState, ...]:
        if self is Part.DONE:
            return RedemptionState.FULFILLED, RedemptionState.DECLINED, RedemptionState.CANCELLED
        return (RedemptionState(self.value),)


@dataclass(frozen=True, slots=True)
class Order:
    """An order, with who said what when."""

    id: int
    item_id: int
    item: str
    kind: ItemKind
    asks: str
    days: int
    picture: Shown | None
    person: Face
    points: int
    words: str
    state: RedemptionState
    at: datetime
    due_at: datetime | None
    approver: Face | None  # whose yes it waits for or had been asked; None: HR's
    needed_yes: bool
    fulfiller: Face | None  # None: they left, so HR hands it over
    decided_at: datetime | None
    decided_by: Face | None
    closed_at: datetime | None  # handed over or cancelled
    closed_by: Face | None
    note: str

    @property
    def waits_for(self) -> Face | None:
        """Who is to do something; None is HR, or nobody once it is closed."""
        if self.state is RedemptionState.ASKED:
            return self.approver
        return self.fulfiller if self.state is RedemptionState.APPROVED else None

    @property
    def is_open(self) -> bool:
        return self.state.is_open


@dataclass(frozen=True, slots=True)
class Queue:
    """A part of the orders that somebody looks after, and how many are in each part."""

    orders: Page[Order]
    asked: int
    approved: int


@dataclass(frozen=True, slots=True)
class Gifts:
    """Gifts to one good cause that wait to be paid out."""

    item_id: int
    item: str
    gifts: int
    points: int
    until_id: int  # the last of them, so that what comes meanwhile is not taken for paid


@dataclass(frozen=True, slots=True)
class PaidGifts:
    """What was paid out to one good cause in a month."""

    month: date
    item: str
    gifts: int
    points: int


def get_redemption(order_id: int) -> Redemption:
    """That order, for a rule or a command to ask. Raises NotFound."""
    found = db.session.get(Redemption, order_id) if 0 < order_id < 2**31 else None
    if found is None:
        raise NotFound("There is no such order.")
    return found


def order(order_id: int) -> Order:
    """One order. Raises NotFound."""
    row = rows(_orders().where(Redemption.id == order_id)).first()
    if row is None:
        raise NotFound("There is no such order.")
    return _order(row)


def my_orders(person: Person, cursor: str | None = None) -> Page[Order]:
    """What that person ordered, the newest first."""
    query = _orders().where(Redemption.person_id == person.id).order_by(Redemption.id.desc()).limit(PAGE + 1)
    if cursor:
        query = query.where(Redemption.id < decode(cursor, int)[0])
    return page_of([_order(row) for row in rows(query)], PAGE, lambda one: (one.id,))


def queue(viewer: Person, part: Part, *, everybodys: bool = False, cursor: str | None = None) -> Queue:
    """The orders that wait for that person, or that they looked after; HR may look at everybody's.

    Open ones come in the order in which they were made, which is that of their promises; done ones the newest first.
    """
    whose = sa.true() if everybodys and viewer.has(Role.HR) else _concerns(viewer)
    query = _orders().where(Redemption.state.in_(part.states), whose).limit(PAGE + 1)
    later = Redemption.id.desc() if part is Part.DONE else Redemption.id.asc()
    if cursor:
        last = decode(cursor, int)[0]
        query = query.where(Redemption.id < last if part is Part.DONE else Redemption.id > last)
    found = [_order(row) for row in rows(query.order_by(later))]
    counts = (
        sa.select(Redemption.state, sa.func.count())
        .join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
        .outerjoin(_approver, _approver.id == Redemption.approver_id)
        .join(_fulfiller, _fulfiller.id == CatalogueItem.fulfiller_id)
        .where(Redemption.state.in_((RedemptionState.ASKED, RedemptionState.APPROVED)), whose)
        .group_by(Redemption.state)
    )
    open_ones = dict(rows(counts).all())
    return Queue(
        page_of(found, PAGE, lambda one: (one.id,)),
        open_ones.get(RedemptionState.ASKED, 0),
        open_ones.get(RedemptionState.APPROVED, 0),
    )


def gifts() -> tuple[Gifts, ...]:
    """What waits to be paid out, by good cause."""
    query = (
        sa.select(
            CatalogueItem.id,
            CatalogueItem.name,
            sa.func.count().label("gifts"),
            sa.func.sum(Redemption.points).label("points"),
            sa.func.max(Redemption.id).label("until_id"),
        )
        .join(Redemption, Redemption.item_id == CatalogueItem.id)
        .where(CatalogueItem.kind == ItemKind.CHARITY, Redemption.state == RedemptionState.APPROVED)
        .group_by(CatalogueItem.id, CatalogueItem.name)
        .order_by(CatalogueItem.name)
    )
    return tuple(Gifts(row.id, row.name, row.gifts, int(row.points), row.until_id) for row in rows(query))


def paid_gifts() -> tuple[PaidGifts, ...]:
    """What was paid out in the last twelve months, by month and good cause; the newest first."""
    months = _last_months()
    moments = Redemption.fulfilled_at
    month = sa.case(
        *((sa.and_(moments >= one.starts_at, moments < one.ends_at), number) for number, one in enumerate(months)),
        else_=len(months),
    ).label("month")
    query = (
        sa.select(month, CatalogueItem.name, sa.func.count().label("gifts"), sa.func.sum(Redemption.points).label("n"))
        .join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
        .where(
            CatalogueItem.kind == ItemKind.CHARITY,
            Redemption.state == RedemptionState.FULFILLED,
            moments >= months[-1].starts_at,
        )
        .group_by("month", CatalogueItem.name)
        .order_by("month", CatalogueItem.name)
    )
    first_days = [one.first for one in months]
    return tuple(
        PaidGifts(day, row.name, row.gifts, int(row.n))
        for row in rows(query)
        if row.month < len(months) and (day := first_days[row.month])
    )


def orders_between(span: Span, cursor: str | None, size: int) -> Page[Order]:
    """Every order of a span, the oldest first."""
    query = _orders().order_by(Redemption.id).limit(size + 1)
    if span.starts_at:
        query = query.where(Redemption.at >= span.starts_at)
    if span.ends_at:
        query = query.where(Redemption.at < span.ends_at)
    if cursor:
        query = query.where(Redemption.id > decode(cursor, int)[0])
    return page_of([_order(row) for row in rows(query)], size, lambda one: (one.id,))


def orders_beyond(span: Span, most: int) -> bool:
    """Whether there are more orders than so many in that span."""
    query = sa.select(Redemption.id).offset(most).limit(1)
    if span.starts_at:
        query = query.where(Redemption.at >= span.starts_at)
    if span.ends_at:
        query = query.where(Redemption.at < span.ends_at)
    return rows(query).first() is not None


def _last_months() -> list[Span]:
    """The running month and those before it."""

    def back() -> Iterator[Span]:
        month = spans.of_month(spans.this_month())
        for _ in range(PAID_MONTHS):
            yield month
            month = spans.month_before(month)

    return list(back())


def _concerns(viewer: Person) -> sa.ColumnElement[bool]:
    """The order waits, or waited, for that person; HR stands in where nobody else can do it."""
    mine = sa.or_(Redemption.approver_id == viewer.id, CatalogueItem.fulfiller_id == viewer.id)
    to_approve = sa.and_(Redemption.state == RedemptionState.ASKED, Redemption.approver_id == viewer.id)
    to_fulfil = sa.and_(Redemption.state == RedemptionState.APPROVED, CatalogueItem.fulfiller_id == viewer.id)
    closed = sa.and_(Redemption.state.in_(Part.DONE.states), mine)
    if not viewer.has(Role.HR):
        return sa.or_(to_approve, to_fulfil, closed)
    nobody_else = sa.or_(
        sa.and_(
            Redemption.state == RedemptionState.ASKED,
            sa.or_(Redemption.approver_id.is_(None), _approver.deactivated_at.is_not(None)),
        ),
        sa.and_(Redemption.state == RedemptionState.APPROVED, _fulfiller.deactivated_at.is_not(None)),
        sa.and_(Redemption.state.in_(Part.DONE.states), Redemption.approver_id.is_(None)),
    )
    return sa.or_(to_approve, to_fulfil, closed, nobody_else)


def _orders() -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            Redemption,
            CatalogueItem.name.label("item"),
            CatalogueItem.kind,
            CatalogueItem.asks,
            CatalogueItem.days,
            CatalogueItem.approver,
            CatalogueItem.fulfiller_id,
            CatalogueItem.picture,
            CatalogueItem.picture_words,
            CatalogueItem.picture_width,
            CatalogueItem.picture_height,
            Person.name.label("person"),
            _approver.name.label("approver_name"),
            _approver.deactivated_at.label("approver_left_at"),
            _fulfiller.name.label("fulfiller_name"),
            _fulfiller.deactivated_at.label("fulfiller_left_at"),
            _decider.name.label("decider"),
            _closer.id.label("closer_id"),
            _closer.name.label("closer"),
        )
        .join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
        .join(Person, Person.id == Redemption.person_id)
        .join(_fulfiller, _fulfiller.id == CatalogueItem.fulfiller_id)
        .outerjoin(_approver, _approver.id == Redemption.approver_id)
        .outerjoin(_decider, _decider.id == Redemption.decided_by_id)
        .outerjoin(_closer, _closer.id == sa.func.coalesce(Redemption.fulfilled_by_id, Redemption.cancelled_by_id))
    )


def _order(row: Any) -> Order:
    return Order(
        id=row.id,
        item_id=row.item_id,
        item=row.item,
        kind=row.kind,
        asks=row.asks,
        days=row.days,
        picture=shown_picture(row.item_id, row.picture, row.picture_words, row.picture_width, row.picture_height),
        person=Face(row.person_id, row.person),
        points=row.points,
        words=row.words,
        state=row.state,
        at=row.at,
        due_at=row.due_at,
        approver=Face(row.approver_id, row.approver_name) if row.approver_id and not row.approver_left_at else None,
        needed_yes=row.state is RedemptionState.ASKED or row.decided_at is not None,
        fulfiller=Face(row.fulfiller_id, row.fulfiller_name) if not row.fulfiller_left_at else None,
        decided_at=row.decided_at,
        decided_by=Face(row.decided_by_id, row.decider) if row.decided_by_id else None,
        closed_at=row.fulfilled_at or row.cancelled_at,
        closed_by=Face(row.closer_id, row.closer) if row.closer_id else None,
        note=row.note,
    )
