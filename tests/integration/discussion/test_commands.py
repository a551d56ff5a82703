"""Discussing: replies one deep, one's own words, a counter that equals the rows."""

import pytest
import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput, NotAllowed, RuleBroken
from innovate.discussion.commands import (
    EditCrossed,
    adopt_suggestion,
    delete_comment,
    drop_suggestion,
    edit_comment,
    post_comment,
)
from innovate.discussion.models import Comment
from innovate.discussion.queries import thread
from innovate.ideas.commands import merge, new_form_key
from innovate.ideas.models import Credit, CreditPart, Idea, Outcome, StageKind
from innovate.ideas.queries import follower_ids, get_idea
from tests import factories
from tests.integration.rewards.companies import tried_idea

pytestmark = pytest.mark.usefixtures("app")


def comments_of(idea_id):
    """The counter, and the rows it counts."""
    rows = (
        sa.select(sa.func.count()).select_from(Comment).where(Comment.idea_id == idea_id, Comment.deleted_at.is_(None))
    )
    return db.session.scalar(sa.select(Idea.comments).where(Idea.id == idea_id)), db.session.scalar(rows)


def bodies(viewer, idea, **where):
    """The thread as texts, answers in a list of their own."""
    said = thread(viewer, idea, **where).comments
    return [(one.body_html.striptags(), [reply.body_html.striptags() for reply in one.replies]) for one in said]


def test_an_answer_to_an_answer_stands_beside_it():
    idea, ana = factories.idea(), factories.person()
    first = post_comment(ana, idea, body="First")
    answer = post_comment(ana, idea, body="Answer", parent=first)
    post_comment(ana, idea, body="Second answer", parent=answer)
    post_comment(ana, idea, body="Second")
    assert bodies(ana, idea) == [("First", ["Answer", "Second answer"]), ("Second", [])]
    assert comments_of(idea.id) == (4, 4)


def test_talk_leaves_the_idea_s_version_as_it_is():
    idea = factories.idea()
    before = idea.version
    post_comment(factories.person(), idea, body="Yes")
    db.session.expire(idea)
    assert (idea.version, idea.comments) == (before, 1)


def test_a_form_that_is_sent_twice_says_it_once():
    idea, ana, key = factories.idea(), factories.person(), new_form_key()
    first = post_comment(ana, idea, body="Once", key=key)
    assert post_comment(ana, idea, body="Once", key=key) is first
    assert comments_of(idea.id) == (1, 1)


@pytest.mark.parametrize("body", ["", " \n", "x" * 10_001])
def test_nothing_and_too_much_are_refused_at_the_field(body):
    with pytest.raises(BadInput) as refusal:
        post_comment(factories.person(), factories.idea(), body=body)
    assert refusal.value.field == "body"


def test_a_comment_of_another_idea_cannot_be_answered_here():
    ana = factories.person()
    elsewhere = post_comment(ana, factories.idea(), body="There")
    with pytest.raises(RuleBroken, match="cannot be answered"):
        post_comment(ana, factories.idea(), body="Here", parent=elsewhere)


def test_one_mends_one_s_own_words_only():
    ana, bo = factories.person(), factories.admin()
    comment = post_comment(ana, factories.idea(), body="Frist")
    read = comment.version
    edit_comment(ana, comment, body="First", version=read)
    assert (comment.body_html, comment.edited_at is not None) == ("<p>First</p>\n", True)
    with pytest.raises(NotAllowed):
        edit_comment(bo, comment, body="Mine", version=comment.version)
    with pytest.raises(EditCrossed):
        edit_comment(ana, comment, body="Older", version=read)


def test_a_deleted_comment_keeps_its_place_while_it_has_answers():
    idea, ana, bo = factories.idea(), factories.person(), factories.person()
    first = post_comment(ana, idea, body="First")
    answer = post_comment(bo, idea, body="Answer", parent=first)
    delete_comment(ana, first)
    said = thread(ana, idea).comments
    assert [(one.is_deleted, one.body_html, len(one.replies)) for one in said] == [(True, "", 1)]
    assert comments_of(idea.id) == (1, 1)
    delete_comment(bo, answer)
    assert thread(ana, idea).comments == ()
    assert comments_of(idea.id) == (0, 0)


def test_an_administrator_may_delete_and_a_colleague_may_not():
    idea, ana = factories.idea(), factories.person()
    comment = post_comment(ana, idea, body="Rude")
    with pytest.raises(NotAllowed):
        delete_comment(factories.person(), comment)
    delete_comment(factories.admin(), comment)
    assert (comment.body, comments_of(idea.id)) == ("", (0, 0))
    with pytest.raises(RuleBroken, match="was deleted"):
        delete_comment(ana, comment)
    assert comments_of(idea.id) == (0, 0)


def test_who_speaks_follows_the_idea_until_it_is_taken_away():
    idea, ana = factories.idea(), factories.person()
    comment = post_comment(ana, idea, body="Yes")
    assert follower_ids(idea.id) == {idea.author_id, ana.id}
    delete_comment(ana, comment)
    assert follower_ids(idea.id) == {idea.author_id}


def test_a_merged_idea_is_discussed_where_it_went():
    leader = factories.leader()
    area = factories.area(leader=leader)
    idea, stays = factories.idea(area=area), factories.idea(area=area)
    merge(leader, idea, into=stays, reason="The same")
    with pytest.raises(RuleBroken, match="The discussion goes on there"):
        post_comment(factories.person(), idea, body="Here?")
    assert thread(leader, idea).may_post is False


def test_beyond_fifty_the_earlier_ones_are_a_page_away():
    idea, ana = factories.idea(), factories.person()
    for n in range(120):
        post_comment(ana, idea, body=str(n))
    latest = thread(ana, idea)
    assert [one.body_html.striptags() for one in latest.comments] == [str(n) for n in range(70, 120)]
    assert latest.earlier_href is not None
    before = latest.earlier_href.split("before=")[1].split("#")[0]
    earlier = thread(ana, idea, before=before)
    assert [one.body_html.striptags() for one in earlier.comments] == [str(n) for n in range(20, 70)]
    assert (earlier.is_latest, latest.is_latest, latest.count) == (False, True, 120)


def test_of_many_answers_the_newest_fifty_are_shown():
    idea, ana = factories.idea(), factories.person()
    root = post_comment(ana, idea, body="Root")
    for n in range(53):
        post_comment(ana, idea, body=str(n), parent=root)
    (said,) = thread(ana, idea).comments
    assert (len(said.replies), said.earlier, said.replies[-1].body_html.striptags()) == (50, 3, "52")


def test_the_counter_equals_the_rows_when_many_speak_and_take_back_at_once(at_once):
    idea = factories.idea()
    people = [factories.person() for _ in range(10)]
    said = [post_comment(person, idea, body="Soon gone").id for person in people]
    idea_id, person_ids = idea.id, [person.id for person in people]

    def speak(person_id):
        return lambda: post_comment(db.session.get_one(Person, person_id), get_idea(idea_id), body="At once").id

    def delete(person_id, comment_id):
        return lambda: delete_comment(db.session.get_one(Person, person_id), db.session.get_one(Comment, comment_id))

    pairs = list(zip(person_ids, said, strict=True))
    works = [speak(one) for one in person_ids] + [delete(*pair) for pair in pairs] + [delete(*pair) for pair in pairs]
    outcomes = at_once(works)
    assert {str(one) for one in outcomes if isinstance(one, Exception)} == {"This comment was deleted."}
    assert comments_of(idea_id) == (10, 10)


def test_a_suggestion_is_marked_as_taken_up_by_those_who_keep_the_idea_and_nobody_else():
    author, co, helper = factories.person(), factories.person(), factories.person()
    idea = factories.idea(author=author)
    factories.save(Credit(idea_id=idea.id, person_id=co.id, part=CreditPart.COAUTHOR))
    leader = db.session.get_one(Person, idea.area.leader_id)
    for keeper in (author, co, leader):
        comment = post_comment(helper, idea, body=f"Ask at night, too. {keeper.id}")
        assert adopt_suggestion(keeper, comment).adopted_by_id == keeper.id
    comment = post_comment(helper, idea, body="And on Sundays.")
    for other in (helper, factories.person(), factories.leader(), factories.hr()):
        with pytest.raises(NotAllowed):
            adopt_suggestion(other, comment)


def test_nobody_marks_their_own_words_as_taken_up():
    author = factories.person()
    idea = factories.idea(author=author)
    comment = post_comment(author, idea, body="I would ask at night, too.")
    with pytest.raises(NotAllowed, match="did not write the comment"):
        adopt_suggestion(author, comment)


def test_a_mark_is_made_once_and_taken_away_once():
    author, helper = factories.person(), factories.person()
    comment = post_comment(helper, factories.idea(author=author), body="Ask at night, too.")
    with pytest.raises(RuleBroken, match="not marked"):
        drop_suggestion(author, comment)
    adopt_suggestion(author, comment)
    with pytest.raises(RuleBroken, match="already"):
        adopt_suggestion(author, comment)
    assert drop_suggestion(author, comment).adopted_at is None


def test_once_the_idea_is_closed_no_suggestion_is_marked():
    author, helper = factories.person(), factories.person()
    idea = factories.idea(author=author)
    comment = post_comment(helper, idea, body="Ask at night, too.")
    idea.stage = factories.stages()[StageKind.CLOSED]
    idea.outcome = Outcome.DECLINED
    db.session.flush()
    with pytest.raises(RuleBroken, match="closed"):
        adopt_suggestion(author, comment)


def test_who_runs_the_experiment_is_offered_to_mark_others_words_and_not_their_own():
    tried, helper = tried_idea(), factories.person()
    post_comment(helper, tried.idea, body="Ask at night, too.")
    post_comment(tried.owner, tried.idea, body="We could.")
    offered = {
        viewer: [one.may_adopt for one in thread(viewer, tried.idea).comments]
        for viewer in (tried.owner, tried.author, tried.member, helper)
    }
    assert offered == {
        tried.owner: [True, False],
        tried.author: [True, True],
        tried.member: [False, False],
        helper: [False, False],
    }
