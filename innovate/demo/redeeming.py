"""HR opens the catalogue, people order from it, and each order goes its way."""

from collections.abc import Callable, Iterator
from functools import partial

from innovate.demo import company, reward_pictures
from innovate.demo.chronicle import Chronicle
from innovate.demo.words.catalogue import OFFERS, OPENED, ORDERS, Ended, Offer, Ordered
from innovate.rewards import commands
from innovate.rewards.models import CatalogueItem, Redemption
from innovate.rewards.queries import spendable

Shelf = dict[str, CatalogueItem]
Orders = dict[Ordered, Redemption]


def deeds(chronicle: Chronicle) -> Iterator[tuple[float, Callable[[], object]]]:
    """All of it, each so many days ago."""
    shelf: Shelf = {}
    orders: Orders = {}
    for place, offer in enumerate(OFFERS):
        yield OPENED - place / 100, partial(_offer, chronicle, offer, shelf)
    for one in ORDERS:
        yield one.day, partial(_order, chronicle, one, shelf, orders)
        for ended in one.then:
            yield ended.day, partial(_end, chronicle, ended, one, orders)


def _offer(chronicle: Chronicle, offer: Offer, shelf: Shelf) -> None:
    terms = commands.ItemTerms(
        name=offer.name,
        kind=offer.kind,
        price=offer.price,
        fulfiller_id=chronicle.people[offer.fulfiller].id,
        purpose=offer.purpose,
        most_each=offer.most_each,
        period=offer.period,
        approver=offer.approver,
        days=offer.days,
        asks=offer.asks,
    )
    shelf[offer.key] = commands.save_item(
        chronicle.people[company.HR],
        None,
        terms=terms,
        stock=offer.stock,
        picture=reward_pictures.taken(offer.key) if offer.shows else None,
        picture_words=offer.shows,
    )


def _order(chronicle: Chronicle, one: Ordered, shelf: Shelf, orders: Orders) -> None:
    person, item = chronicle.people[one.who], shelf[one.what]
    if spendable(person) >= item.price:
        orders[one] = commands.redeem(person, item, price=item.price, words=one.words, key=f"demo {one.day}")


def _end(chronicle: Chronicle, ended: Ended, one: Ordered, orders: Orders) -> None:
    if one not in orders:
        return
    by, order = chronicle.people[ended.by], orders[one]
    if ended.how == "approved":
        commands.approve_redemption(by, order)
    elif ended.how == "declined":
        commands.decline_redemption(by, order, reason=ended.words)
    elif ended.how == "fulfilled":
        commands.fulfil_redemption(by, order, note=ended.words)
    else:
        commands.cancel_redemption(by, order)
