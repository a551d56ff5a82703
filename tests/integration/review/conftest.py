"""Ideas in review, for the tests of this folder."""

import pytest
import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.ideas.lifecycle import move
from innovate.review.models import Assignment, Criterion
from innovate.review.subscribers import lay_out_criteria
from tests import factories
from tests.provisioning.visits import keep


@pytest.fixture
def criteria(app):
    """The seven criteria of a fresh installation."""
    lay_out_criteria(events.FirstAdministratorCreated(actor_id=None, person_id=0), 0)
    db.session.flush()
    return list(db.session.scalars(sa.select(Criterion).order_by(Criterion.position)))


@pytest.fixture
def in_review(criteria):
    """`in_review(area=…)`: an idea that its leader has taken up, with whoever that assigned."""

    def make(**fields):
        idea = factories.idea(**fields)
        leader = db.session.get_one(Person, idea.area.leader_id)
        move(leader, idea, "take_up")
        keep()
        return idea

    return make


@pytest.fixture
def asked():
    """`asked(idea)`: who is asked to review it in this round, in the order of asking."""

    def of(idea):
        query = sa.select(Assignment.reviewer_id).where(Assignment.idea_id == idea.id, Assignment.round == idea.round)
        return list(db.session.scalars(query.order_by(Assignment.id)))

    return of


@pytest.fixture
def full(criteria):
    """`full(4)`: every criterion scored with that value."""
    return lambda value: {criterion.id: value for criterion in criteria}
