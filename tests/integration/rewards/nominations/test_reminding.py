"""Reminders of nominations: each once, at its time, to whoever can answer then."""

from datetime import timedelta

import pytest

from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.rewards import queries, reminding
from innovate.rewards.models import Approver, NominationStep
from innovate.worker import remind_of_nominations
from tests import factories
from tests.integration.rewards.nominations.nominating import HR, MANAGER, proposed, say_yes, told
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def reminded(person):
    return [words for words in told(person) if "waits for your answer." in words]


def test_each_reminder_is_sent_once_and_hr_hears_of_what_is_a_week_late():
    one = proposed((MANAGER, 7))
    keep()
    sent = []
    for days in (1, 6.5, 6.6, 7.5, 8, 15, 16):
        with held(one.began + timedelta(days=days)):
            sent.append(remind_of_nominations())
    db.session.expire_all()
    assert sent == [0, 1, 0, 1, 0, 1, 0]
    assert len(reminded(one.manager)) == 3
    assert [words for words in told(one.hr) if "a week late" in words]


def test_what_was_missed_is_not_sent_later():
    one = proposed((MANAGER, 7))
    keep()
    with held(one.began + factories.days(20)):
        assert (remind_of_nominations(), remind_of_nominations()) == (1, 0)
    assert len(reminded(one.manager)) == 1


def test_two_workers_at_once_send_one_reminder(at_once):
    one = proposed((MANAGER, 7))
    one.steps[0].due_at = now() - factories.days(1)
    step_id = one.steps[0].id
    keep()
    assert sorted(at_once([lambda: reminding.remind(step_id)] * 2)) == [False, True]


def test_what_is_answered_is_not_reminded_of():
    one = proposed((MANAGER, 7))
    began = one.began
    say_yes(one.manager, one.nomination)
    keep()
    with held(began + factories.days(30)):
        assert remind_of_nominations() == 0


def test_one_whom_nobody_can_answer_any_more_goes_to_somebody_who_can():
    boss = factories.leader()
    area, author = factories.area(leader=boss), factories.person()
    factories.idea(author=author, area=area)
    one = proposed((HR, 7))
    step = one.steps[0]
    step.approver, step.area_id = Approver.LEADER, area.id
    area.leader_id = one.nominator.id  # the area went to somebody whom it concerns
    keep()
    with held(one.began + factories.days(8)):
        assert remind_of_nominations() == 1
    db.session.expire_all()
    assert db.session.get_one(NominationStep, step.id).is_for_hr
    assert [words for words in told(one.hr) if "came to you" in words]


def test_kept_promises_are_counted_by_who_was_asked():
    one = proposed()
    say_yes(one.manager, one.nomination)
    one.steps[1].due_at = now() - factories.days(2)
    db.session.flush()
    found = {kept.approver: (kept.in_time, kept.answered) for kept in queries.promises_kept()}
    assert found == {MANAGER: (1, 1), HR: (0, 1)}
