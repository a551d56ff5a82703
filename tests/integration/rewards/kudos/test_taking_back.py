"""Taking kudos back: by who gave them within minutes, by HR with a reason, and never what has been spent."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.notifications.models import Notification
from innovate.rewards import checking, commands, ledger
from innovate.rewards.ledger import Leg
from innovate.rewards.models import AccountKind, Movement
from tests import factories
from tests.integration.rewards.companies import key
from tests.integration.rewards.thanks import (
    NOVEMBER,
    OCTOBER,
    give,
    of_the_company,
    to_give,
    to_spend,
    with_allowances,
)

pytestmark = pytest.mark.usefixtures("app")


def spend(person, points):
    """What somebody would do in the catalogue."""
    wallet = ledger.spend_accounts([person.id])[person.id]
    legs = (Leg(wallet, -points), Leg(ledger.catalogue_account(), points))
    ledger.transfer(key(), Movement.REDEMPTION, legs, reason="A mug", actor_id=person.id, cause_id=None)


def test_who_gave_them_takes_them_back_within_minutes_and_gives_the_points_anew():
    with_allowances(100)
    ana, bo, cem = (factories.person() for _ in range(3))
    kudos = give(ana, bo, cem, points=30)
    commands.take_kudos_back(ana, kudos)
    assert (to_give(ana), to_spend(bo), to_spend(cem)) == (100, 0, 0)
    assert kudos.reversal_reason == "Taken back by who gave it."
    give(ana, bo, points=100)
    transaction.complete()
    assert list(checking.broken()) == []


def test_after_some_minutes_only_hr_does_and_says_why():
    hr = with_allowances(100)
    ana, bo = factories.person(), factories.person()
    kudos = give(ana, bo)
    with held(now() + timedelta(minutes=15)):
        with pytest.raises(RuleBroken, match="for 15 minutes"):
            commands.take_kudos_back(ana, kudos)
        with pytest.raises(NotAllowed, match="Only who gave it or HR"):
            commands.take_kudos_back(bo, kudos)
        with pytest.raises(BadInput, match="Say why"):
            commands.take_kudos_back(hr, kudos)
        commands.take_kudos_back(hr, kudos, reason="Meant for another")
        with pytest.raises(RuleBroken, match="already"):
            commands.take_kudos_back(hr, kudos, reason="Again")
    transaction.complete()
    told = db.session.scalars(sa.select(Notification).where(Notification.text.contains("Meant for another"))).all()
    assert {one.person_id for one in told} == {ana.id, bo.id}


def test_of_a_month_that_is_over_the_points_expire_instead_of_coming_back():
    with held(OCTOBER):
        hr = with_allowances(100)
        ana, bo = factories.person(), factories.person()
        kudos = give(ana, bo, points=30)
    with held(NOVEMBER):
        commands.take_kudos_back(hr, kudos, reason="Meant for another")
        assert (to_spend(bo), of_the_company(AccountKind.EXPIRED)) == (0, 30)
        give(ana, bo, points=1)
        assert (to_give(ana), of_the_company(AccountKind.EXPIRED)) == (99, 100)
    transaction.complete()
    assert list(checking.broken()) == []


def test_what_one_of_them_has_spent_keeps_all_of_it_where_it_is():
    hr = with_allowances(100)
    ana, bo, cem = (factories.person() for _ in range(3))
    kudos = give(ana, bo, cem, points=30)
    spend(cem, 10)
    with pytest.raises(RuleBroken, match="spent in part already"):
        commands.take_kudos_back(hr, kudos, reason="Meant for another")
    assert (to_give(ana), to_spend(bo), to_spend(cem), kudos.reversed_at) == (40, 30, 20, None)


def test_once_others_have_added_on_only_hr_takes_back_and_takes_all_of_it():
    hr = with_allowances(100)
    ana, bo, cem = (factories.person() for _ in range(3))
    kudos = give(ana, bo, points=30)
    added = commands.add_to_kudos(cem, kudos, points=10, words="Yes.", key=key())
    with pytest.raises(RuleBroken, match="Others have added on"):
        commands.take_kudos_back(ana, kudos)
    commands.take_kudos_back(hr, kudos, reason="Meant for another")
    assert (to_give(ana), to_give(cem), to_spend(bo)) == (100, 100, 0)
    assert added.reversal_reason == "Meant for another"


def test_what_was_added_on_is_taken_back_by_itself_and_the_first_words_stand():
    with_allowances(100)
    ana, bo, cem = (factories.person() for _ in range(3))
    kudos = give(ana, bo, points=30)
    added = commands.add_to_kudos(cem, kudos, points=10, words="Yes.", key=key())
    commands.take_kudos_back(cem, added)
    assert (to_spend(bo), kudos.reversed_at) == (30, None)


def test_the_points_of_who_has_left_come_back_to_them_and_expire_with_the_month():
    hr = with_allowances(100)
    ana, bo = factories.person(), factories.person()
    kudos = give(ana, bo, points=30)
    ana.deactivated_at = now()
    commands.take_kudos_back(hr, kudos, reason="Meant for another")
    assert (to_give(ana), to_spend(bo)) == (100, 0)
