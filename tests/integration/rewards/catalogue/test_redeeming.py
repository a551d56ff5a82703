"""Ordering a reward takes its points and one of its stock, once; every other end gives both back, once."""

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.permissions import Role
from innovate.rewards import checking, commands
from innovate.rewards.models import (
    ItemApprover,
    ItemKind,
    LedgerJournal,
    Period,
    Redemption,
    RedemptionState,
)
from tests import factories
from tests.integration.rewards.catalogue.shelves import balance, left, ordered, reward, rich
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def test_an_order_takes_points_and_stock_and_goes_to_who_hands_it_over():
    person, item = rich(500), reward(stock=3)
    order = ordered(person, item)
    transaction.complete()
    assert (order.state, order.points, balance(person), left(item)) == (RedemptionState.APPROVED, 100, 400, 2)
    assert list(checking.broken()) == []


def test_each_order_is_an_event_and_the_cause_of_its_journal():
    order = ordered(rich(), reward())
    transaction.complete()
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.stream == f"redemption:{order.id}")).one()
    assert entry.name == "RewardRedeemed"
    assert db.session.get_one(LedgerJournal, order.ledger_journal_id).cause_id == entry.id


def test_the_same_form_again_answers_the_same_order_and_pays_once():
    person, item = rich(), reward()
    first = ordered(person, item, key="a form")
    transaction.complete()
    assert ordered(person, item, key="a form") is first
    assert (balance(person), left(item)) == (400, 2)


def test_the_same_form_for_another_reward_is_refused():
    person = rich()
    ordered(person, reward(), key="a form")
    with pytest.raises(RuleBroken, match="another reward"):
        ordered(person, reward(), key="a form")


@pytest.mark.parametrize(
    ("terms", "asked", "words"),
    [
        ({"is_active": False}, {}, "no longer in the catalogue"),
        ({"price": 120}, {"price": 100}, "it is 120 points now. Nothing was taken"),
        ({"price": 600}, {}, "You have 500 points to spend, and this takes 600"),
        ({"asks": "Which size?"}, {}, "Which size?"),
    ],
)
def test_what_cannot_be_ordered_takes_nothing(terms, asked, words):
    person, item = rich(500), reward(**terms)
    keep()
    with pytest.raises((RuleBroken, BadInput), match=words):
        ordered(person, item, **asked)
    transaction.abandon()
    assert (balance(person), left(item)) == (500, 3)


def test_the_last_one_goes_once():
    item = reward(stock=1)
    ordered(rich(), item)
    with pytest.raises(RuleBroken, match="The last one has gone"):
        ordered(rich(), item)


def test_a_reward_that_is_not_counted_never_runs_out():
    item = reward(stock=None)
    assert [ordered(rich(), item).state for _ in range(4)] == [RedemptionState.APPROVED] * 4
    assert left(item) is None


def test_a_limit_holds_for_one_person_within_its_period():
    person, item = rich(), reward(most_each=1, period=Period.MONTH)
    with held(now() - factories.days(40)):
        ordered(person, item)
    ordered(person, item)
    with pytest.raises(RuleBroken, match="You have had one each month already"):
        ordered(person, item)
    ordered(rich(), item)


def test_what_was_given_back_does_not_count_towards_a_limit():
    person, item = rich(), reward(most_each=1)
    commands.cancel_redemption(person, ordered(person, item))
    assert ordered(person, item).state is RedemptionState.APPROVED
    with pytest.raises(RuleBroken, match="You have had one already"):
        ordered(person, item)


def test_a_customer_redeems_nothing():
    person = factories.person()
    person.roles = frozenset({Role.CUSTOMER})
    with pytest.raises(NotAllowed):
        ordered(person, reward())


def test_an_order_that_needs_a_yes_waits_for_the_manager():
    manager = factories.person()
    order = ordered(rich(manager_id=manager.id), reward(approver=ItemApprover.MANAGER))
    assert (order.state, order.approver_id) == (RedemptionState.ASKED, manager.id)
    with pytest.raises(RuleBroken, match="still waits for a yes"):
        commands.fulfil_redemption(order.item.fulfiller, order)
    commands.approve_redemption(manager, order)
    assert (order.state, order.decided_by_id) == (RedemptionState.APPROVED, manager.id)


@pytest.mark.parametrize("manager", ["none", "gone"])
def test_without_a_manager_hr_says_yes(manager):
    boss = factories.person(deactivated_at=now()) if manager == "gone" else None
    person = rich(manager_id=boss and boss.id)
    order = ordered(person, reward(approver=ItemApprover.MANAGER))
    assert (order.state, order.approver_id) == (RedemptionState.ASKED, None)
    commands.approve_redemption(factories.hr(), order)


def test_somebody_of_hr_asks_their_manager_where_others_ask_hr():
    manager = factories.person()
    person = rich(manager_id=manager.id, roles=frozenset({Role.EMPLOYEE, Role.HR}))
    order = ordered(person, reward(approver=ItemApprover.HR))
    assert order.approver_id == manager.id
    with pytest.raises(NotAllowed):
        commands.approve_redemption(person, order)


def test_nobody_else_answers_for_the_manager_but_hr():
    manager = factories.person()
    order = ordered(rich(manager_id=manager.id), reward(approver=ItemApprover.MANAGER))
    for other in (factories.person(), factories.leader(), factories.admin(), order.item.fulfiller):
        with pytest.raises(NotAllowed):
            commands.approve_redemption(other, order)
    commands.decline_redemption(factories.hr(), order, reason="Inventory week.")
    assert order.state is RedemptionState.DECLINED


def test_declining_gives_points_and_stock_back_with_a_reason():
    person, item = rich(500), reward(approver=ItemApprover.HR)
    order, hr = ordered(person, item), factories.hr()
    with pytest.raises(BadInput, match="Say why"):
        commands.decline_redemption(hr, order, reason=" ")
    commands.decline_redemption(hr, order, reason="The supplier closed.")
    transaction.complete()
    assert (order.state, order.note, balance(person), left(item)) == (
        RedemptionState.DECLINED,
        "The supplier closed.",
        500,
        3,
    )
    assert list(checking.broken()) == []


def test_cancelling_ones_own_needs_no_reason_and_another_s_does():
    person, item = rich(500), reward()
    mine, other = ordered(person, item), ordered(person, item)
    commands.cancel_redemption(person, mine)
    with pytest.raises(BadInput, match="Say why"):
        commands.cancel_redemption(item.fulfiller, other)
    commands.cancel_redemption(item.fulfiller, other, reason="It broke on the way.")
    transaction.complete()
    assert (mine.cancelled_by_id, other.cancelled_by_id) == (person.id, item.fulfiller_id)
    assert (balance(person), left(item)) == (500, 3)
    assert list(checking.broken()) == []


def test_a_stranger_neither_cancels_nor_hands_over():
    order = ordered(rich(), reward())
    for attempt in (commands.cancel_redemption, commands.fulfil_redemption):
        with pytest.raises(NotAllowed):
            attempt(factories.leader(), order)


@pytest.mark.parametrize("end", ["fulfilled", "declined", "cancelled"])
def test_what_has_ended_stays_as_it_is(end):
    hr, person = factories.hr(), rich(500)
    order = ordered(person, reward(approver=ItemApprover.HR))
    if end == "fulfilled":
        commands.approve_redemption(hr, order)
        commands.fulfil_redemption(hr, order, note="At the desk.")
    elif end == "declined":
        commands.decline_redemption(hr, order, reason="Sold out.")
    else:
        commands.cancel_redemption(person, order)
    transaction.complete()
    stands = balance(person)
    for attempt in (
        lambda: commands.approve_redemption(hr, order),
        lambda: commands.decline_redemption(hr, order, reason="No."),
        lambda: commands.fulfil_redemption(hr, order),
        lambda: commands.cancel_redemption(hr, order, reason="No."),
    ):
        with pytest.raises(RuleBroken):
            attempt()
        transaction.abandon()
    assert (order.state.value, balance(person)) == (end, stands)


def test_open_orders_of_a_reward_that_is_switched_off_go_on():
    hr, item = factories.hr(), reward(stock=3)
    first, second = rich(500), rich(500)
    to_give, to_cancel = ordered(first, item), ordered(second, item)
    item.is_active = False
    commands.fulfil_redemption(item.fulfiller, to_give)
    commands.cancel_redemption(hr, to_cancel, reason="No longer offered.")
    assert (balance(first), balance(second), left(item)) == (400, 500, 2)


def test_hr_hands_over_what_somebody_who_left_had_to():
    order = ordered(rich(), reward())
    order.item.fulfiller.deactivated_at = now()
    commands.fulfil_redemption(factories.hr(), order, note="Collect it from us.")
    assert order.state is RedemptionState.FULFILLED


def test_a_price_that_changes_leaves_open_orders_at_what_was_paid():
    person, item = rich(500), reward(price=100)
    order = ordered(person, item)
    item.price = 300
    commands.cancel_redemption(person, order)
    assert balance(person) == 500


def test_gifts_are_paid_out_together_and_those_that_come_meanwhile_wait():
    hr, item = factories.hr(), reward(kind=ItemKind.CHARITY, stock=None)
    first, second = ordered(rich(), item), ordered(rich(), item)
    late = ordered(rich(), item)
    assert commands.pay_gifts_out(hr, item, until_id=second.id, note="Transfer of 3 December") == 2
    assert [one.state.value for one in (first, second, late)] == ["fulfilled", "fulfilled", "approved"]
    with pytest.raises(RuleBroken, match="paid out already"):
        commands.pay_gifts_out(hr, item, until_id=second.id, note="Again")
    with pytest.raises(RuleBroken, match="Only gifts"):
        commands.pay_gifts_out(hr, reward(), until_id=99, note="A mug")


def test_verify_names_an_order_that_was_not_refunded_in_full():
    order = ordered(rich(500), reward())
    commands.cancel_redemption(factories.hr(), order, reason="Lost.")
    keep()
    db.session.execute(sa.update(Redemption).where(Redemption.id == order.id).values(points=90))
    assert f"Order {order.id} costs 90 points, and its journal took 100." in list(checking.broken())
