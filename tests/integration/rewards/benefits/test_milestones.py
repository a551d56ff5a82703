"""The worker notes the years of people once, and not of those who would rather not."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from innovate import worker
from innovate.accounts import commands as accounts
from innovate.core.clock import now
from innovate.core.db import db
from innovate.notifications.models import Notification
from innovate.rewards import milestones
from innovate.rewards.models import Milestone
from tests import factories
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def years_ago(years: int, days: int = 0) -> date:
    day = now().date() - timedelta(days=days)
    return milestones.anniversary(day, -years)


def noted() -> list[tuple[int, int]]:
    query = sa.select(Milestone.person_id, Milestone.years).order_by(Milestone.person_id)
    return [(person_id, years) for person_id, years in db.session.execute(query)]


def test_five_years_are_noted_once_and_their_person_and_manager_read_so():
    manager = factories.leader(joined_on=years_ago(4))
    person = factories.person(joined_on=years_ago(5), manager_id=manager.id)
    factories.person(joined_on=years_ago(4))
    keep()
    assert worker.note_milestones() == 1
    assert worker.note_milestones() == 0
    assert noted() == [(person.id, 5)]
    told = set(db.session.scalars(sa.select(Notification.person_id)))
    assert told == {person.id, manager.id}


def test_a_worker_that_slept_for_days_still_notes_it():
    person = factories.person(joined_on=years_ago(1, days=5))
    factories.person(joined_on=years_ago(1, days=9))
    keep()
    worker.note_milestones()
    assert noted() == [(person.id, 1)]


def test_who_opted_out_and_who_has_left_is_not_noted():
    person = factories.person(joined_on=years_ago(5))
    accounts.choose_milestones(person, is_shown=False)
    factories.person(joined_on=years_ago(5), deactivated_at=now())
    keep()
    assert worker.note_milestones() == 0
    assert noted() == []


def test_two_workers_at_once_note_it_once(at_once):
    person_id = factories.person(joined_on=years_ago(10)).id
    answers = at_once([lambda: milestones.note(person_id)] * 4)
    assert sorted(answers) == [False, False, False, True]
    assert noted() == [(person_id, 10)]
