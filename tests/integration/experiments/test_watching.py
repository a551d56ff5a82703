"""Owner and leader read once that a guardrail broke or that the last day is over; nothing is decided for them."""

from datetime import timedelta

import sqlalchemy as sa

from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.experiments import commands
from innovate.experiments.measuring import Row
from innovate.experiments.models import ExperimentState
from innovate.notifications.models import Notification
from innovate.worker import watch_experiments
from tests import factories
from tests.provisioning.visits import keep

TIME = factories.guardrail()


def told(person, words):
    query = sa.select(Notification.text).where(Notification.person_id == person.id)
    return [text for text in db.session.scalars(query) if words in text]


def test_owner_and_leader_read_once_that_the_last_day_is_over(measured, leader_of):
    found = measured(ends_on=today() + timedelta(days=1))
    leader = leader_of(found.idea)
    assert watch_experiments() == 0
    with held(now() + timedelta(days=2)):
        assert watch_experiments() == 1
        assert watch_experiments() == 0
        assert len(told(found.owner, "last day")) == len(told(leader, "last day")) == 1
        commands.amend_plan(found.owner, found, reason="One more week", ends_on=found.ends_on + timedelta(days=7))
        keep()
    with held(now() + timedelta(days=12)):
        assert watch_experiments() == 1
        assert len(told(found.owner, "last day")) == 2
    assert found.state is ExperimentState.RUNNING


def test_owner_and_leader_read_once_that_a_guardrail_is_broken(measured, leader_of):
    found = measured(measures=[TIME])
    control, variant = found.arms
    measure, days = found.measures[0].id, [today() - timedelta(days=n) for n in range(3)]
    rows = [Row(arm.id, day, 600.0, 100, 1.0, measure) for arm in (control, variant) for day in days]
    commands.record_measurements(found.owner, found, rows=rows)
    keep()
    assert watch_experiments() == 0
    worse = [Row(variant.id, day, 900.0, 100, 1.0, measure) for day in days]
    commands.record_measurements(found.owner, found, rows=worse, reason="A slip")
    keep()
    assert watch_experiments() == 1
    assert watch_experiments() == 0
    assert len(told(found.owner, "handling time")) == len(told(leader_of(found.idea), "handling time")) == 1
    assert found.state is ExperimentState.RUNNING
