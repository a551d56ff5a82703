"""Kept cards: what changes shows on the board at once, and each viewer sees their own moves."""

from datetime import timedelta

import pytest

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.discussion.commands import post_comment
from innovate.ideas.commands import moves
from innovate.ideas.models import Idea
from innovate.voting.commands import cast_vote
from tests import factories
from tests.integration.ideas.places import leader_of


@pytest.fixture
def shown(app, as_user):
    """The board with one idea, as a colleague sees it; it has been drawn before."""
    idea = factories.idea(author=factories.person("Ana Berg"), title="A shelf by the door")
    visitor = as_user(factories.person("Olle Falk"))

    def look() -> str:
        return visitor.get("/board").text.partition('<div class="board"')[2].partition("</main>")[0]

    assert "A shelf by the door" in look()
    return look, idea.id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda idea: setattr(idea, "title", "A shelf at the gate"), "A shelf at the gate"),
        (lambda idea: setattr(db.session.get(Person, idea.author_id), "name", "Ana Berg-Lind"), "Ana Berg-Lind"),
        (lambda idea: setattr(db.session.get(Area, idea.area_id), "name", "Gate"), "<span>Gate</span>"),
        (lambda idea: setattr(idea, "due_at", now() - timedelta(days=3)), "3 days late"),
        (lambda idea: moves.return_with_question(leader_of(idea), idea, question="Which?"), "Clock paused"),
        (lambda idea: post_comment(factories.person(), idea, body="Yes"), ">1<span"),
        (lambda idea: cast_vote(factories.person(), idea), ">1<span"),
        (lambda idea: moves.take_up(leader_of(idea), idea), "A shelf by the door"),
    ],
)
def test_what_a_card_shows_changes_at_once(shown, change, words):
    look, idea_id = shown
    before = look()
    change(db.session.get_one(Idea, idea_id))
    after = look()
    assert words in after
    assert before != after


def test_a_card_grows_late(shown):
    look, idea_id = shown
    db.session.get_one(Idea, idea_id).due_at = now() + timedelta(hours=1)
    assert "clock-late" not in look()
    with held(now() + timedelta(hours=2)):
        assert "clock-late" in look()


def test_each_viewer_sees_their_own_moves(shown, as_user):
    look, idea_id = shown
    leader = leader_of(db.session.get_one(Idea, idea_id))
    assert f"/ideas/{idea_id}/moves/decline" in as_user(leader).get("/board").text
    assert f"/ideas/{idea_id}/moves/decline" not in look()
