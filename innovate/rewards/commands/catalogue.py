"""Keeping the catalogue: its rewards, what they cost, their pictures and their stock."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record
from innovate.core.pictures import Picture
from innovate.rewards.models import CatalogueItem, ItemApprover, ItemKind, Period

MOST_PRICE = 100_000
MOST_STOCK = 100_000
MOST_EACH = 1_000
MOST_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemTerms:
    """What a reward is, and on which terms somebody gets it."""

    name: str
    kind: ItemKind
    price: int
    fulfiller_id: int
    purpose: str = ""
    most_each: int | None = None
    period: Period | None = None
    approver: ItemApprover | None = None
    days: int = 7
    asks: str = ""
    is_active: bool = True


def save_item(
    actor: Person,
    item: CatalogueItem | None,
    *,
    terms: ItemTerms,
    stock: int | None = None,
    picture: Picture | None = None,
    picture_words: str = "",
    takes_picture_away: bool = False,
) -> CatalogueItem:
    """Put a reward into the catalogue, or change one; what was ordered before keeps its price and its promise.

    `stock` is for a new one: a reward that is there has its stock counted. Raises NotAllowed for all but HR, BadInput.
    """
    permissions.keep_catalogue.require(actor)
    _check(terms, item)
    is_new = item is None
    item = item or CatalogueItem(stock=_counted(stock))
    for name, value in asdict(terms).items():
        setattr(item, name, value)
    if item.most_each is None:
        item.period = None
    if takes_picture_away:
        item.picture = item.picture_words = item.picture_width = item.picture_height = None
    if picture:
        item.picture, item.picture_width, item.picture_height = picture.file, picture.width, picture.height
    if item.picture:
        item.picture_words = _words(picture_words)
    db.session.add(item)
    db.session.flush()  # the event needs its id, and its version has the last word
    record(events.ItemSaved(actor_id=actor.id, item_id=item.id, name=item.name))
    if is_new and stock is not None:
        record(_stock_counted(actor, item, None))
    return item


def count_stock(actor: Person, item: CatalogueItem, *, stock: int | None) -> None:
    """Say how many of a reward are left; None for as many as are wanted. Whoever calls holds the row.

    Raises NotAllowed for all but HR, BadInput.
    """
    permissions.keep_catalogue.require(actor)
    before, item.stock = item.stock, _counted(stock)
    if before != stock:
        record(_stock_counted(actor, item, before))


def _stock_counted(actor: Person, item: CatalogueItem, before: int | None) -> events.StockCounted:
    return events.StockCounted(actor_id=actor.id, item_id=item.id, name=item.name, before=before, after=item.stock)


def _counted(stock: int | None) -> int | None:
    if stock is not None and not 0 <= stock <= MOST_STOCK:
        raise BadInput(f"Give a whole number from 0 to {MOST_STOCK:,}.", "stock")
    return stock


def _check(terms: ItemTerms, item: CatalogueItem | None) -> None:
    if not terms.name:
        raise BadInput("Give it a name.", "name")
    namesake = sa.select(CatalogueItem.id).where(sa.func.lower(CatalogueItem.name) == terms.name.lower())
    if db.session.scalar(namesake.where(CatalogueItem.id != item.id) if item else namesake):
        raise BadInput("Another reward has this name.", "name")
    if not 0 < terms.price <= MOST_PRICE:
        raise BadInput(f"Give a whole number of points from 1 to {MOST_PRICE:,}.", "price")
    if terms.most_each is not None and not 0 < terms.most_each <= MOST_EACH:
        raise BadInput(f"Give a whole number from 1 to {MOST_EACH:,}, or nothing for no limit.", "most_each")
    if terms.period and terms.most_each is None:
        raise BadInput("Say how many one person may have in that time.", "most_each")
    if not 0 < terms.days <= MOST_DAYS:
        raise BadInput(f"Give a whole number of days from 1 to {MOST_DAYS}.", "days")
    fulfiller = db.session.get(Person, terms.fulfiller_id)
    if fulfiller is None or not fulfiller.is_active:
        raise BadInput("This person has left or is not known. Choose who hands it over.", "who")


def _words(words: str) -> str:
    if not words.strip():
        raise BadInput("Say what the picture shows, for those who cannot see it.", "picture_words")
    return words.strip()
