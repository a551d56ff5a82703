"""The pages of review, visited as the people who use them."""

import re

import sqlalchemy as sa

from innovate.core.db import db
from innovate.ideas.lifecycle import move
from innovate.review import commands
from innovate.review.models import Scorecard
from tests import factories
from tests.provisioning.statements import counted


def typed(criteria, value=4, **fields):
    return {f"score_{criterion.id}": value for criterion in criteria} | {"note": "Good for many."} | fields


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


# The inbox.


def test_the_inbox_shows_what_i_am_asked_to_score(in_review, as_user):
    first, second = factories.reviewer(), factories.reviewer()
    mine = in_review(title="Answer sooner", area=factories.area(reviewers=(first,)))
    other = in_review(title="Answer later", area=factories.area(reviewers=(second,)))
    page = as_user(first).get("/review")
    assert mine.title in page.text
    assert other.title not in page.text


def test_the_inbox_shows_a_leader_what_to_take_up_and_to_decide(in_review, as_user, criteria):
    leader = factories.leader()
    area = factories.area(leader=leader)
    in_review(title="In review", area=area)
    factories.idea(title="Still open", area=area)
    factories.idea(title="Elsewhere")
    page = words(as_user(leader).get("/review"))
    assert "To decide" in page
    assert "To take up" in page
    assert "In review" in page
    assert "Still open" in page
    assert "Elsewhere" not in page


def test_the_inbox_is_not_for_employees(as_user, app):
    answer = as_user(factories.person()).get("/review")
    assert answer.status_code == 403
    assert "Only a reviewer" in answer.text


def test_an_empty_inbox_says_what_will_stand_here(as_user, app):
    assert "Nothing waits for you" in as_user(factories.reviewer()).get("/review").text


def test_the_inbox_costs_the_same_for_one_idea_and_for_twenty(in_review, as_user):
    first = factories.reviewer()
    area = factories.area(reviewers=(first,))
    in_review(area=area)
    visitor = as_user(first)
    visitor.get("/review")
    with counted() as one:
        visitor.get("/review")
    for _ in range(19):
        in_review(area=area)
    with counted() as twenty:
        assert visitor.get("/review").text.count("data-row-link") == 20
    assert len(one) == len(twenty) <= 8


# Scoring.


def test_a_reviewer_scores_and_comes_back_to_the_inbox(in_review, as_user, criteria):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    visitor = as_user(first)
    page = visitor.get(f"/review/{idea.id}")
    assert all(criterion.low in page.text and criterion.high in page.text for criterion in criteria)
    answer = visitor.post(f"/review/{idea.id}", data=typed(criteria))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/review")
    assert "is sent" in visitor.get("/review").text


def test_a_scorecard_with_a_gap_keeps_what_was_typed(in_review, as_user, criteria):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    scores = typed(criteria, note="A long thought.")
    del scores[f"score_{criteria[3].id}"]
    answer = as_user(first).post(f"/review/{idea.id}", data=scores)
    assert answer.status_code == 422
    assert f"Choose a score from 1 to 5 for {criteria[3].name.lower()}." in answer.text
    assert "A long thought." in answer.text
    assert answer.text.count("checked") == len(criteria) - 1


def test_a_score_beyond_the_scale_is_refused(in_review, as_user, criteria):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    answer = as_user(first).post(f"/review/{idea.id}", data=typed(criteria, value=9))
    assert answer.status_code == 422
    assert db.session.scalar(sa.select(sa.func.count(Scorecard.id))) == 0


def test_what_others_gave_is_hidden_until_mine_is_sent(in_review, as_user, full):
    first, second = factories.reviewer(), factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first, second)))
    commands.send_scorecard(first, idea, scores=full(5), note="The first one's words.")
    visitor = as_user(second)
    assert "The first one's words." not in visitor.get(f"/review/{idea.id}").text.replace("&#39;", "'")
    commands.send_scorecard(second, idea, scores=full(1), note="Mine.")
    page = visitor.get(f"/review/{idea.id}").text.replace("&#39;", "'")
    assert "The first one's words." in page
    assert "split" in page


def test_the_leader_sees_each_scorecard_and_the_progress(in_review, as_user, full):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first, factories.reviewer())))
    commands.send_scorecard(first, idea, scores=full(4), note="My reasons.")
    leader = db.session.get_one(factories.person().__class__, idea.area.leader_id)
    page = as_user(leader).get(f"/review/{idea.id}")
    assert "1 in, 2 needed" in words(page)
    assert "My reasons." in page.text


def test_somebody_who_is_not_asked_is_refused_in_words(in_review, as_user):
    answer = as_user(factories.reviewer()).get(f"/review/{in_review().id}")
    assert answer.status_code == 403
    assert "assigned reviewer" in answer.text


def test_an_idea_that_has_left_review_cannot_be_scored(in_review, as_user, criteria):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    leader = db.session.get_one(type(first), idea.area.leader_id)
    move(leader, idea, "decline", reason="No.", reason_code="no_effect")
    answer = as_user(first).post(f"/review/{idea.id}", data=typed(criteria))
    assert answer.status_code == 409
    assert "not in review" in answer.text


# Whom to ask.


def test_the_leader_chooses_reviewers(in_review, as_user, asked):
    first, second = factories.reviewer(), factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    leader = db.session.get_one(type(first), idea.area.leader_id)
    visitor = as_user(leader)
    page = visitor.get(f"/review/{idea.id}/reviewers")
    assert first.name in page.text
    assert second.name in page.text
    answer = visitor.post(f"/review/{idea.id}/reviewers", data={"reviewers": [second.id]})
    assert answer.status_code == 303
    assert asked(idea) == [second.id]


def test_whoever_asks_too_few_reviewers_reads_how_many_a_decision_needs(in_review, as_user):
    first, second = factories.reviewer(), factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,), quorum=2))
    visitor = as_user(db.session.get_one(type(first), idea.area.leader_id))
    address = f"/review/{idea.id}/reviewers"
    for chosen, said in (
        ([], "0 reviewers are asked, and a decision needs 2 scorecards."),
        ([first.id], "1 reviewer is asked, and a decision needs 2 scorecards."),
        ([first.id, second.id], "The reviewers are asked."),
    ):
        visitor.post(address, data={"version": "", "reviewers": chosen})  # a browser sends its hidden fields too
        page = visitor.get(f"/ideas/{idea.id}").text
        assert said in page


def test_a_reviewer_may_not_choose_others(in_review, as_user):
    first = factories.reviewer()
    idea = in_review(area=factories.area(reviewers=(first,)))
    assert as_user(first).get(f"/review/{idea.id}/reviewers").status_code == 403
