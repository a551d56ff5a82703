"""Two who move one idea at the same moment: one wins, the other reads who did what."""

import threading
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask

from innovate.accounts.models import Person
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.ideas.commands import moves
from innovate.ideas.models import DeclineReason, Idea, IdeaMove, Place
from innovate.invariants import broken
from innovate.voting.commands import cast_vote
from innovate.worker import revive_ideas
from tests import factories as make
from tests.integration.ideas.places import at, leader_of
from tests.provisioning.visits import keep

AtOnce = Callable[[list[Callable[[], Any]]], list[Any]]


def refusals(outcomes: list[Any]) -> list[str]:
    return [outcome.sentence for outcome in outcomes if isinstance(outcome, RuleBroken)]


def test_two_leaders_decide_at_once_and_one_reads_what_the_other_did(app: Flask, at_once: AtOnce) -> None:
    idea = at(Place.REVIEW)
    approving, declining = leader_of(idea), make.admin()
    idea_id, approving_id, declining_id, seen = idea.id, approving.id, declining.id, idea.version

    def approve() -> None:
        actor = db.session.get_one(Person, approving_id)
        moves.approve(actor, db.session.get_one(Idea, idea_id), reason="Good.", version=seen)

    def decline() -> None:
        actor = db.session.get_one(Person, declining_id)
        code = DeclineReason.TOO_COSTLY
        moves.decline(actor, db.session.get_one(Idea, idea_id), reason="Dear.", reason_code=code, version=seen)

    outcomes = at_once([approve, decline])

    said = refusals(outcomes)
    winner = f"{approving.name} approved" if idea.place is Place.EXPERIMENT else f"{declining.name} declined"
    assert len(said) == outcomes.count(None) == 1
    assert winner in said[0]
    assert said[0].endswith("before you.")
    assert list(broken()) == []


def test_the_same_press_twice_takes_an_idea_up_once(app: Flask, at_once: AtOnce) -> None:
    idea = make.idea()
    idea_id, actor_id, seen = idea.id, leader_of(idea).id, idea.version

    def press() -> None:
        moves.take_up(db.session.get_one(Person, actor_id), db.session.get_one(Idea, idea_id), version=seen)

    outcomes = at_once([press] * 4)

    assert outcomes.count(None) == 1
    assert len(refusals(outcomes)) == 3
    assert idea.place is Place.REVIEW
    assert idea.round == 1


def test_votes_that_reach_the_threshold_together_take_an_idea_up_once(app: Flask, at_once: AtOnce) -> None:
    idea = make.idea(area=make.area(vote_threshold=3))
    idea_id, voter_ids = idea.id, [make.person().id for _ in range(8)]

    def vote(voter_id: int) -> Callable[[], None]:
        return lambda: _vote(voter_id, idea_id)

    outcomes = at_once([vote(one) for one in voter_ids])

    assert outcomes.count(None) == 3
    assert all("Voting on this idea has ended." in said for said in refusals(outcomes))
    assert idea.place is Place.REVIEW
    assert list(broken()) == []


def _vote(voter_id: int, idea_id: int) -> None:
    cast_vote(db.session.get_one(Person, voter_id), db.session.get_one(Idea, idea_id))


def test_two_ideas_merged_into_each_other_at_once_end_as_one(app: Flask, at_once: AtOnce) -> None:
    first, second = make.idea(), make.idea()
    admin_id, pair = make.admin().id, (first.id, second.id)

    def merge(idea_id: int, into_id: int) -> Callable[[], None]:
        def work() -> None:
            idea, into = db.session.get_one(Idea, idea_id), db.session.get_one(Idea, into_id)
            moves.merge(db.session.get_one(Person, admin_id), idea, into=into, reason="Twins.")

        return work

    outcomes = at_once([merge(*pair), merge(*reversed(pair))])

    assert outcomes.count(None) == 1
    assert {first.place, second.place} == {Place.OPEN, Place.MERGED}
    assert list(broken()) == []


def test_two_workers_open_a_parked_idea_once(app: Flask) -> None:
    idea = at(Place.PARKED)
    keep()

    def work() -> None:
        with app.app_context(), held(now() + make.days(40)):
            revive_ideas()
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()

    db.session.expire_all()
    reopened = sa.select(sa.func.count()).where(IdeaMove.idea_id == idea.id, IdeaMove.move == "reopen")
    assert idea.place is Place.OPEN
    assert db.session.scalar(reopened) == 1
