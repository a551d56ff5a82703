"""Home shows what waits for a person, with its clock, and what moved on what they follow."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import Deputy
from innovate.core import transaction
from innovate.core.clock import held, now, today
from innovate.core.db import db
from innovate.experiments.models import Arm, Conclusion, Experiment, ExperimentState, Measurement
from innovate.home import queries
from innovate.home.queries.waiting import Kind
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Follow, StageKind
from innovate.review.models import Assignment, Scorecard
from innovate.rewards import commands
from innovate.rewards.queries import get_share
from innovate.voting.models import Vote
from tests import factories
from tests.integration.rewards.companies import laid_out, tried_idea

pytestmark = pytest.mark.usefixtures("app")


def tasks(person: Person) -> list[tuple[str, int | None]]:
    return [(task.kind.value, task.idea_id) for task in queries.waiting(person).tasks]


def leader_of(area) -> Person:
    return db.session.get_one(Person, area.leader_id)


def in_review(**fields):
    idea = factories.idea(**fields)
    transaction.complete()
    move(None, idea, "take_up")
    transaction.complete()
    return idea


def test_nothing_waits_for_a_newcomer():
    factories.idea()
    assert queries.waiting(factories.person()) == queries.Waiting((), is_cut=False)


def test_a_question_waits_for_the_author_and_the_idea_no_longer_for_the_leader():
    area = factories.area()
    idea = factories.idea(area=area)
    transaction.complete()
    assert tasks(leader_of(area)) == [("take_up", idea.id)]
    move(leader_of(area), idea, "return", reason="Which shops?")
    transaction.complete()
    assert tasks(idea.author) == [("answer", idea.id)]
    assert tasks(leader_of(area)) == []


def test_an_idea_to_score_waits_for_its_reviewers_until_they_have():
    reviewer = factories.reviewer()
    idea = in_review()
    assigned = {"idea_id": idea.id, "round": idea.round, "reviewer_id": reviewer.id, "assigned_at": now()}
    assignment = factories.save(Assignment(**assigned))
    assert tasks(reviewer) == [("score", idea.id)]
    assignment.done_at = now()
    assert tasks(reviewer) == []


def test_a_decision_waits_for_the_leader_and_who_stands_in_once_the_quorum_is_there():
    area, stand_in = factories.area(quorum=1), factories.leader()
    factories.save(Deputy(area_id=area.id, person_id=stand_in.id, starts_on=today(), ends_on=today()))
    idea = in_review(area=area)
    assert tasks(leader_of(area)) == []
    by = factories.reviewer()
    card = {"idea_id": idea.id, "round": idea.round, "reviewer_id": by.id, "sent_at": now(), "overall": 3.0}
    factories.save(Scorecard(**card, note="", note_html=""))
    assert tasks(leader_of(area)) == tasks(stand_in) == [("decide", idea.id)]


def test_a_leader_is_not_asked_to_decide_what_is_their_own_or_their_reports():
    area = factories.area()
    factories.idea(area=area, author=leader_of(area))
    factories.idea(area=area, author=factories.person(manager_id=area.leader_id))
    assert tasks(leader_of(area)) == []


def tried_by(owner, last_day=None, **fields):
    """An idea at the experiment stage, its experiment running unless the fields say otherwise."""
    values = {"state": ExperimentState.RUNNING, "concluded_at": None, "conclusion": None, "owner_id": owner.id}
    idea = tried_idea(**(values | fields)).idea
    idea.stage = factories.stages()[StageKind.EXPERIMENT]
    if last_day:
        experiment_id = db.session.scalar(sa.select(Experiment.id).where(Experiment.idea_id == idea.id))
        arm = factories.save(Arm(experiment_id=experiment_id, name="Today", is_control=True, position=0))
        entered = {"entered_by_id": owner.id, "entered_at": now(), "amount": 1.0, "base": 2.0}
        factories.save(Measurement(experiment_id=experiment_id, arm_id=arm.id, day=last_day, **entered))
    db.session.flush()
    return idea


@pytest.mark.parametrize(("days", "waits"), [(0, False), (2, False), (3, True), (9, True)])
def test_an_experiment_without_data_for_days_waits_for_its_owner(days, waits):
    owner, begun = factories.person(), today() - factories.days(20)
    idea = tried_by(owner, today() - factories.days(days), starts_on=begun, ends_on=today() + factories.days(9))
    assert tasks(owner) == ([("measure", idea.id)] if waits else [])


def test_a_planned_experiment_waits_for_its_owner_to_start_it():
    owner = factories.person()
    planned = {"state": ExperimentState.PLANNED, "sealed_at": None, "sealed": None, "seal": None}
    idea = tried_by(owner, starts_on=today(), ends_on=today(), **planned)
    assert tasks(owner) == [("start", idea.id)]


def test_an_experiment_past_its_end_waits_for_the_leader_to_conclude_it():
    past = today() - factories.days(1)
    idea = tried_by(factories.person(), past, starts_on=past, ends_on=past)
    assert tasks(leader_of(idea.area)) == [("conclude", idea.id)]


def test_recognition_waits_for_hr_without_a_part_in_the_idea():
    hr, other = laid_out(), factories.hr()
    idea = tried_idea(Conclusion.SCALE, author=other).idea
    assert tasks(hr) == [("recognise", idea.id)]
    assert tasks(other) == [("confirm_share", idea.id)]


def test_a_share_waits_for_its_owner_until_it_is_answered():
    laid_out()
    tried = tried_idea()
    assert tasks(tried.author) == [("confirm_share", tried.idea.id)]
    commands.confirm_share(tried.author, get_share(tried.idea, tried.author), percent=53)
    assert tasks(tried.author) == []


def test_the_most_pressing_comes_first():
    area = factories.area()
    with held(now() - factories.days(3)):
        older = factories.idea(area=area)
    newer = factories.idea(area=area)
    assert [task.idea_id for task in queries.waiting(leader_of(area)).tasks] == [older.id, newer.id]


def test_a_kind_with_very_many_says_that_there_is_more():
    area = factories.area()
    for _ in range(51):
        factories.idea(area=area)
    found = queries.waiting(leader_of(area))
    assert found.is_cut
    assert {task.kind for task in found.tasks} == {Kind.TAKE_UP}


def test_a_voter_sees_the_last_step_of_the_idea_and_whether_it_is_new():
    area, voter = factories.area(), factories.person()
    idea = factories.idea(area=area)
    factories.save(Vote(idea_id=idea.id, person_id=voter.id, at=now()))
    transaction.complete()
    move(leader_of(area), idea, "take_up")
    transaction.complete()
    voter.seen_home_at = now()
    move(leader_of(area), idea, "decline", reason="No.", reason_code="too_costly")
    transaction.complete()
    (step,) = queries.moved(voter)
    assert (step.says, step.is_new, step.is_mine) == ("declined the idea", True, False)
    assert [step.is_mine for step in queries.moved(idea.author)] == [True]
    assert queries.moved(leader_of(area)) == ()


def test_who_stopped_following_sees_nothing_move():
    idea, voter = factories.idea(), factories.person()
    factories.save(Vote(idea_id=idea.id, person_id=voter.id, at=now()))
    factories.save(Follow(idea_id=idea.id, person_id=voter.id, is_wanted=False))
    transaction.complete()
    move(None, idea, "take_up")
    transaction.complete()
    assert queries.moved(voter) == ()


def test_worth_a_look_are_open_ideas_of_others_without_my_vote():
    me = factories.person()
    other, mine, voted = factories.idea(), factories.idea(author=me), factories.idea()
    factories.save(Vote(idea_id=voted.id, person_id=me.id, at=now()))
    in_review()
    assert [idea.id for idea in queries.trending(me)] == [other.id]
    assert mine.id not in {idea.id for idea in queries.trending(me)}
