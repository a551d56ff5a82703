"""Thanking colleagues out of the month's allowance, and adding on, on either database."""

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.discussion import commands as discussion
from innovate.notifications.models import Notification
from innovate.permissions import Role
from innovate.rewards import commands
from innovate.rewards.models import Kudos
from innovate.rewards.thanking import Occasion
from tests import factories
from tests.integration.rewards.companies import key
from tests.integration.rewards.thanks import give, to_give, to_spend, with_allowances

pytestmark = pytest.mark.usefixtures("app")


def people(n):
    return [factories.person() for _ in range(n)]


def count():
    return db.session.scalar(sa.select(sa.func.count(Kudos.id)))


def test_kudos_to_three_leave_the_allowance_and_come_to_each():
    with_allowances(100)
    ana, *three = people(4)
    kudos = give(ana, *three, points=20)
    transaction.complete()
    assert to_give(ana) == 40
    assert [to_spend(one) for one in three] == [20, 20, 20]
    assert [one.person_id for one in kudos.receivers] == [one.id for one in three]


def test_what_was_given_is_earned_and_cannot_be_given_on():
    with_allowances(100)
    ana, bo, cem = people(3)
    give(ana, bo, points=60)
    give(bo, cem, points=100)
    assert (to_give(bo), to_spend(bo)) == (0, 60)
    with pytest.raises(BadInput, match="You have 0 points left to give this month, and this takes 1"):
        give(bo, ana, points=1)


def test_who_has_no_allowance_thanks_with_words_alone():
    with_allowances(0)
    ana, bo = people(2)
    kudos = give(ana, bo, points=0)
    assert kudos.ledger_journal_id is None
    with pytest.raises(BadInput, match="0 points left"):
        give(ana, bo, points=1)


def test_the_largest_of_several_roles_counts_and_a_customer_has_none():
    with_allowances(50, leader=80)
    lead, other = factories.leader(), factories.person()
    give(lead, other, points=10)
    assert to_give(lead) == 70
    customer = factories.person(roles=frozenset({Role.CUSTOMER}))
    with pytest.raises(NotAllowed):
        give(customer, other, points=0)


def test_nobody_thanks_oneself_nor_among_others():
    with_allowances()
    ana, bo = people(2)
    with pytest.raises(NotAllowed):
        give(ana, bo, ana)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "  "}, "Say what"),
        ({"words": "x" * 501}, "within 500"),
        ({"points": -1}, "whole number"),
        ({"points": 101}, "100 points left"),
        ({"key": ""}, "not one of ours"),
        ({"value_id": 987}, "no longer offered"),
        ({"about": (Occasion.IDEA, 987)}, "not there any more"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_given(fields, sentence):
    with_allowances(100)
    ana, bo = people(2)
    with pytest.raises(BadInput, match=sentence):
        give(ana, bo, **fields)
    assert (count(), to_spend(bo)) == (0, 0)


def test_those_who_left_are_not_known_or_are_too_many_cannot_be_thanked():
    with_allowances()
    ana, gone, customer = factories.person(), factories.person(name="Gun"), factories.person(name="Cy")
    gone.deactivated_at, customer.roles = now(), frozenset({Role.CUSTOMER})
    for receivers, sentence in (((gone,), "Gun is no longer"), ((customer,), "Cy is no longer"), ((), "Say whom")):
        with pytest.raises(BadInput, match=sentence):
            give(ana, *receivers)
    with pytest.raises(BadInput, match="not known"):
        commands.give_kudos(ana, person_ids=[987], points=0, words="Thanks.", key=key())
    with pytest.raises(BadInput, match="20 colleagues at most"):
        commands.give_kudos(ana, person_ids=range(1, 22), points=0, words="Thanks.", key=key())


def test_the_same_form_again_is_the_same_kudos_and_with_other_words_is_refused():
    with_allowances(100)
    ana, bo = people(2)
    first = give(ana, bo, points=60, key="one form")
    transaction.complete()
    assert give(ana, bo, points=60, key="one form") is first
    assert (count(), to_give(ana), to_spend(bo)) == (1, 40, 60)
    with pytest.raises(RuleBroken, match="sent before"):
        give(ana, bo, points=60, words="Other words.", key="one form")


def test_kudos_are_tied_to_an_idea_or_a_comment_but_to_no_comment_that_was_deleted():
    with_allowances()
    ana, bo = people(2)
    idea = factories.idea(author=bo)
    comment = discussion.post_comment(bo, idea, body="Ask the drivers.")
    transaction.complete()
    assert give(ana, bo, about=(Occasion.IDEA, idea.id)).idea_id == idea.id
    tied = give(ana, bo, about=(Occasion.COMMENT, comment.id))
    assert (tied.idea_id, tied.comment_id) == (idea.id, comment.id)
    discussion.delete_comment(bo, comment)
    with pytest.raises(BadInput, match="not there any more"):
        give(ana, bo, about=(Occasion.COMMENT, comment.id))


def test_it_is_one_event_with_all_receivers_and_each_of_them_reads_the_words():
    with_allowances()
    ana, *three = people(4)
    kudos = give(ana, *three, words="For the calm.")
    transaction.complete()
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.name == "KudosGiven")).one()
    assert (entry.stream, entry.actor_id) == (f"kudos:{kudos.id}", ana.id)
    told = db.session.scalars(sa.select(Notification).where(Notification.entry_id == entry.id)).all()
    assert {one.person_id for one in told} == {one.id for one in three}
    assert all("“For the calm.” 10 points for you." in one.text for one in told)


def test_adding_on_goes_to_the_same_people_but_oneself_out_of_ones_own_allowance():
    with_allowances(100)
    ana, bo, cem = people(3)
    kudos = give(ana, bo, cem, points=10)
    added = commands.add_to_kudos(bo, kudos, points=5, words="And I saw it.", key=key())
    assert [one.person_id for one in added.receivers] == [cem.id]
    assert (to_give(bo), to_spend(bo), to_spend(cem), added.parent_id) == (95, 10, 15, kudos.id)


def test_adding_on_is_for_others_to_thanks_that_stand_and_themselves_follow_none():
    hr = with_allowances(100)
    ana, bo, cem = people(3)
    kudos = give(ana, bo)
    with pytest.raises(NotAllowed, match="did not give it"):
        commands.add_to_kudos(ana, kudos, points=0, words="More.", key=key())
    with pytest.raises(RuleBroken, match="Nobody is left"):
        commands.add_to_kudos(bo, kudos, points=0, words="More.", key=key())
    added = commands.add_to_kudos(cem, kudos, points=0, words="Yes.", key=key())
    with pytest.raises(RuleBroken, match="that these words follow"):
        commands.add_to_kudos(hr, added, points=0, words="More.", key=key())
    commands.take_kudos_back(hr, kudos, reason="A mix-up")
    with pytest.raises(RuleBroken, match="taken back meanwhile"):
        commands.add_to_kudos(factories.person(), kudos, points=0, words="More.", key=key())
