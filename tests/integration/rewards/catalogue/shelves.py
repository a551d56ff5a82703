"""Rewards, people with points, and orders, for the tests of the catalogue."""

from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.rewards import commands, ledger
from innovate.rewards.ledger import Leg
from innovate.rewards.models import Account, AccountKind, CatalogueItem, ItemKind, Movement, Redemption
from tests import factories
from tests.integration.rewards.companies import key, laid_out


def reward(hr: Person | None = None, *, stock: int | None = 3, fulfiller: Person | None = None, **terms: Any) -> Any:
    """A reward in the catalogue for 100 points, with what differs."""
    by = fulfiller or factories.person()
    values = {"name": f"Mug {key()}", "kind": ItemKind.GOODS, "price": 100, "fulfiller_id": by.id, **terms}
    made: CatalogueItem = commands.save_item(
        hr or factories.hr(), None, terms=commands.ItemTerms(**values), stock=stock
    )
    return made


def rich(points: int = 500, **fields: Any) -> Person:
    """Somebody who has earned so many points; the company's budget pays."""
    person = factories.person(**fields)
    if db.session.scalar(sa.select(Account.id).where(Account.kind == AccountKind.COMPANY)) is None:
        laid_out(100_000)
    legs = (Leg(ledger.company_budget(), -points), Leg(ledger.spend_accounts([person.id])[person.id], points))
    ledger.transfer(key(), Movement.AWARD, legs, reason="Thanks", actor_id=None, cause_id=None)
    return person


def ordered(person: Person, item: CatalogueItem, **fields: Any) -> Redemption:
    """That person's order of a reward."""
    return commands.redeem(person, item, **{"price": item.price, "words": "", "key": key(), **fields})


def balance(person: Person) -> int:
    query = sa.select(Account.balance).where(Account.person_id == person.id, Account.kind == AccountKind.SPEND)
    return db.session.scalar(query) or 0


def left(item: CatalogueItem) -> int | None:
    """The stock as the database has it."""
    found: int | None = db.session.scalar(sa.select(CatalogueItem.stock).where(CatalogueItem.id == item.id))
    return found
