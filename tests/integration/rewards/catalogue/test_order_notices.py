"""Each order is told of to whoever is to act, and its end to whoever ordered it; what waits stands on their home."""

import pytest
import sqlalchemy as sa

from innovate.accounts import commands as accounts
from innovate.accounts.models import Person
from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.home import queries as home
from innovate.notifications.models import Notification
from innovate.rewards import commands
from innovate.rewards.models import ItemApprover
from tests import factories
from tests.integration.rewards.catalogue.shelves import ordered, reward, rich

pytestmark = pytest.mark.usefixtures("app")


def told(person: Person) -> list[str]:
    """The sentences that this person was told, the oldest first."""
    transaction.complete()
    query = sa.select(Notification.text).where(Notification.person_id == person.id).order_by(Notification.id)
    return list(db.session.scalars(query))


def waits_for(person: Person) -> list[tuple[str, str]]:
    transaction.complete()
    return [(task.kind.value, task.url) for task in home.waiting(person).tasks if "order" in task.kind.value]


def test_who_hands_over_and_who_ordered_are_told_in_their_turn():
    manager, fulfiller = factories.person("Mara Boss"), factories.person("Finn Desk")
    person = rich(manager_id=manager.id, name="Elin Advisor")
    order = ordered(person, reward(name="A mug", approver=ItemApprover.MANAGER, fulfiller=fulfiller, days=7))
    url = f"/catalogue/orders/{order.id}"
    assert told(manager) == ["Elin Advisor asks for “A mug”. It waits for your yes."]
    assert (waits_for(manager), waits_for(fulfiller)) == ([("approve_order", url)], [])
    commands.approve_redemption(manager, order)
    assert told(fulfiller) == ["Elin Advisor gets “A mug”: please hand it over within 7 days."]
    assert (waits_for(manager), waits_for(fulfiller)) == ([], [("fulfil_order", url)])
    commands.fulfil_redemption(fulfiller, order, note="On your desk.")
    assert told(person) == [
        "Mara Boss said yes: “A mug” is on its way to you.",
        "“A mug” is yours. Finn Desk: “On your desk.”",
    ]
    assert waits_for(fulfiller) == []


def test_a_no_and_a_cancelling_by_others_say_why_and_that_the_points_are_back():
    person, hr = rich(), factories.hr()
    item = reward(name="A mug", approver=ItemApprover.HR)
    commands.decline_redemption(hr, ordered(person, item), reason="Not this month.")
    commands.cancel_redemption(hr, ordered(person, item), reason="Sold out.")
    assert told(person) == [
        "“A mug” was declined: “Not this month.” Your 100 points are back.",
        "Your order of “A mug” was cancelled: “Sold out.” Your 100 points are back.",
    ]


def test_who_was_to_hand_over_reads_that_it_was_cancelled():
    person = rich(name="Elin Advisor")
    order = ordered(person, reward(name="A mug"))
    commands.cancel_redemption(person, order)
    assert told(order.item.fulfiller)[-1] == "Elin Advisor cancelled the order of “A mug”. There is nothing left to do."
    assert told(person) == []


def test_what_waits_for_hr_waits_for_each_of_them_but_the_one_who_ordered():
    hr, person = factories.hr(), rich()
    order = ordered(person, reward(approver=ItemApprover.MANAGER))
    assert waits_for(hr) == [("approve_order", f"/catalogue/orders/{order.id}")]
    assert "It waits for your yes." in told(hr)[-1]


def test_orders_of_who_left_come_to_hr_who_read_so():
    admin, hr = factories.admin(), factories.hr()
    fulfiller = factories.person("Finn Desk")
    order = ordered(rich(), reward(fulfiller=fulfiller))
    assert waits_for(hr) == []
    accounts.deactivate_person(admin, fulfiller)
    assert told(hr) == ["Finn Desk has left: 1 open order of the catalogue comes to HR."]
    assert waits_for(hr) == [("fulfil_order", f"/catalogue/orders/{order.id}")]


def test_a_manager_who_left_leaves_the_yes_to_hr():
    hr, manager = factories.hr(), factories.person()
    order = ordered(rich(manager_id=manager.id), reward(approver=ItemApprover.MANAGER))
    manager.deactivated_at = now()
    assert waits_for(hr) == [("approve_order", f"/catalogue/orders/{order.id}")]
