"""Plans and experiments at each point of their way, for the tests of this folder."""

from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.experiments import commands
from innovate.experiments.models import Arm
from innovate.ideas.lifecycle import move
from innovate.review.models import Scorecard
from tests import factories
from tests.provisioning.visits import keep


@pytest.fixture
def plan(app):
    """`plan(owner=…, budget_cents=…)`: a plan that can be saved, with what differs."""

    return partial(factories.plan, budget_cents=200_000)


@pytest.fixture
def leader_of():
    """`leader_of(idea)`: who leads its area."""
    return lambda idea: db.session.get_one(Person, idea.area.leader_id)


@pytest.fixture
def in_review(app, leader_of):
    """`in_review(area=…)`: an idea that was taken up."""

    def make(**fields):
        idea = factories.idea(**fields)
        move(leader_of(idea), idea, "take_up")
        keep()
        return idea

    return make


@pytest.fixture
def planned(in_review, leader_of, plan):
    """`planned(idea, budget_cents=…)`: an experiment whose plan the leader has saved, with a quorum of scorecards."""

    def make(idea=None, **fields):
        idea = idea or in_review()
        found = commands.plan_experiment(leader_of(idea), idea, **plan(**fields))
        for _ in range(idea.area.quorum):
            card = {"note": "Fine.", "note_html": "<p>Fine.</p>", "overall": 4.0, "sent_at": now()}
            reviewer = factories.reviewer()
            factories.save(Scorecard(idea_id=idea.id, round=idea.round, reviewer_id=reviewer.id, **card))
        keep()
        return found

    return make


@pytest.fixture
def approved(planned, leader_of):
    """`approved(budget_cents=…)`: an experiment whose idea was approved; its budget is reserved."""

    def make(idea=None, **fields):
        found = planned(idea, **fields)
        move(leader_of(found.idea), found.idea, "approve", reason="Worth trying.")
        keep()
        return found

    return make


@pytest.fixture
def running(approved):
    """`running(owner=…)`: an experiment that its owner has started."""

    def make(idea=None, **fields):
        found = approved(idea, **fields)
        commands.start_experiment(found.owner, found, checklist_done=True)
        keep()
        return found

    return make


@pytest.fixture
def measured(running):
    """`measured()`: a running experiment with three days of numbers in both arms: 62 % against 70 %."""

    def make(idea=None, **fields):
        found = running(idea, **fields)
        control, variant = found.arms
        rows = [(control.id, today() - timedelta(days=n), 310, 500, None) for n in range(3)]
        rows += [(variant.id, today() - timedelta(days=n), 350, 500, None) for n in range(3)]
        commands.record_measurements(found.owner, found, rows=rows)
        keep()
        return found

    return make


@pytest.fixture
def arm_ids():
    """`arm_ids(experiment)`: its arms, the control first."""

    def of(experiment):
        query = sa.select(Arm.id).where(Arm.experiment_id == experiment.id).order_by(Arm.position)
        return list(db.session.scalars(query))

    return of
