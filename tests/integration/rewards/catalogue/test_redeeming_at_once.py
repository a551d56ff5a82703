"""What several do with the catalogue at the same moment: stock and points are never oversold, one of two ends wins."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core import journal
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.transaction import transaction
from innovate.rewards import checking, commands, ledger
from innovate.rewards.models import CatalogueItem, ItemApprover, LedgerJournal, Period, Redemption, RedemptionState
from tests import factories
from tests.integration.rewards.catalogue.shelves import balance, left, ordered, reward, rich
from tests.integration.rewards.companies import key
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def redeeming(person: Person, item: CatalogueItem, form: str | None = None) -> Callable[[], Any]:
    """That person presses the button for the price that stands there now."""
    person_id, item_id, price, form_key = person.id, item.id, item.price, form or key()

    def work() -> None:
        who, what = db.session.get_one(Person, person_id), db.session.get_one(CatalogueItem, item_id)
        commands.redeem(who, what, price=price, words="", key=form_key)

    return work


def doing(command: Callable[..., Any], actor: Person, order: Redemption, **words: str) -> Callable[[], Any]:
    """That person does that with the order."""
    actor_id, order_id = actor.id, order.id

    def work() -> None:
        command(db.session.get_one(Person, actor_id), db.session.get_one(Redemption, order_id), **words)

    return work


def done(outcomes: list[Any]) -> int:
    """How many went through; whatever did not was refused in words."""
    assert all(one is None or isinstance(one, RuleBroken) for one in outcomes), outcomes
    return sum(one is None for one in outcomes)


def test_of_ten_who_want_one_of_three_three_get_it(at_once):
    item, people = reward(stock=3), [rich(500) for _ in range(10)]
    outcomes = at_once([redeeming(person, item) for person in people])
    assert (done(outcomes), left(item)) == (3, 0)
    assert sorted(balance(person) for person in people) == [400] * 3 + [500] * 7
    assert list(checking.broken()) == []


def test_in_two_windows_nobody_gets_more_than_their_limit(at_once):
    item, person = reward(stock=None, most_each=1, period=Period.YEAR), rich(500)
    assert done(at_once([redeeming(person, item), redeeming(person, item)])) == 1
    assert balance(person) == 400


def test_the_same_form_from_two_windows_orders_once(at_once):
    item, person = reward(stock=5), rich(500)
    assert done(at_once([redeeming(person, item, "one form") for _ in range(3)])) == 3
    assert (balance(person), left(item)) == (400, 4)


def test_points_for_one_reward_do_not_pay_two(at_once):
    person, items = rich(150), [reward(stock=None) for _ in range(4)]
    assert done(at_once([redeeming(person, item) for item in items])) == 1
    assert balance(person) == 50


def test_a_price_that_changes_meanwhile_is_paid_as_seen_or_not_at_all(at_once):
    item, hr, people = reward(stock=None, price=100), factories.hr(), [rich(500) for _ in range(4)]
    hr_id, item_id, fulfiller_id = hr.id, item.id, item.fulfiller_id

    def dearer() -> None:
        found = db.session.get_one(CatalogueItem, item_id, with_for_update=True)
        terms = commands.ItemTerms(name=found.name, kind=found.kind, price=130, fulfiller_id=fulfiller_id)
        commands.save_item(db.session.get_one(Person, hr_id), found, terms=terms)

    outcomes = at_once([*(redeeming(person, item) for person in people), dearer])
    assert outcomes[-1] is None
    assert {balance(person) for person in people} <= {400, 500}
    assert set(db.session.scalars(sa.select(Redemption.points))) <= {100}
    assert done(outcomes[:-1]) == sum(balance(person) == 400 for person in people)


def test_stock_that_is_counted_meanwhile_is_never_oversold(at_once):
    item, hr, people = reward(stock=2), factories.hr(), [rich(500) for _ in range(5)]
    hr_id, item_id = hr.id, item.id

    def none_left() -> None:
        found = db.session.get_one(CatalogueItem, item_id, with_for_update=True)
        commands.count_stock(db.session.get_one(Person, hr_id), found, stock=0)

    outcomes = at_once([*(redeeming(person, item) for person in people), none_left])
    assert outcomes[-1] is None
    assert left(item) == 0
    assert done(outcomes[:-1]) <= 2


@pytest.mark.parametrize("other", ["fulfil", "cancel"])
def test_of_cancelling_and_another_end_one_wins(at_once, other):
    person, item = rich(500), reward()
    order, hr = ordered(person, item), factories.hr()
    against = (
        doing(commands.fulfil_redemption, hr, order)
        if other == "fulfil"
        else doing(commands.cancel_redemption, hr, order, reason="Lost.")
    )
    outcomes = at_once([doing(commands.cancel_redemption, person, order), against])
    assert done(outcomes) == 1
    is_given = order.state is RedemptionState.FULFILLED
    assert (balance(person), left(item)) == ((400, 2) if is_given else (500, 3))
    assert list(checking.broken()) == []


def test_of_yes_and_no_and_cancelling_the_points_come_back_once_or_not_at_all(at_once):
    person, item = rich(500), reward(approver=ItemApprover.HR)
    order, first, second = ordered(person, item), factories.hr(), factories.hr()
    outcomes = at_once(
        [
            doing(commands.approve_redemption, first, order),
            doing(commands.decline_redemption, second, order, reason="No."),
            doing(commands.cancel_redemption, person, order),
        ]
    )
    assert 1 <= done(outcomes) <= 2  # a yes may come before the cancelling
    assert (balance(person), left(item)) in ((400, 2), (500, 3))
    assert (order.state is RedemptionState.APPROVED) == (balance(person) == 400)
    assert list(checking.broken()) == []


def test_orders_cancellings_and_gifts_cross_without_waiting_in_a_circle(at_once):
    items, people = [reward(stock=20), reward(stock=20)], [rich(500) for _ in range(3)]
    orders = [ordered(person, item) for person in people for item in items]
    works = [doing(commands.cancel_redemption, order.person, order) for order in orders]
    works += [redeeming(person, item) for person in reversed(people) for item in reversed(items)]
    assert done(at_once(works)) == len(works)
    assert [balance(person) for person in people] == [300] * 3
    assert [left(item) for item in items] == [17, 17]
    assert list(checking.broken()) == []


BREAKS = {  # where the process dies, in redeeming and in cancelling
    "before the points move": (ledger, "transfer"),
    "after they moved": (journal, "settle"),
    "while it is written down": (journal, "_write"),
}


@pytest.mark.parametrize("place", BREAKS)
@pytest.mark.parametrize("act", ["redeem", "cancel"])
def test_a_crash_between_two_statements_leaves_nothing_half_done(at_once, monkeypatch, place, act):
    person, item = rich(500), reward(stock=3)
    order = ordered(person, item)
    keep()
    work = redeeming(person, item) if act == "redeem" else doing(commands.cancel_redemption, person, order)
    before = counts(person, item)

    def die(*_args: Any, **_words: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(*BREAKS[place], die)
        with pytest.raises(MemoryError):
            whole(work)
    assert counts(person, item) == before
    assert done(at_once([work])) == 1
    assert list(checking.broken()) == []


def whole(work: Callable[[], Any]) -> None:
    with transaction():
        work()


def counts(person: Person, item: CatalogueItem) -> tuple[Any, ...]:
    orders = db.session.scalars(sa.select(Redemption.state).order_by(Redemption.id)).all()
    return balance(person), left(item), orders, db.session.scalar(sa.select(sa.func.count(LedgerJournal.id)))
