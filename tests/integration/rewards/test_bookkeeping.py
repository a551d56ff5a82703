"""Whatever is moved, by whomever, at once or cut off in the middle: the books are right on either database."""

import itertools
import random
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from innovate.accounts.models import Person, Team
from innovate.core import transaction
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.journal import JournalEntry
from innovate.rewards import checking, commands, ledger
from innovate.rewards.ledger import Leg, NotEnough
from innovate.rewards.models import Account, AccountKind, Award, LedgerJournal, Movement, Posting
from tests import factories
from tests.integration.rewards.companies import key, laid_out
from tests.integration.rewards.crashing import crashing

pytestmark = pytest.mark.usefixtures("app")
POINTS = st.integers(min_value=1, max_value=60)
PERSON = st.integers(min_value=0, max_value=3)
_keys = itertools.count(1)


class Books(RuleBasedStateMachine):
    """Points that move at random, beside a plain count of where each should be; never kept, so each run begins anew."""

    def __init__(self) -> None:
        super().__init__()
        transaction.abandon()
        laid_out(0)
        people = [factories.person().id for _ in range(4)]
        self.give = list(ledger.give_accounts(people).values())
        self.spend = list(ledger.spend_accounts(people).values())
        self.units = [ledger.team_budget(factories.team().id), ledger.area_budget(factories.area().id)]
        self.opening, self.company = ledger.opening_account(), ledger.company_budget()
        self.catalogue, self.expired = ledger.catalogue_account(), ledger.expired_account()
        self.right: Counter[int] = Counter()
        self.done: list[tuple[str, str, Movement, list[Leg]]] = []
        self.reversed: set[str] = set()

    def move(self, kind: Movement, *legs: Leg) -> None:
        """Move it, or see it refused just when somebody would fall below zero."""
        form = f"run {next(_keys)}"
        reaches = all(self.right[leg.account_id] + leg.amount >= 0 or leg.account_id == self.opening for leg in legs)
        try:
            journal = ledger.transfer(form, kind, legs, reason=kind.label, actor_id=None, cause_id=None)
        except NotEnough:
            assert not reaches
            return
        assert reaches
        self.done.append((journal, form, kind, list(legs)))
        self.right.update({leg.account_id: leg.amount for leg in legs})

    @rule(points=st.integers(min_value=1, max_value=500))
    def fund(self, points: int) -> None:
        self.move(Movement.FUNDING, Leg(self.opening, -points), Leg(self.company, points))

    @rule(points=POINTS, unit=st.integers(0, 1), back=st.booleans())
    def allot(self, points: int, unit: int, back: bool) -> None:
        there, here = (self.units[unit], self.company) if back else (self.company, self.units[unit])
        self.move(Movement.ALLOTMENT, Leg(there, -points), Leg(here, points))

    @rule(points=POINTS, person=PERSON, source=st.integers(0, 2))
    def award(self, points: int, person: int, source: int) -> None:
        budget = [self.company, *self.units][source]
        self.move(Movement.AWARD, Leg(budget, -points), Leg(self.spend[person], points))

    @rule(points=POINTS, person=PERSON)
    def allow(self, points: int, person: int) -> None:
        self.move(Movement.ALLOWANCE, Leg(self.company, -points), Leg(self.give[person], points))

    @rule(points=st.integers(1, 20), giver=PERSON, receivers=st.sets(PERSON, min_size=1, max_size=3))
    def thank(self, points: int, giver: int, receivers: set[int]) -> None:
        legs = [Leg(self.spend[one], points) for one in receivers]
        self.move(Movement.KUDOS, Leg(self.give[giver], -points * len(legs)), *legs)

    @rule(points=POINTS, person=PERSON, is_refund=st.booleans())
    def redeem(self, points: int, person: int, is_refund: bool) -> None:
        one, other = (self.catalogue, self.spend[person]) if is_refund else (self.spend[person], self.catalogue)
        kind = Movement.REFUND if is_refund else Movement.REDEMPTION
        self.move(kind, Leg(one, -points), Leg(other, points))

    @rule(person=PERSON)
    def expire(self, person: int) -> None:
        if left := self.right[self.give[person]]:
            self.move(Movement.EXPIRY, Leg(self.give[person], -left), Leg(self.expired, left))

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def again(self, data: st.DataObject) -> None:
        journal, form, kind, legs = data.draw(st.sampled_from(self.done))
        assert ledger.transfer(form, kind, legs, reason="Again", actor_id=None, cause_id=None) == journal

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        journal, _, _, legs = data.draw(st.sampled_from(self.done))
        reaches = all(self.right[leg.account_id] >= leg.amount or leg.account_id == self.opening for leg in legs)
        try:
            ledger.reverse(journal, reason="A mistake", actor_id=None, cause_id=None)
        except NotEnough:
            assert not reaches
            assert journal not in self.reversed
            return
        if journal not in self.reversed:
            assert reaches
            self.reversed.add(journal)
            self.right.update({leg.account_id: -leg.amount for leg in legs})

    @invariant()
    def every_point_is_where_it_should_be(self) -> None:
        kept = dict(db.session.execute(sa.select(Account.id, Account.balance)).all())
        assert {one: points for one, points in kept.items() if points} == {
            one: points for one, points in self.right.items() if points
        }

    def teardown(self) -> None:
        assert list(checking.broken()) == []
        assert (db.session.scalar(sa.select(sa.func.sum(Posting.amount))) or 0) == 0
        transaction.abandon()


def test_random_movements_leave_every_point_where_it_should_be():
    run_state_machine_as_test(
        Books,
        settings=settings(
            max_examples=8,
            stateful_step_count=25,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_many_threads_at_once_lose_nothing_and_double_nothing(at_once):
    laid_out(2_000)
    people = [factories.person().id for _ in range(6)]
    give, spend = list(ledger.give_accounts(people).values()), list(ledger.spend_accounts(people).values())
    company, chance, forms = ledger.company_budget(), random.Random(11), Counter[str]()
    catalogue, expired = ledger.catalogue_account(), ledger.expired_account()

    def one_of_many():
        points, form = chance.randint(1, 40), f"storm {chance.randint(1, 700)}"
        kind, source, target = chance.choice(
            [
                (Movement.AWARD, company, chance.choice(spend)),
                (Movement.ALLOWANCE, company, chance.choice(give)),
                (Movement.KUDOS, chance.choice(give), chance.choice(spend)),
                (Movement.REDEMPTION, chance.choice(spend), catalogue),
                (Movement.REFUND, catalogue, chance.choice(spend)),
                (Movement.EXPIRY, chance.choice(give), expired),
            ]
        )
        is_back, lot = chance.random() < 0.15, chance.random()

        def work():
            if is_back:  # whatever stands there by then
                waiting = sa.select(LedgerJournal.id).where(
                    LedgerJournal.kind.not_in((Movement.REVERSAL, Movement.FUNDING))
                )
                ids = db.session.scalars(waiting.order_by(LedgerJournal.id)).all()
                if not ids:
                    raise RuleBroken("Nothing moved yet.")
                return ledger.reverse(ids[int(lot * len(ids))], reason="Back", actor_id=None, cause_id=None)
            ledger.hold({source, target})
            legs = [Leg(source, -points), Leg(target, points)]
            first = ledger.transfer(form, kind, legs, reason="Storm", actor_id=None, cause_id=None)
            twice = ledger.transfer(f"{form} again", kind, legs, reason="Storm", actor_id=None, cause_id=None)
            return f"{first} {twice}"

        return work

    for _ in range(24):
        answers = at_once([one_of_many() for _ in range(20)])
        odd = [one for one in answers if not isinstance(one, str | RuleBroken) and "UNIQUE" not in str(one).upper()]
        assert odd == []
        forms.update(one for one in answers if isinstance(one, str))
    assert list(checking.broken()) == []
    assert db.session.scalar(sa.select(sa.func.sum(Posting.amount))) == 0
    below = sa.select(sa.func.count()).where(Account.kind != AccountKind.OPENING, Account.balance < 0)
    assert db.session.scalar(below) == 0
    keys = db.session.scalars(sa.select(LedgerJournal.key)).all()
    assert len(keys) == len(set(keys)) > 100


def everything() -> tuple[Any, ...]:
    db.session.expire_all()
    accounts = db.session.execute(
        sa.select(Account.id, Account.balance, Account.received, Account.moved_at).order_by(Account.id)
    ).all()
    counts = [
        db.session.scalar(sa.select(sa.func.count()).select_from(table))
        for table in (Posting, LedgerJournal, Award, JournalEntry)
    ]
    reversed_at = db.session.scalars(sa.select(Award.reversed_at).order_by(Award.id)).all()
    return [tuple(row) for row in accounts], counts, reversed_at


def give_award(hr_id: int, person_id: int) -> Award:
    hr = db.session.get_one(Person, hr_id)
    return commands.give_award(hr, person_id=person_id, points=30, badge_id=None, citation="For this.", key="crash")


def take_back(hr_id: int, person_id: int) -> None:
    award = db.session.scalars(sa.select(Award).where(Award.person_id == person_id)).one()
    commands.reverse_award(db.session.get_one(Person, hr_id), award, reason="A mistake")


def fund(hr_id: int, person_id: int) -> None:
    team = db.session.scalars(sa.select(Team)).one()
    commands.fund_budget(db.session.get_one(Person, hr_id), team, points=20, reason="Spring", key="crash")


@pytest.mark.parametrize("work", [give_award, take_back, fund], ids=lambda work: work.__name__)
def test_a_crash_between_any_two_statements_leaves_all_or_nothing(work):
    hr = laid_out(100)
    person = factories.person(team_id=factories.team().id)
    if work is take_back:
        commands.give_award(hr, person_id=person.id, points=30, badge_id=None, citation="For this.", key=key())
    hr_id, person_id = hr.id, person.id
    transaction.complete()
    before = everything()
    for at in itertools.count(1):
        if not crashing(lambda: work(hr_id, person_id), at):
            break
        assert everything() == before, f"half of it stayed when it was cut off before statement {at}"
    assert at > 8
    assert everything() != before
    assert list(checking.broken()) == []
