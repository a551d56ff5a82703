"""Kept rows and frames: what changes shows at once, and what belongs to one visit stays there."""

import re
from datetime import timedelta

import pytest

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.discussion.commands import post_comment
from innovate.ideas.models import Idea, Outcome, Stage, StageKind
from innovate.permissions import Role
from innovate.search.subscribers import keep_words
from innovate.voting.commands import cast_vote
from tests import factories

LISTS = ("/ideas", "/search?q=shelf")


@pytest.fixture
def shown(app, as_user):
    """The idea in the list and in the search, as a colleague sees it; both have been drawn before."""
    factories.stages()
    area = factories.area(name="Returns desk")
    idea = factories.idea(author=factories.person("Ana Berg"), area=area, title="A shelf by the door")
    idea.summary = "Parcels lie about."
    visitor = as_user(factories.person("Olle Falk"))

    def look(address: str) -> str:
        page = visitor.get(address)
        assert page.status_code == 200
        return page.text.partition('<div class="rows">')[2].partition("</main>")[0]

    keep_words([(idea.id, idea.title, idea.summary)])
    for address in LISTS:
        assert "A shelf by the door" in look(address)
    return look, idea.id


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda idea: setattr(idea, "title", "A shelf at the gate"), "A shelf at the gate"),
        (lambda idea: setattr(idea, "summary", "Parcels get wet."), "Parcels get wet."),
        (lambda idea: setattr(db.session.get(Person, idea.author_id), "name", "Ana Berg-Lind"), "Ana Berg-Lind"),
        (lambda idea: setattr(db.session.get(Area, idea.area_id), "name", "Gate"), "<span>Gate</span>"),
        (lambda idea: setattr(db.session.get(Stage, idea.stage_id), "name", "Being heard"), "Being heard"),
        (lambda idea: setattr(idea, "asked_at", now()), "Clock paused"),
        (lambda idea: setattr(idea, "due_at", now() - timedelta(days=3)), "3 days late"),
        (lambda idea: post_comment(factories.person(), idea, body="Yes"), ">1<span"),
        (lambda idea: cast_vote(factories.person(), idea), '<span class="vote-count">1</span>'),
    ],
)
def test_what_a_row_shows_changes_at_once(shown, address, change, words):
    look, idea_id = shown
    assert words not in look(address)
    change(db.session.get(Idea, idea_id))
    assert words in look(address)


@pytest.mark.parametrize("address", LISTS)
def test_a_move_shows_at_once(shown, address):
    look, idea_id = shown
    idea = db.session.get_one(Idea, idea_id)
    idea.stage_id = db.session.query(Stage.id).filter_by(kind=StageKind.CLOSED).scalar()
    idea.outcome, idea.due_at = Outcome.DECLINED, None
    assert "Declined" in look(address)


@pytest.mark.parametrize("address", LISTS)
def test_a_row_grows_older(shown, address):
    look, _ = shown
    later = now() + timedelta(hours=3)
    with held(later):
        assert "3 hours ago" in look(address)


def test_a_token_is_the_visitors_own_and_a_vote_theirs(shown, as_user):
    look, idea_id = shown
    ana, bo = (as_user(factories.person(name)) for name in ("Ana", "Bo"))
    tokens = [set(re.findall(r'name="csrf_token" value="([^"]*)"', one.get("/ideas").text)) for one in (ana, bo)]
    assert [len(found) for found in tokens] == [1, 1]
    assert "" not in tokens[0] | tokens[1]
    assert not tokens[0] & tokens[1]
    ana.sends_token = False
    answer = ana.post(f"/ideas/{idea_id}/vote", data={"csrf_token": tokens[0].pop()})
    assert answer.status_code == 303
    assert 'aria-pressed="true"' in ana.get("/ideas").text
    assert 'aria-pressed="true"' not in bo.get("/ideas").text
    assert "\0" not in look("/ideas")


def test_the_frame_speaks_of_whoever_looks_and_of_the_present(shown, as_user):
    ana = factories.person("Ana Holm")
    visitors = as_user(ana), as_user(factories.person("Bo Kvist", Role.HR))
    pages = [one.get("/ideas").text for one in visitors]
    assert "Ana Holm" in pages[0]
    assert "Ana Holm" not in pages[1]
    assert 'href="/rewards"' not in pages[0]
    ana.name = "Ana Sten"
    assert "Ana Sten" in visitors[0].get("/ideas").text
