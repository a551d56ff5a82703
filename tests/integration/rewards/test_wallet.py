"""A wallet shows the two balances apart, what is set aside and what is on its way, in five statements."""

import pytest
import sqlalchemy as sa

from innovate.core.clock import now
from innovate.core.db import db
from innovate.rewards import commands, first_awards, ledger
from innovate.rewards.ledger import Leg
from innovate.rewards.models import AccountKind, AwardKind, CatalogueItem, ItemKind, Movement
from innovate.rewards.queries import wallet
from tests import factories
from tests.integration.notifications.counting import statements
from tests.integration.rewards.companies import key, laid_out, tried_idea
from tests.integration.rewards.thanks import give, with_allowances
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def worked() -> AwardKind:
    return db.session.scalars(sa.select(AwardKind).where(AwardKind.name == first_awards.WORKED)).one()


def rewarded(points=100):
    """The author of an idea whose award vests in parts."""
    hr, tried = laid_out(), tried_idea()
    shares = [(tried.author.id, points, None, "For asking.")]
    commands.recognise_idea(hr, tried.idea, shares=shares, reason="", key=key(), kind=worked())
    keep()
    return hr, tried


def mug(owner_id: int, **fields) -> CatalogueItem:
    values = {"name": "A mug", "kind": ItemKind.GOODS, "price": 30, "stock": 5, "fulfiller_id": owner_id, "days": 7}
    return factories.save(CatalogueItem(**(values | fields)))


def test_what_is_set_aside_stands_beside_what_can_be_spent(as_user):
    _, tried = rewarded()
    found = wallet(tried.author)
    assert (found.spend.balance, found.set_aside) == (40, 60)
    assert [one.points for one in found.vesting] == [20, 20, 20]
    assert [one.title for one in found.vesting] == [tried.idea.title] * 3
    due = [one.due_on for one in found.vesting if one.due_on]
    assert sorted(due) == due
    page = as_user(tried.author).get("/wallet").text
    assert "Set aside for you" in page
    assert "if its benefit lasts" in page


def test_an_order_is_on_its_way_until_it_is_there(as_user):
    hr, tried = rewarded()
    order = commands.redeem(tried.author, mug(hr.id), price=30, words="", key=key())
    keep()
    assert [(one.title, one.points) for one in wallet(tried.author).orders] == [("A mug", 30)]
    assert "A mug" in as_user(tried.author).get("/wallet").text
    commands.cancel_redemption(tried.author, order)
    keep()
    assert wallet(tried.author).orders == ()


def test_what_can_be_given_says_until_when_and_cannot_be_spent(as_user):
    hr, person = laid_out(), factories.person()
    give = ledger.give_accounts([person.id])[person.id]
    legs = (Leg(ledger.company_budget(), -25), Leg(give, 25))
    ledger.transfer("month", Movement.ALLOWANCE, legs, reason="For this month", actor_id=hr.id, cause_id=None)
    keep()
    found = wallet(person)
    assert (found.spend.balance, found.give and found.give.balance) == (0, 25)
    page = as_user(person).get("/wallet").text
    assert "It cannot be spent." in page
    assert "expires." in page


def test_a_wallet_costs_five_statements_for_one_movement_and_for_thirty(as_user):
    hr, tried = rewarded()
    visit = as_user(tried.author)
    visit.get("/wallet")
    with statements() as few:
        visit.get("/wallet")
    for _ in range(30):
        commands.give_award(hr, person_id=tried.author.id, points=1, badge_id=None, citation="Once more.", key=key())
    keep()
    with statements() as many:
        visit.get("/wallet")
    assert len(many) == len(few) <= 5


def test_a_line_that_was_kept_says_what_it_says_now(as_user):
    hr, person = laid_out(), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=7, badge_id=None, citation="For calm.", key=key())
    keep()
    visit = as_user(person)
    assert "Corrected later" not in visit.get("/wallet").text
    commands.reverse_award(hr, award, reason="A mistake.")
    keep()
    page = visit.get("/wallet").text
    assert "Corrected later" in page
    assert "Taken back: A mistake." in page
    assert visit.get(f"/wallet?month={now():%Y-%m}").status_code == 200
    assert AccountKind.SPEND.label in page


def test_thanks_to_three_come_from_who_gave_them_and_not_from_the_two_who_got_them_too(as_user):
    with_allowances()
    giver, people = factories.person("Vera Blom"), [factories.person() for _ in range(3)]
    give(giver, *people)
    keep()
    for one in people:
        (line,) = wallet(one).shown.lines.items
        assert (line.counter, line.counter_person) == ("Vera Blom, to give", "Vera Blom")
        assert "from Vera Blom</span>" in as_user(one).get("/wallet").text


def test_an_award_in_my_wallet_leads_to_what_it_was_given_for(as_user):
    hr, person = laid_out(), factories.person()
    award = commands.give_award(hr, person_id=person.id, points=7, badge_id=None, citation="For calm.", key=key())
    keep()
    assert f'href="/awards/{award.id}"' in as_user(person).get("/wallet").text


def test_a_newcomer_s_wallet_says_what_they_may_give_before_the_worker_came(as_user):
    with_allowances(80)
    newcomer = factories.person()
    keep()
    page = as_user(newcomer).get("/wallet").text
    assert "No points yet" in page
    assert "<strong>80</strong> points left to give" in page
