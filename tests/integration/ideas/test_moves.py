"""Moves that ideas make by themselves: each changes what it says, and tells."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from innovate import events
from innovate.accounts.models import Person
from innovate.areas.models import Deputy
from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.core.journal import JournalEntry, record, settle
from innovate.discussion.models import Comment
from innovate.ideas.commands import moves
from innovate.ideas.merging import add_to_counter
from innovate.ideas.models import (
    Credit,
    CreditPart,
    DeclineReason,
    Follow,
    Idea,
    IdeaMove,
    Outcome,
    Place,
    Stage,
    StageKind,
)
from innovate.ideas.queries import follower_ids
from innovate.invariants import broken
from innovate.voting.commands import cast_vote, take_vote_back
from innovate.voting.models import Vote
from tests import factories as make
from tests.integration.ideas.places import leader_of, planned, scored
from tests.provisioning.statements import counted


def voters(idea: Idea) -> set[int]:
    return set(db.session.scalars(sa.select(Vote.person_id).where(Vote.idea_id == idea.id)))


def comment(idea: Idea, author: Person) -> Comment:
    add_to_counter(idea.id, comments=Idea.__table__.c.comments + 1)
    words = {"body": "Yes.", "body_html": "<p>Yes.</p>"}
    said: Comment = make.save(Comment(idea_id=idea.id, author_id=author.id, at=now(), **words))
    return said


def place_of(idea: Idea) -> Place:
    return idea.place


def last_line(idea: Idea) -> IdeaMove:
    query = sa.select(IdeaMove).where(IdeaMove.idea_id == idea.id).order_by(IdeaMove.position.desc()).limit(1)
    return db.session.scalars(query).one()


def test_taking_up_starts_the_promise_of_review(app: Flask) -> None:
    idea = make.idea()

    moves.take_up(leader_of(idea), idea)

    assert place_of(idea) is Place.REVIEW
    assert idea.due_at == idea.entered_at + timedelta(days=10)
    assert idea.round == 1
    assert last_line(idea).is_kept is True


def test_a_question_stops_the_clock_and_its_answer_lets_it_run_on(app: Flask) -> None:
    idea = make.idea()
    due = idea.due_at
    assert due is not None
    with held(now() + timedelta(days=3)):
        moves.return_with_question(leader_of(idea), idea, question="How often?")
    with held(now() + timedelta(days=8)):
        moves.answer_question(idea.author, idea, answer="Daily.")

    assert idea.due_at is not None
    assert abs((idea.due_at - due) - timedelta(days=5)) < timedelta(seconds=5)
    assert place_of(idea) is Place.OPEN


def test_a_promise_is_kept_when_the_question_came_in_time(app: Flask) -> None:
    idea = make.idea()
    with held(now() + timedelta(days=13)):
        moves.return_with_question(leader_of(idea), idea, question="How often?")
    with held(now() + timedelta(days=30)):
        moves.take_up(leader_of(idea), idea)

    assert last_line(idea).is_kept is True


def test_a_late_decision_breaks_the_promise(app: Flask) -> None:
    idea = make.idea()
    with held(now() + timedelta(days=15)):
        moves.take_up(leader_of(idea), idea)

    assert last_line(idea).is_kept is False


def test_declining_closes_with_a_reason_to_read_and_one_to_count(app: Flask) -> None:
    idea = make.idea()

    line = moves.decline(leader_of(idea), idea, reason="We **tried** it.", reason_code=DeclineReason.ALREADY_DONE)

    assert idea.outcome is Outcome.DECLINED
    assert line.reason_code is DeclineReason.ALREADY_DONE
    assert line.reason_html == "<p>We <strong>tried</strong> it.</p>\n"
    assert idea.due_at is None


def test_parking_needs_a_day_to_come_or_a_condition(app: Flask) -> None:
    idea = make.idea()
    with pytest.raises(BadInput, match="still to come"):
        moves.park(leader_of(idea), idea, reason="Later.", revive_on=today())
    with pytest.raises(RuleBroken, match="on which date"):
        moves.park(leader_of(idea), idea, reason="Later.")

    moves.park(leader_of(idea), idea, reason="Later.", revive_when="The new till is in.")

    assert place_of(idea) is Place.PARKED
    assert idea.revive_when == "The new till is in."


def second_review(name: str = "Board review") -> Stage:
    found: Stage = make.save(Stage(kind=StageKind.REVIEW, name=name, position=20, promised_days=5))
    return found


def test_a_second_review_stage_is_passed_through_and_does_not_count_as_approval(app: Flask) -> None:
    idea, second = make.idea(), second_review()
    by = leader_of(idea)
    moves.take_up(by, idea)
    scored(idea)

    moves.approve(by, idea, reason="Good.")
    settle()

    assert idea.stage_id == second.id
    assert place_of(idea) is Place.REVIEW
    names = set(db.session.scalars(sa.select(JournalEntry.name).where(JournalEntry.stream == f"idea:{idea.id}")))
    assert "IdeaPassedOn" in names
    assert "IdeaApproved" not in names


def test_a_second_review_needs_scorecards_of_its_own_and_only_it_a_plan(app: Flask) -> None:
    idea = make.idea()
    second_review()
    by = leader_of(idea)
    moves.take_up(by, idea)
    with pytest.raises(RuleBroken, match="2 more scorecards are needed first"):
        moves.approve(by, idea, reason="Good.")
    scored(idea)
    moves.approve(by, idea, reason="Good.")  # without a plan

    with pytest.raises(RuleBroken, match="2 more scorecards are needed first"):
        moves.approve(by, idea, reason="Good again.")
    scored(idea)
    with pytest.raises(RuleBroken, match="needs a plan first"):
        moves.approve(by, idea, reason="Good again.")
    planned(idea)
    moves.approve(by, idea, reason="Good again.")

    assert place_of(idea) is Place.EXPERIMENT


def test_who_decides_too_late_reads_that_it_was_passed_on(app: Flask) -> None:
    idea = make.idea()
    second_review()
    by = leader_of(idea)
    moves.take_up(by, idea)
    scored(idea)
    seen = idea.version
    moves.approve(by, idea, reason="Good.")

    with pytest.raises(RuleBroken, match=f"{by.name} passed the idea on to “Board review” before you"):
        moves.approve(make.admin(), idea, reason="Good.", version=seen)


def test_who_decides_on_what_has_changed_since_is_told(app: Flask) -> None:
    idea = make.idea()
    seen = idea.version
    by = leader_of(idea)
    make.save(Stage(kind=StageKind.REVIEW, name="Board review", position=20))
    moves.return_with_question(by, idea, question="How often?")

    with pytest.raises(RuleBroken, match=f"{by.name} returned the idea with a question before you"):
        moves.take_up(make.admin(), idea, version=seen)
    assert place_of(idea) is Place.OPEN


def test_a_leader_who_is_the_authors_manager_is_sent_to_the_deputy(app: Flask) -> None:
    lead = make.leader()
    idea = make.idea(author=make.person(manager_id=lead.id), area=make.area(leader=lead))

    with pytest.raises(NotAllowed, match=r"manager or direct report, may do this\. Ask the area's deputy\.$"):
        moves.take_up(lead, idea)


def test_a_deputy_decides_for_the_days_of_the_span(app: Flask) -> None:
    idea = make.idea()
    deputy = make.person()
    make.save(Deputy(area_id=idea.area_id, person_id=deputy.id, starts_on=today(), ends_on=today() + timedelta(days=2)))

    with held(now() + timedelta(days=3)), pytest.raises(NotAllowed):
        moves.take_up(deputy, idea)
    moves.take_up(deputy, idea)

    assert place_of(idea) is Place.REVIEW


def test_withdrawing_is_the_authors_until_review(app: Flask) -> None:
    idea = make.idea()
    other = make.idea()
    moves.withdraw(idea.author, idea)
    moves.take_up(leader_of(other), other)

    assert idea.outcome is Outcome.WITHDRAWN
    with pytest.raises(RuleBroken, match="took the idea up for review before you"):
        moves.withdraw(other.author, other)


# Merging.


def test_a_merge_carries_votes_comments_and_credit_over(app: Flask) -> None:
    going, staying = make.idea(title="Lockers"), make.idea(title="Parcel lockers")
    ana, ben = make.person(), make.person()
    cast_vote(ana, going)
    cast_vote(ben, going)
    cast_vote(ben, staying)
    cast_vote(staying.author, going)
    comment(going, ana)
    comment(staying, ben)

    moves.merge(leader_of(going), going, into=staying, reason="The same.")
    settle()

    assert going.place is Place.MERGED
    assert going.merged_into_id == staying.id
    assert voters(staying) == {ana.id, ben.id}
    assert staying.votes == 2
    assert (going.votes, going.comments, staying.comments) == (3, 0, 2)
    credit = db.session.scalars(sa.select(Credit).where(Credit.idea_id == staying.id, Credit.via_idea_id.is_not(None)))
    assert [(one.person_id, one.part, one.via_idea_id) for one in credit] == [
        (going.author_id, CreditPart.MERGED_AUTHOR, going.id)
    ]
    assert list(broken()) == []


def test_reopening_a_merged_idea_undoes_the_merge(app: Flask) -> None:
    going, staying = make.idea(), make.idea()
    ana, ben, cem = make.person(), make.person(), make.person()
    cast_vote(ana, going)
    cast_vote(ben, going)
    said = comment(going, ana)
    before = staying.trend
    moves.merge(leader_of(going), going, into=staying, reason="The same.")
    settle()
    cast_vote(cem, staying)
    take_vote_back(ben, staying)
    comment(staying, cem)

    moves.reopen(leader_of(going), going, reason="They differ after all.")
    settle()

    assert going.place is Place.OPEN
    assert going.merged_into_id is None
    assert (voters(going), voters(staying)) == ({ana.id, ben.id}, {cem.id})
    assert (going.votes, staying.votes, going.comments, staying.comments) == (2, 1, 1, 1)
    assert staying.trend == pytest.approx(before, abs=1e-9)
    assert (said.idea_id, said.via_idea_id) == (going.id, None)
    assert [one.person_id for one in staying.credits] == [staying.author_id]
    assert list(broken()) == []


def test_followers_go_over_with_a_merge_and_come_back(app: Flask) -> None:
    going, staying = make.idea(), make.idea()
    ana, ben = make.person(), make.person()
    make.save(Follow(idea_id=going.id, person_id=ana.id, is_wanted=True))
    cast_vote(ben, going)
    moves.merge(leader_of(going), going, into=staying, reason="The same.")
    settle()
    assert follower_ids(staying.id) == {staying.author_id, going.author_id, ana.id, ben.id}

    moves.reopen(leader_of(going), going, reason="They differ.")
    settle()

    assert follower_ids(staying.id) == {staying.author_id}
    assert follower_ids(going.id) == {going.author_id, ana.id, ben.id}


def test_a_merge_of_a_merge_is_undone_from_wherever_things_are(app: Flask) -> None:
    first, second, third = make.idea(), make.idea(), make.idea()
    ana, ben = make.person(), make.person()
    cast_vote(ana, first)
    cast_vote(ben, second)
    said = comment(first, ana)
    moves.merge(leader_of(first), first, into=second, reason="The same.")
    settle()
    moves.merge(leader_of(second), second, into=third, reason="The same.")
    settle()
    assert voters(third) == {ana.id, ben.id}
    assert said.idea_id == third.id

    moves.reopen(leader_of(first), first, reason="They differ.")
    settle()

    assert (voters(first), voters(second), voters(third)) == ({ana.id}, {ben.id}, {ben.id})
    assert (said.idea_id, said.via_idea_id) == (first.id, None)
    assert {one.person_id for one in third.credits} == {second.author_id, third.author_id}
    assert list(broken()) == []


def test_a_vote_that_two_merged_ideas_brought_stays_for_the_other(app: Flask) -> None:
    one, other, staying = make.idea(), make.idea(), make.idea()
    ana = make.person()
    cast_vote(ana, one)
    cast_vote(ana, other)
    for going in (one, other):
        moves.merge(leader_of(going), going, into=staying, reason="The same.")
        settle()

    moves.reopen(leader_of(one), one, reason="It differs.")
    settle()

    assert voters(staying) == {ana.id}
    assert staying.votes == 1
    assert list(broken()) == []


def test_an_idea_is_not_merged_into_itself_or_into_a_closed_one_or_into_ones_own(app: Flask) -> None:
    idea, closed = make.idea(), make.idea()
    by = leader_of(idea)
    moves.withdraw(closed.author, closed)

    with pytest.raises(BadInput, match="into itself"):
        moves.merge(by, idea, into=idea, reason="Hm.")
    with pytest.raises(BadInput, match="is closed"):
        moves.merge(by, idea, into=closed, reason="Hm.")
    with pytest.raises(NotAllowed, match="neither wrote it"):
        moves.merge(by, idea, into=make.idea(author=by), reason="Hm.")


# By itself.


def test_the_areas_votes_take_an_idea_up_by_themselves(app: Flask) -> None:
    idea = make.idea(area=make.area(vote_threshold=2))
    cast_vote(make.person(), idea)
    settle()
    assert place_of(idea) is Place.OPEN

    cast_vote(make.person(), idea)
    settle()

    assert place_of(idea) is Place.REVIEW
    assert last_line(idea).actor_id is None


def test_votes_that_a_merge_brings_can_take_an_idea_up(app: Flask) -> None:
    staying, going = make.idea(area=make.area(vote_threshold=1)), make.idea()
    cast_vote(make.person(), going)

    moves.merge(leader_of(going), going, into=staying, reason="The same.")
    settle()

    assert staying.place is Place.REVIEW


def test_an_open_question_keeps_the_votes_from_taking_an_idea_up(app: Flask) -> None:
    idea = make.idea(area=make.area(vote_threshold=1))
    moves.return_with_question(leader_of(idea), idea, question="How often?")

    cast_vote(make.person(), idea)
    settle()

    assert place_of(idea) is Place.OPEN


def test_a_vote_costs_no_statement_more_where_nothing_follows(app: Flask) -> None:
    plain, asking = make.idea(area=make.area()), make.idea(area=make.area(vote_threshold=5))
    settle()
    record(events.VoteCast(actor_id=None, idea_id=plain.id, votes=1, enough=None))
    with counted() as without:
        settle()
    record(events.VoteCast(actor_id=None, idea_id=asking.id, votes=1, enough=5))
    with counted() as below:
        settle()

    assert len(below) == len(without)
