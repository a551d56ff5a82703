"""A forecast is given before the start, one a person, and closed by it."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry
from innovate.experiments import commands
from innovate.experiments.models import Experiment, Forecast
from innovate.ideas.lifecycle import move
from innovate.permissions import Role
from tests import factories
from tests.provisioning.visits import keep


def given():
    return {row.person_id: row.percent for row in db.session.scalars(sa.select(Forecast))}


def test_anybody_who_works_here_says_a_chance_and_changes_it_until_the_start(planned):
    found, one, other = planned(), factories.person(), factories.reviewer()
    commands.give_forecast(one, found, percent=70)
    commands.give_forecast(other, found, percent=0)
    commands.give_forecast(one, found, percent=55)
    keep()
    assert given() == {one.id: 55, other.id: 0}


def test_the_journal_tells_who_forecast_but_not_what(planned):
    found, somebody = planned(), factories.person()
    commands.give_forecast(somebody, found, percent=87)
    keep()
    entry = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.name == "ForecastGiven")).one()
    assert entry.actor_id == somebody.id
    assert "87" not in entry.payload


def test_a_customer_gives_none(planned):
    customer = factories.person(roles=frozenset({Role.CUSTOMER}))
    with pytest.raises(NotAllowed):
        commands.give_forecast(customer, planned(), percent=50)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_chance_lies_between_0_and_100(planned, percent):
    with pytest.raises(BadInput, match="from 0 to 100"):
        commands.give_forecast(factories.person(), planned(), percent=percent)


def test_the_start_closes_forecasts(running):
    with pytest.raises(RuleBroken, match="forecasts are closed"):
        commands.give_forecast(factories.person(), running(), percent=50)


def test_an_experiment_that_will_not_start_takes_none(approved, leader_of):
    found = approved()
    move(leader_of(found.idea), found.idea, "decline", reason="No.", reason_code="too_costly")
    with pytest.raises(RuleBroken, match="not going to start"):
        commands.give_forecast(factories.person(), found, percent=50)


def test_the_database_itself_refuses_what_is_no_chance(planned):
    found = planned()
    db.session.add(Forecast(experiment_id=found.id, person_id=found.owner_id, percent=101, at=found.idea.submitted_at))
    with pytest.raises(sa.exc.DBAPIError):
        db.session.flush()


def test_two_forecasts_of_one_person_at_once_leave_one(planned, at_once):
    found, somebody = planned(), factories.person()
    experiment_id, person_id = found.id, somebody.id

    def say(percent):
        def work():
            person, experiment = db.session.get_one(Person, person_id), db.session.get_one(Experiment, experiment_id)
            commands.give_forecast(person, experiment, percent=percent)

        return work

    assert at_once([say(30), say(60)]) == [None, None]
    assert list(given()) == [person_id]


def test_a_forecast_that_crosses_the_start_is_in_before_it_or_refused(approved, at_once):
    found, somebody = approved(), factories.person()
    experiment_id, person_id, owner_id = found.id, somebody.id, found.owner_id

    def say():
        person = db.session.get_one(Person, person_id)
        commands.give_forecast(person, db.session.get_one(Experiment, experiment_id), percent=60)

    def start():
        owner = db.session.get_one(Person, owner_id)
        commands.start_experiment(owner, db.session.get_one(Experiment, experiment_id), checklist_done=True)

    said, started = at_once([say, start])
    assert started is None
    db.session.expire_all()
    if said is None:
        sealed_at = db.session.get_one(Experiment, experiment_id).sealed_at
        assert sealed_at is not None
        assert db.session.scalars(sa.select(Forecast)).one().at <= sealed_at
    else:
        assert isinstance(said, RuleBroken)
        assert given() == {}
