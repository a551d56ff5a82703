"""Kept comments: what changes shows at once, and what belongs to one visit stays there."""

import re
from datetime import timedelta

import pytest

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.discussion.commands import delete_comment, edit_comment, post_comment
from innovate.discussion.models import Comment
from innovate.ideas.models import Idea
from tests import factories


@pytest.fixture
def shown(app, as_user):
    """An idea's page with one comment, as a colleague sees it; it has been drawn before."""
    idea = factories.idea(area=factories.area(name="Returns desk"))
    comment = post_comment(factories.person("Ana Berg"), idea, body="Parcels lie about.")
    visitor = as_user(factories.person("Olle Falk"))
    path, comment_id = f"/ideas/{idea.id}", comment.id

    def look() -> str:
        page = visitor.get(path)
        assert page.status_code == 200
        return page.text.partition('<div class="thread">')[2].partition("</section>")[0]

    assert "Parcels lie about." in look()
    return look, comment_id


def _answer(comment: Comment) -> None:
    post_comment(factories.person(), db.session.get_one(Idea, comment.idea_id), body="So they do.", parent=comment)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: edit_comment(_author(one), one, body="They get wet.", version=one.version), "They get wet."),
        (lambda one: setattr(_author(one), "name", "Ana Berg-Lind"), "Ana Berg-Lind"),
        (lambda one: setattr(_area(one), "leader_id", one.author_id), "leads Returns desk"),
        (_answer, "So they do."),
    ],
)
def test_what_a_comment_shows_changes_at_once(shown, change, words):
    look, comment_id = shown
    assert words not in look()
    change(db.session.get_one(Comment, comment_id))
    assert words in look()


def test_a_comment_that_is_taken_away_is_gone_at_once(shown):
    look, comment_id = shown
    comment = db.session.get_one(Comment, comment_id)
    delete_comment(_author(comment), comment)
    assert "Parcels lie about." not in look()


def test_a_comment_grows_older(shown):
    look, _ = shown
    with held(now() + timedelta(hours=3)):
        assert "3 hours ago" in look()


def test_what_one_may_do_and_the_forms_keys_belong_to_ones_own_visit(shown, as_user):
    look, comment_id = shown
    idea_id = db.session.get_one(Comment, comment_id).idea_id
    theirs = look()
    own = as_user(_author(db.session.get_one(Comment, comment_id))).get(f"/ideas/{idea_id}").text
    assert f"/comments/{comment_id}/edit" in own
    assert f"/comments/{comment_id}/edit" not in theirs
    assert "\0" not in own + theirs
    keys = [set(re.findall(r'name="form_key" value="([0-9a-f]{16})', page)) for page in (own, theirs)]
    assert [len(one) for one in keys] == [1, 1]
    assert keys[0] != keys[1]


def _author(comment: Comment) -> Person:
    return db.session.get_one(Person, comment.author_id)


def _area(comment: Comment) -> Area:
    return db.session.get_one(Idea, comment.idea_id).area
