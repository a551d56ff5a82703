"""A storm over the rewards: thousands of random acts by many people at once, and then the books are read.

`python -m benchmarks.storm` prints what was done and refused on each database; the suite runs a short one
(tests/integration/rewards/test_storm.py). Acts go through the commands, as those of the pages do: awards that vest and
awards taken back, kudos and add-ons and both taken back, orders, answers to them and refunds, benefits that lasted or
not; five days pass between the rounds, so allowances come and expire.
"""

import argparse
import contextvars
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from benchmarks import places
from config import Config, Environment
from innovate import events, invariants
from innovate.accounts.models import Person
from innovate.app import create_app
from innovate.core import clock, transaction
from innovate.core.db import db
from innovate.core.errors import Refusal
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.rewards import checking, commands
from innovate.rewards.models import (
    Account,
    AccountKind,
    Allowance,
    Award,
    AwardKind,
    AwardPart,
    BenefitCheck,
    CatalogueItem,
    ItemApprover,
    ItemKind,
    Kudos,
    LedgerJournal,
    Movement,
    PartState,
    Posting,
    Redemption,
    RedemptionState,
)
from innovate.rewards.subscribers import lay_out_rewards
from tests import factories

BUDGET = 6_000
STOCK = 12  # of the reward that everybody wants
PATIENCE = 120  # seconds
AGAIN = 0.15  # of all forms are sent twice
Act = Callable[[], object]


@dataclass
class Storm:
    """A company, and the acts that its people throw at it; `chance` decides everything but who is first."""

    app: Flask
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)  # what was neither done nor refused in words
    hr: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    ideas: list[int] = field(default_factory=list)
    form: int = 0

    def lay_out(self, people: int = 12) -> None:
        """Make the company in the open transaction; whoever calls keeps it."""
        hr = [factories.hr() for _ in range(2)]
        lay_out_rewards(events.FirstAdministratorCreated(actor_id=hr[0].id, person_id=hr[0].id), 0)
        commands.open_budget(hr[0], points=BUDGET, reason="For the storm", key="storm")
        db.session.merge(Allowance(role=Role.EMPLOYEE, points=40))
        colleagues = [factories.person(manager_id=hr[1].id) for _ in range(people)]
        kind = db.session.scalars(sa.select(AwardKind).order_by(AwardKind.id)).first()
        assert kind is not None
        kind.vest_30, kind.vest_90 = 20, 30
        ideas = [factories.idea(author=one) for one in colleagues[:3]]
        wanted = {"kind": ItemKind.GOODS, "fulfiller_id": hr[0].id, "days": 7}
        items = [
            CatalogueItem(name="The last ones", price=15, stock=STOCK, most_each=2, **wanted),
            CatalogueItem(name="As many as you like", price=25, approver=ItemApprover.MANAGER, **wanted),
        ]
        db.session.add_all(items)
        db.session.flush()
        self.hr, self.people = [one.id for one in hr], [one.id for one in colleagues]
        self.items, self.ideas = [one.id for one in items], [one.id for one in ideas]

    def blow(self, moment: datetime, at_once: int) -> None:
        """So many random acts at the same moment, each in its own thread and transaction."""
        acts = [self._next() for _ in range(at_once)]
        start = threading.Barrier(len(acts))

        def run(name: str, act: Act) -> None:
            with self.app.app_context(), clock.held(moment):
                start.wait(PATIENCE)
                try:
                    transaction.repeated(lambda: _whole(act))
                    self.done[name] += 1
                except Refusal:
                    self.refused[name] += 1
                except Exception as error:
                    self.broken.append(f"{name}: {error!r}")
                finally:
                    db.session.remove()

        threads = [threading.Thread(target=contextvars.Context().run, args=(run, *one), daemon=True) for one in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
            if thread.is_alive():
                self.broken.append("A transaction did not end.")

    def problems(self) -> Iterator[str]:
        """What should never be: read from the rows themselves."""
        yield from self.broken
        yield from checking.broken()
        yield from invariants.broken()
        if total := db.session.scalar(sa.select(sa.func.sum(Posting.amount))):
            yield f"All postings sum to {total}."
        below = sa.select(Account.id).where(Account.kind != AccountKind.OPENING, Account.balance < 0)
        yield from (f"Account {one} is below zero." for one in db.session.scalars(below))
        yield from self._orders()
        yield from self._awards()

    def _orders(self) -> Iterator[str]:
        paid = _count(Movement.REDEMPTION)
        orders = db.session.scalars(sa.select(Redemption)).all()
        if len({one.ledger_journal_id for one in orders}) != len(orders) or paid != len(orders):
            yield f"{len(orders)} orders were paid with {paid} journals."
        back = [one for one in orders if one.refund_journal_id]
        if len({one.refund_journal_id for one in back}) != len(back):
            yield "A journal refunds two orders."
        kept = Counter(one.item_id for one in orders if not one.refund_journal_id)
        for item in db.session.scalars(sa.select(CatalogueItem).where(CatalogueItem.stock.is_not(None))):
            if item.stock is None or item.stock < 0 or item.stock + kept[item.id] != STOCK:
                yield f"Of {STOCK} there are {item.stock} left, and {kept[item.id]} were ordered."
        each = Counter((one.item_id, one.person_id) for one in orders if not one.refund_journal_id)
        yield from (
            f"{who} has {n} of one that is limited." for who, n in each.items() if who[0] == self.items[0] and n > 2
        )

    def _awards(self) -> Iterator[str]:
        for award in db.session.scalars(sa.select(Award).where(Award.reversed_at.is_(None))):
            parts = db.session.scalars(sa.select(AwardPart).where(AwardPart.award_id == award.id)).all()
            query = sa.select(sa.func.sum(Posting.amount)).where(Posting.amount > 0)
            moved = db.session.scalar(query.where(Posting.journal_id == award.ledger_journal_id))
            if moved != award.points:
                yield f"Award {award.id} of {award.points} points moved {moved}."
            settled = [part.ledger_journal_id for part in parts if part.state is not PartState.WAITING]
            if len(set(settled)) != len(settled):
                yield f"A part of award {award.id} was settled twice."

    def _next(self) -> tuple[str, Act]:
        make = self.chance.choices(ACTS, weights=WEIGHTS)[0]
        return make.__name__, make(self)

    def _key(self) -> str:
        """The key of a new form, or of one that was sent before."""
        if self.chance.random() >= AGAIN:
            self.form += 1
        return f"storm {self.form}"

    def award(self) -> Act:
        hr, person, points = self._hr(), self._person(), self.chance.randint(1, 60)
        idea, key = self.chance.choice([None, *self.ideas]), self._key()

        def act() -> str:
            found = db.session.get(Idea, idea) if idea else None
            made = commands.give_award(
                _one(hr), person_id=person, points=points, badge_id=None, citation="For this.", key=key, idea=found
            )
            return str(made.id)

        return act

    def take_award_back(self) -> Act:
        hr, lot = self._hr(), self.chance.random()
        return lambda: str(commands.reverse_award(_one(hr), _any(Award, lot), reason="A mistake").id)

    def thank(self) -> Act:
        giver, points, key = self._person(), self.chance.randint(0, 15), self._key()
        to = self.chance.sample(self.people, self.chance.randint(1, 3))
        return lambda: str(
            commands.give_kudos(_one(giver), person_ids=to, points=points, words="For the bench.", key=key).id
        )

    def add_on(self) -> Act:
        giver, points, key, lot = self._person(), self.chance.randint(0, 10), self._key(), self.chance.random()
        return lambda: str(
            commands.add_to_kudos(_one(giver), _any(Kudos, lot), points=points, words="From me too.", key=key).id
        )

    def take_thanks_back(self) -> Act:
        who = self.chance.choice([*self.hr, self._person()])
        lot = self.chance.random()
        return lambda: str(commands.take_kudos_back(_one(who), _any(Kudos, lot), reason="A mistake").id)

    def order(self) -> Act:
        person, item, key = self._person(), self.chance.choice(self.items), self._key()

        def act() -> str:
            found = db.session.get_one(CatalogueItem, item)
            return str(commands.redeem(_one(person), found, price=found.price, words="", key=key).id)

        return act

    def answer_order(self) -> Act:
        hr, lot, is_yes = self.hr[1], self.chance.random(), self.chance.random() < 0.7

        def act() -> None:
            order = _any(Redemption, lot, Redemption.state == RedemptionState.ASKED)
            if is_yes:
                commands.approve_redemption(_one(hr), order)
            else:
                commands.decline_redemption(_one(hr), order, reason="Not this year.")

        return act

    def hand_over(self) -> Act:
        lot = self.chance.random()
        return lambda: commands.fulfil_redemption(_one(self.hr[0]), _any(Redemption, lot, _IS_OPEN))

    def cancel(self) -> Act:
        lot, by_hr = self.chance.random(), self.chance.random() < 0.3

        def act() -> None:
            order = _any(Redemption, lot, _IS_OPEN)
            who = self.hr[0] if by_hr else order.person_id
            commands.cancel_redemption(_one(who), order, reason="Changed.")

        return act

    def answer_benefit(self) -> Act:
        lot, has_lasted = self.chance.random(), self.chance.random() < 0.6

        def act() -> str:
            check = _any(BenefitCheck, lot)
            return str(commands.answer_benefit(_one(check.asked_id), check, has_lasted=has_lasted, words="Seen.").id)

        return act

    def _person(self) -> int:
        return self.chance.choice(self.people)

    def _hr(self) -> int:
        return self.chance.choice(self.hr)


_IS_OPEN = Redemption.state.in_((RedemptionState.ASKED, RedemptionState.APPROVED))
ACTS: tuple[Callable[[Storm], Act], ...] = (
    Storm.award,
    Storm.take_award_back,
    Storm.thank,
    Storm.add_on,
    Storm.take_thanks_back,
    Storm.order,
    Storm.answer_order,
    Storm.hand_over,
    Storm.cancel,
    Storm.answer_benefit,
)
WEIGHTS = (6, 2, 8, 3, 2, 6, 3, 2, 3, 2)


def _one(person_id: int) -> Person:
    found: Person = db.session.get_one(Person, person_id)
    return found


def _any(model: Any, lot: float, *which: Any) -> Any:
    """One of those that stand there by now. Raises Refusal when there is none."""
    ids = db.session.scalars(sa.select(model.id).where(*which).order_by(model.id)).all()
    if not ids:
        raise Refusal("Nothing stands there yet.")
    return db.session.get_one(model, ids[int(lot * len(ids))])


def _count(kind: Movement) -> int:
    query = sa.select(sa.func.count()).select_from(LedgerJournal).where(LedgerJournal.kind == kind)
    return db.session.scalar(query) or 0


def _whole(act: Act) -> object:
    with transaction.transaction():
        return act()


def run(app: Flask, *, rounds: int, at_once: int, seed: int = 7) -> Storm:
    """A storm in an empty company: so many rounds, five days apart and up to now, of so many acts at once."""
    storm = Storm(app, random.Random(seed))
    starts = clock.now() - timedelta(days=5 * rounds)
    with clock.held(starts), transaction.transaction():
        storm.lay_out()
    for place in range(rounds):
        storm.blow(starts + timedelta(days=5 * place, minutes=1), at_once)
    db.session.expire_all()
    return storm


def main() -> None:
    """On each database: what was done, what was refused in words, and whether the books are right."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--rounds", type=int, default=120)
    parser.add_argument("--at-once", type=int, default=24)
    asked = parser.parse_args()
    for kind in ("sqlite", "postgresql"):
        with places.folder() as folder, places.bare(kind, folder) as made:
            secret = secrets.token_hex(16)
            settings = Config(
                environment=Environment.TESTING, secret_key=secret, database_url=made.url, instance_path=folder
            )
            app, began = create_app(settings), time.monotonic()
            with app.app_context():
                storm = run(app, rounds=asked.rounds, at_once=asked.at_once)
                wrong = list(storm.problems())
            took = time.monotonic() - began
            print(f"{kind}: {storm.done.total()} done, {storm.refused.total()} refused in {took:.0f} s; wrong: {wrong}")
            print(f"  {dict(storm.done)}", flush=True)


if __name__ == "__main__":
    main()
