"""Who is told of an order of the catalogue: whose yes it waits for, who hands it over, and whoever ordered it."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.wording import plural
from innovate.notifications.subscribers.about import name_of, short
from innovate.notifications.telling import tell
from innovate.permissions import Role
from innovate.rewards.models import CatalogueItem, Redemption, RedemptionState


def tell_of_order(fact: events.RewardRedeemed, entry_id: int) -> None:
    """Whose yes an order waits for reads of it, or else who hands it over; HR where there is nobody."""
    order = db.session.get_one(Redemption, fact.redemption_id)
    if order.state is not RedemptionState.ASKED:
        _tell_who_hands_over(fact, entry_id)
        return
    text = f"{name_of(fact.person_id)} asks for “{order.item.name}”. It waits for your yes."
    _tell_one_or_hr(fact, entry_id, order.approver_id, text)


def tell_of_approval_of_order(fact: events.RedemptionApproved, entry_id: int) -> None:
    """Whoever ordered it reads the yes, and who hands it over that it is their turn."""
    item = _item(fact)
    text = f"{name_of(fact.actor_id)} said yes: “{item.name}” is on its way to you."
    tell(entry_id, {fact.person_id}, text, _url(fact))
    _tell_who_hands_over(fact, entry_id)


def tell_of_declined_order(fact: events.RedemptionDeclined, entry_id: int) -> None:
    """Whoever ordered it reads why not, and that the points are back."""
    order = db.session.get_one(Redemption, fact.redemption_id)
    points, name = plural(fact.points, "point"), short(order.item.name, 60)
    text = f"“{name}” was declined: “{short(order.note, 120)}” Your {points} are back."
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, _url(fact))


def tell_of_reward(fact: events.RewardFulfilled, entry_id: int) -> None:
    """Whoever ordered it reads that it is there, and how to get it."""
    order = db.session.get_one(Redemption, fact.redemption_id)
    words = f" {name_of(fact.actor_id)}: “{short(order.note, 140)}”" if order.note else ""
    text = f"“{short(order.item.name, 80)}” is yours.{words}"
    tell(entry_id, {fact.person_id} - {fact.actor_id}, text, _url(fact))


def tell_of_cancelled_order(fact: events.RedemptionCancelled, entry_id: int) -> None:
    """Whoever ordered it reads why somebody else cancelled it; who was to act reads that they need not."""
    order = db.session.get_one(Redemption, fact.redemption_id)
    name = short(order.item.name, 60)
    if fact.actor_id != fact.person_id:
        points = plural(fact.points, "point")
        text = f"Your order of “{name}” was cancelled: “{short(order.note, 120)}” Your {points} are back."
        tell(entry_id, {fact.person_id}, text, _url(fact))
        return
    was_to_act = order.item.fulfiller_id if order.decided_at or order.approver_id is None else order.approver_id
    text = f"{name_of(fact.person_id)} cancelled the order of “{name}”. There is nothing left to do."
    tell(entry_id, {was_to_act} - {fact.actor_id}, text, _url(fact))


def tell_hr_of_orders_left(fact: events.PersonDeactivated, entry_id: int) -> None:
    """HR reads how many open orders come to them, as whoever was to act has left."""
    person = aliased(Person)
    query = (
        sa.select(sa.func.count(Redemption.id))
        .join(CatalogueItem, CatalogueItem.id == Redemption.item_id)
        .join(person, person.id == fact.person_id)
        .where(
            sa.or_(
                sa.and_(Redemption.state == RedemptionState.APPROVED, CatalogueItem.fulfiller_id == person.id),
                sa.and_(Redemption.state == RedemptionState.ASKED, Redemption.approver_id == person.id),
            )
        )
    )
    orders = db.session.scalar(query) or 0
    if orders:
        words = f"{plural(orders, 'open order')} of the catalogue {'comes' if orders == 1 else 'come'} to HR"
        tell(entry_id, set(_hr()), f"{name_of(fact.person_id)} has left: {words}.", "/rewards/orders")


def _tell_who_hands_over(fact: events.RedemptionEvent, entry_id: int) -> None:
    item = _item(fact)
    text = f"{name_of(fact.person_id)} gets “{item.name}”: please hand it over within {plural(item.days, 'day')}."
    _tell_one_or_hr(fact, entry_id, item.fulfiller_id, text)


def _tell_one_or_hr(fact: events.RedemptionEvent, entry_id: int, person_id: int | None, text: str) -> None:
    """Tell that person, or everybody in HR where there is none, or one who has left."""
    person = db.session.get(Person, person_id) if person_id else None
    people = {person.id} if person and person.is_active else set(_hr())
    tell(entry_id, people - {fact.actor_id}, text, _url(fact))


def _hr() -> Iterable[int]:
    return db.session.scalars(sa.select(Person.id).where(Person.holds(Role.HR), Person.deactivated_at.is_(None)))


def _item(fact: events.RedemptionEvent) -> CatalogueItem:
    return db.session.get_one(CatalogueItem, fact.item_id)


def _url(fact: events.RedemptionEvent) -> str:
    return f"/catalogue/orders/{fact.redemption_id}"
