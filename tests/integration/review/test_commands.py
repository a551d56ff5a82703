"""Reviewers are asked fairly, score once, and are let go when the idea moves on."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Credit, CreditPart, Idea, Stage, StageKind
from innovate.review import commands
from innovate.review.models import Assignment, Criterion, Scorecard
from innovate.review.queries import panel
from tests import factories
from tests.provisioning.visits import keep


def leader_of(idea):
    return db.session.get_one(Person, idea.area.leader_id)


# Who is asked.


def test_taking_up_asks_the_quorum_and_one_to_spare(in_review, asked):
    pool = tuple(factories.reviewer() for _ in range(5))
    idea = in_review(area=factories.area(reviewers=pool, quorum=2))
    assert asked(idea) == [one.id for one in pool[:3]]


def test_a_small_pool_is_asked_as_a_whole(in_review, asked):
    only = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(only,), quorum=2))
    assert asked(idea) == [only.id]


def test_nobody_is_asked_about_what_they_or_those_near_them_wrote(in_review, asked):
    manager, free = factories.reviewer(), factories.reviewer()
    author = factories.reviewer(manager_id=manager.id)
    report = factories.reviewer(manager_id=author.id)
    idea = in_review(author=author, area=factories.area(reviewers=(author, manager, report, free), quorum=3))
    assert asked(idea) == [free.id]


def test_a_co_author_is_not_asked(in_review, asked, criteria):
    co_author, free = factories.reviewer(), factories.reviewer()
    idea = factories.idea(area=factories.area(reviewers=(co_author, free)))
    idea.credits.append(Credit(person_id=co_author.id, part=CreditPart.COAUTHOR))
    move(leader_of(idea), idea, "take_up")
    keep()
    assert asked(idea) == [free.id]


def test_who_has_less_waiting_is_asked_first(in_review, asked):
    busy, idle = factories.reviewer(), factories.reviewer()
    in_review(area=factories.area(reviewers=(busy,)))
    idea = in_review(area=factories.area(reviewers=(busy, idle), quorum=1))
    assert asked(idea) == [idle.id, busy.id]


def test_a_deactivated_reviewer_is_not_asked(in_review, asked):
    gone = factories.reviewer(deactivated_at=now())
    idea = in_review(area=factories.area(reviewers=(gone,)))
    assert asked(idea) == []


def test_the_leader_adds_and_removes_reviewers(in_review, asked):
    first, second = factories.reviewer(), factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    commands.assign_reviewers(leader_of(idea), idea, reviewer_ids=[second.id])
    assert asked(idea) == [second.id]


def test_a_reviewer_who_has_sent_cannot_be_removed(in_review, asked, full):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    commands.send_scorecard(first, idea, scores=full(3), note="Fine.")
    commands.assign_reviewers(leader_of(idea), idea, reviewer_ids=[])
    assert asked(idea) == [first.id]


def test_the_leader_cannot_ask_somebody_in_conflict(in_review):
    manager = factories.reviewer()
    idea = in_review(author=factories.person(manager_id=manager.id))
    with pytest.raises(BadInput, match="close to who did"):
        commands.assign_reviewers(leader_of(idea), idea, reviewer_ids=[manager.id])


def test_a_reviewer_may_not_assign_others(in_review):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    with pytest.raises(NotAllowed):
        commands.assign_reviewers(first, idea, reviewer_ids=[first.id])


def test_a_second_review_asks_afresh_and_lets_who_was_asked_before_go(in_review, asked, full):
    factories.stages()
    factories.save(Stage(kind=StageKind.REVIEW, name="Board review", position=20))
    pool = tuple(factories.reviewer() for _ in range(3))
    idea = in_review(area=factories.area(reviewers=pool, quorum=1))
    first, second = (db.session.get_one(Person, one) for one in asked(idea))
    commands.send_scorecard(first, idea, scores=full(4), note="Fine.")

    move(leader_of(idea), idea, "approve", reason="Good.")
    keep()

    assert idea.round == 2
    assert asked(idea) == [pool[2].id, first.id]  # the least burdened first, who was asked longest ago next
    waiting = sa.select(Assignment.reviewer_id).where(Assignment.round == 1, Assignment.done_at.is_(None))
    assert list(db.session.scalars(waiting)) == []
    commands.send_scorecard(first, idea, scores=full(2), note="Not on second thoughts.")
    with pytest.raises(NotAllowed, match="assigned reviewer"):
        commands.send_scorecard(second, idea, scores=full(3), note="Late.")


def test_the_first_reviews_scorecards_are_shown_beside_the_second_but_not_to_the_blind(in_review, asked, full):
    factories.stages()
    factories.save(Stage(kind=StageKind.REVIEW, name="Board review", position=20))
    pool = tuple(factories.reviewer() for _ in range(3))
    idea = in_review(area=factories.area(reviewers=pool, quorum=1))
    commands.send_scorecard(pool[0], idea, scores=full(4), note="Fine.")
    move(leader_of(idea), idea, "approve", reason="Good.")
    keep()
    blind = db.session.get_one(Person, asked(idea)[0])

    for_leader, for_blind = panel(leader_of(idea), idea), panel(blind, idea)
    assert for_leader is not None
    assert for_blind is not None

    assert [(card.reviewer.id, card.overall) for card in for_leader.earlier] == [(pool[0].id, 4.0)]
    assert (for_leader.sent, for_leader.earlier_mean) == (0, 4.0)
    assert for_blind.earlier == ()


# Scorecards.


def test_a_scorecard_is_the_weighted_mean_and_ends_the_waiting(in_review, criteria):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    scores = {criterion.id: 1 for criterion in criteria}
    scores[criteria[0].id] = 5
    card = commands.send_scorecard(first, idea, scores=scores, note="Good for **many**.")
    weights = sum(criterion.weight for criterion in criteria)
    assert card.overall == pytest.approx((weights + 4 * criteria[0].weight) / weights)
    assert "<strong>many</strong>" in card.note_html
    assert db.session.scalars(sa.select(Assignment.done_at)).one() is not None


def test_a_second_scorecard_is_refused(in_review, full):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    commands.send_scorecard(first, idea, scores=full(3), note="Fine.")
    with pytest.raises(RuleBroken, match="already"):
        commands.send_scorecard(first, idea, scores=full(5), note="Better.")


def test_two_scorecards_by_one_reviewer_at_once_leave_one(in_review, full, at_once):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    first_id, idea_id, scores = first.id, idea.id, full(4)

    def send():
        person, thing = db.session.get_one(Person, first_id), db.session.get_one(Idea, idea_id)
        return commands.send_scorecard(person, thing, scores=scores, note="Fine.").id

    outcomes = at_once([send, send])
    assert sorted(type(one).__name__ for one in outcomes) == ["RuleBroken", "int"]
    assert db.session.scalar(sa.select(sa.func.count(Scorecard.id))) == 1


def test_a_scorecard_that_crosses_the_decision_is_whole_or_refused(in_review, full, at_once):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    first_id, idea_id, leader_id, scores = first.id, idea.id, idea.area.leader_id, full(4)

    def send():
        person, thing = db.session.get_one(Person, first_id), db.session.get_one(Idea, idea_id)
        commands.send_scorecard(person, thing, scores=scores, note="Fine.")

    def decline():
        person, thing = db.session.get_one(Person, leader_id), db.session.get_one(Idea, idea_id)
        move(person, thing, "decline", reason="We do this already.", reason_code="already_done")

    sent, declined = at_once([send, decline])
    assert declined is None
    assert sent is None or isinstance(sent, RuleBroken)
    cards = db.session.scalar(sa.select(sa.func.count(Scorecard.id)))
    assert cards == (1 if sent is None else 0)


@pytest.mark.parametrize("wrong", [0, 6, None])
def test_each_criterion_needs_a_score_from_1_to_5(in_review, full, criteria, wrong):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    scores = full(3) | {criteria[2].id: wrong}
    with pytest.raises(BadInput) as refusal:
        commands.send_scorecard(first, idea, scores=scores, note="Fine.")
    assert refusal.value.field == f"score_{criteria[2].id}"


def test_a_scorecard_needs_a_note(in_review, full):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    with pytest.raises(BadInput) as refusal:
        commands.send_scorecard(first, idea, scores=full(3), note="  ")
    assert refusal.value.field == "note"


def test_only_who_is_asked_or_leads_may_score(in_review, full):
    idea = in_review()
    with pytest.raises(NotAllowed, match="assigned reviewer"):
        commands.send_scorecard(factories.reviewer(), idea, scores=full(3), note="Fine.")
    assert commands.send_scorecard(leader_of(idea), idea, scores=full(3), note="Fine.").id


def test_a_leader_does_not_score_their_own_idea(in_review, full, criteria):
    leader = factories.leader()
    idea = factories.idea(author=leader, area=factories.area(leader=leader))
    move(None, idea, "take_up")
    with pytest.raises(NotAllowed):
        commands.send_scorecard(leader, idea, scores=full(3), note="Fine.")


def test_an_idea_that_is_not_in_review_takes_no_scorecard(full):
    idea = factories.idea()
    with pytest.raises(RuleBroken, match="not in review"):
        commands.send_scorecard(leader_of(idea), idea, scores=full(3), note="Fine.")


def test_nobody_is_waited_for_once_the_idea_has_left_review(in_review):
    idea = in_review(area=factories.area(reviewers=(factories.reviewer(), factories.reviewer())))
    move(leader_of(idea), idea, "decline", reason="We do this already.", reason_code="already_done")
    keep()
    waiting = sa.select(sa.func.count(Assignment.id)).where(Assignment.done_at.is_(None))
    assert db.session.scalar(waiting) == 0


# Criteria.


def test_a_fresh_installation_has_seven_criteria_with_anchors(criteria):
    assert len(criteria) == 7
    assert all(criterion.low and criterion.high and criterion.weight > 0 for criterion in criteria)


def _words(**fields):
    words = {"name": "Joy", "question": "Does it delight?", "low": "No", "high": "Yes", "weight": 2, "position": 9}
    return words | fields


def test_only_an_administrator_keeps_criteria(criteria):
    with pytest.raises(NotAllowed):
        commands.save_criterion(factories.leader(), None, **_words())
    assert commands.save_criterion(factories.admin(), None, **_words()).id


def test_two_criteria_cannot_have_one_name(criteria):
    with pytest.raises(BadInput) as refusal:
        commands.save_criterion(factories.admin(), None, **_words(name="RISK"))
    assert refusal.value.field == "name"


def test_the_last_criterion_stays_in_use(app):
    admin = factories.admin()
    only = commands.save_criterion(admin, None, **_words())
    with pytest.raises(BadInput, match="at least one"):
        commands.save_criterion(admin, only, **_words(is_active=False))


def test_a_criterion_keeps_its_own_name_when_edited(criteria):
    kept = commands.save_criterion(factories.admin(), criteria[0], **_words(name=criteria[0].name))
    assert db.session.get_one(Criterion, kept.id).question == "Does it delight?"
