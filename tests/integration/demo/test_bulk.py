"""Large sets: as many as were asked for, and as true as what people do."""

import sqlalchemy as sa

from innovate import invariants
from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.transaction import transaction
from innovate.demo import bulk
from innovate.ideas.models import Idea, Stage
from innovate.ideas.ranking import trend
from innovate.voting.commands import cast_vote
from innovate.voting.models import Vote


def pour():
    with transaction():
        bulk.pour(people=150, ideas=400, votes=6_000, watch=lambda starts, _how_many: starts)


def count(table):
    return db.session.scalar(sa.select(sa.func.count()).select_from(table))


def test_it_fills_up_to_what_was_asked_for_and_keeps_every_promise(company):
    pour()
    assert (count(Person), count(Idea), count(Vote)) == (150, 400, 6_000)
    assert list(invariants.broken()) == []


def test_the_score_of_trending_is_what_votes_would_have_made_it(company):
    pour()
    for idea in db.session.scalars(sa.select(Idea).order_by(Idea.id.desc()).limit(50)):
        assert abs(idea.trend - trend(idea.votes, idea.submitted_at)) < 1e-6


def test_people_go_on_where_it_ended(company):
    pour()
    ours = sa.select(Idea).join(Stage).where(Stage.kind == "open").order_by(Idea.id.desc()).limit(1)
    idea = db.session.scalars(ours).one()
    voted = sa.select(Vote.person_id).where(Vote.idea_id == idea.id)
    somebody = sa.select(Person).where(Person.id.not_in(voted), Person.id != idea.author_id)
    with transaction():
        cast_vote(db.session.scalars(somebody.limit(1)).one(), idea)
    assert list(invariants.broken()) == []
