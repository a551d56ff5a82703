"""Votes: one a person and idea, counted right whatever the races."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import NotAllowed, RuleBroken
from innovate.ideas.commands import follow_idea
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Idea
from innovate.ideas.queries import follower_ids, get_idea
from innovate.ideas.ranking import trend
from innovate.voting.commands import cast_vote, take_vote_back
from innovate.voting.models import Vote
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def votes_of(idea_id):
    """The counter, and the rows it counts."""
    rows = sa.select(sa.func.count()).select_from(Vote).where(Vote.idea_id == idea_id)
    return db.session.scalar(sa.select(Idea.votes).where(Idea.id == idea_id)), db.session.scalar(rows)


def test_a_vote_raises_the_count_and_the_trend():
    idea, voter = factories.idea(), factories.person()
    for extra in (voter, factories.person()):
        cast_vote(extra, idea)
    assert votes_of(idea.id) == (2, 2)
    db.session.expire(idea)
    assert idea.trend == pytest.approx(trend(2, idea.submitted_at) - trend(1, idea.submitted_at) + 0.0)


def test_the_entity_in_hand_knows_the_new_count():
    idea = factories.idea()
    cast_vote(factories.person(), idea)
    assert idea.votes == 1


def test_a_vote_leaves_the_version_as_it_is_so_that_no_decision_turns_stale():
    idea = factories.idea()
    before = idea.version
    cast_vote(factories.person(), idea)
    db.session.expire(idea)
    assert idea.version == before


def test_nobody_votes_twice():
    idea, voter = factories.idea(), factories.person()
    cast_vote(voter, idea)
    with pytest.raises(RuleBroken, match=r"You have voted for this idea already\."):
        cast_vote(voter, idea)
    assert votes_of(idea.id) == (1, 1)


def test_nobody_votes_for_their_own_idea():
    author = factories.person()
    idea = factories.idea(author=author)
    with pytest.raises(NotAllowed, match="who is not the author"):
        cast_vote(author, idea)


def test_a_vote_taken_back_is_gone_and_may_be_given_again():
    idea, voter = factories.idea(), factories.person()
    cast_vote(voter, idea)
    take_vote_back(voter, idea)
    assert votes_of(idea.id) == (0, 0)
    cast_vote(voter, idea)
    assert votes_of(idea.id) == (1, 1)


def test_a_vote_that_was_never_given_cannot_be_taken_back():
    idea = factories.idea()
    with pytest.raises(RuleBroken, match=r"You have not voted for this idea\."):
        take_vote_back(factories.person(), idea)
    assert votes_of(idea.id) == (0, 0)


def test_votes_are_locked_once_the_idea_is_taken_up():
    leader, voter, late = factories.leader(), factories.person(), factories.person()
    idea = factories.idea(area=factories.area(leader=leader))
    cast_vote(voter, idea)
    move(leader, idea, "take_up")
    with pytest.raises(RuleBroken, match=r"Voting on this idea has ended\."):
        cast_vote(late, idea)
    with pytest.raises(RuleBroken, match=r"Voting on this idea has ended\."):
        take_vote_back(voter, idea)
    assert votes_of(idea.id) == (1, 1)


def test_voters_follow_the_idea_until_they_say_no():
    idea, voter, quiet = factories.idea(), factories.person(), factories.person()
    cast_vote(voter, idea)
    cast_vote(quiet, idea)
    follow_idea(quiet, idea, is_wanted=False)
    assert follower_ids(idea.id) == {idea.author_id, voter.id}
    follow_idea(quiet, idea, is_wanted=True)
    assert follower_ids(idea.id) == {idea.author_id, voter.id, quiet.id}


def vote_as(person_id, idea_id):
    return lambda: cast_vote(db.session.get_one(Person, person_id), get_idea(idea_id))


def take_back_as(person_id, idea_id):
    return lambda: take_vote_back(db.session.get_one(Person, person_id), get_idea(idea_id))


def test_two_hundred_people_at_once_are_two_hundred_votes(at_once):
    idea = factories.idea()
    people = [factories.person() for _ in range(200)]
    outcomes = at_once([vote_as(person.id, idea.id) for person in people])
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert votes_of(idea.id) == (200, 200)


def test_the_same_person_twenty_times_at_once_counts_once(at_once):
    idea, person = factories.idea(), factories.person()
    outcomes = at_once([vote_as(person.id, idea.id)] * 20)
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert {str(refusal) for refusal in refusals} == {"You have voted for this idea already."}
    assert len(refusals) == 19
    assert votes_of(idea.id) == (1, 1)


def test_votes_and_their_taking_back_at_once_leave_the_count_equal_to_the_rows(at_once):
    idea = factories.idea()
    people = [factories.person() for _ in range(20)]
    for person in people[:10]:
        cast_vote(person, idea)
    works = [work(person.id, idea.id) for person in people for work in (vote_as, take_back_as)]
    outcomes = at_once(works)
    assert {type(outcome) for outcome in outcomes if isinstance(outcome, Exception)} <= {RuleBroken}
    counter, rows = votes_of(idea.id)
    assert counter == rows


def test_a_vote_and_the_taking_up_at_once_never_leave_an_uncounted_vote(at_once):
    leader = factories.leader()
    idea_id, leader_id = factories.idea(area=factories.area(leader=leader)).id, leader.id
    works = [vote_as(factories.person().id, idea_id) for _ in range(10)]
    works.insert(5, lambda: move(db.session.get_one(Person, leader_id), get_idea(idea_id), "take_up"))
    outcomes = at_once(works)
    assert not isinstance(outcomes[5], Exception)
    counter, rows = votes_of(idea_id)
    assert counter == rows
    assert {str(one) for one in outcomes if isinstance(one, Exception)} <= {"Voting on this idea has ended."}
