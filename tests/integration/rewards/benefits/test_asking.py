"""The worker asks when the day comes, reminds for some weeks, and asks others when somebody leaves."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from innovate import worker
from innovate.accounts import commands as accounts
from innovate.core import transaction
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.journal import JournalEntry
from innovate.notifications.models import Notification
from innovate.rewards import asking, commands
from innovate.rewards.models import BenefitCheck
from tests import factories
from tests.integration.rewards.benefits.awarding import due_check, given_award, leader_of
from tests.integration.rewards.companies import laid_out, tried_idea
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def facts(name: str) -> int:
    query = sa.select(sa.func.count()).select_from(JournalEntry).where(JournalEntry.name == name)
    return db.session.scalar(query) or 0


def one_due():
    hr, tried = laid_out(), tried_idea()
    award = given_award(hr, tried.author, tried.idea)
    check = due_check(tried.idea)
    keep()
    return hr, tried, award, check


def test_nobody_is_asked_before_the_day_and_whoever_is_asked_is_told_once():
    _hr, tried, _award, check = one_due()
    assert worker.ask_about_benefits() == 1
    assert worker.ask_about_benefits() == 0
    told = sa.select(Notification.person_id).where(Notification.url == f"/benefits/{check.id}")
    assert db.session.scalars(told).all() == [leader_of(tried.idea).id]


def test_two_workers_at_once_ask_once(at_once):
    _hr, _tried, _award, check = one_due()
    check_id = check.id
    answers = at_once([lambda: asking.ask(check_id)] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert facts("BenefitDue") == 1


def test_who_does_not_answer_is_reminded_each_week_for_four_weeks():
    one_due()
    worker.ask_about_benefits()
    for days in range(1, 60):
        with held(now() + timedelta(days=days)):
            worker.ask_about_benefits()
    assert facts("BenefitReminded") == 3


def test_nobody_is_asked_about_what_was_taken_back_or_answered():
    hr, tried, award, check = one_due()
    commands.reverse_award(hr, award, reason="A mistake")
    keep()
    assert worker.ask_about_benefits() == 0
    given_award(hr, tried.owner, tried.idea)
    commands.answer_benefit(
        leader_of(tried.idea), db.session.get_one(BenefitCheck, check.id), has_lasted=True, words="Yes."
    )
    keep()
    assert worker.ask_about_benefits() == 0


def test_when_somebody_leaves_others_are_asked():
    hr, tried, _award, check = one_due()
    expert = factories.person()
    commands.hand_benefit_over(hr, check, to=expert)
    accounts.deactivate_person(factories.admin(), expert)
    transaction.complete()
    db.session.expire_all()
    assert (check.asked_id, check.told_at) == (leader_of(tried.idea).id, None)
    assert worker.ask_about_benefits() == 1


def test_an_area_that_was_handed_over_is_asked_in_its_new_leader():
    _hr, tried, _award, check = one_due()
    new = factories.leader()
    tried.idea.area.leader_id = new.id
    keep()
    worker.ask_about_benefits()
    db.session.expire_all()
    assert check.asked_id == new.id
