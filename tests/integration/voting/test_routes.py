"""Voting from a page."""

import pytest

from innovate.core.clock import held, now
from innovate.ideas.queries import get_idea
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")
SCRIPT = {"HX-Request": "true"}


def test_without_a_script_a_vote_leads_back_to_where_it_was_cast(as_user):
    idea = factories.idea(title="Call back")
    visitor = as_user(factories.person())
    answer = visitor.post(f"/ideas/{idea.id}/vote", headers={"Referer": "http://localhost/ideas?sort=top"})
    assert (answer.status_code, answer.location) == (303, f"/ideas?sort=top#vote-{idea.id}")
    assert get_idea(idea.id).votes == 1
    elsewhere = visitor.post(f"/ideas/{idea.id}/take-vote-back", headers={"Referer": "http://evil.test/x"})
    assert elsewhere.location == f"/ideas/{idea.id}#vote-{idea.id}"
    assert get_idea(idea.id).votes == 0


def test_for_a_script_the_answer_is_the_tile(as_user):
    idea = factories.idea()
    answer = as_user(factories.person()).post(f"/ideas/{idea.id}/vote", headers=SCRIPT)
    assert answer.status_code == 200
    assert f'action="/ideas/{idea.id}/take-vote-back"' in answer.text
    assert 'aria-pressed="true"' in answer.text


def test_a_second_vote_is_refused_in_words(as_user):
    idea = factories.idea()
    visitor = as_user(factories.person())
    visitor.post(f"/ideas/{idea.id}/vote")
    answer = visitor.post(f"/ideas/{idea.id}/vote", headers=SCRIPT)
    assert answer.status_code == 409
    assert "You have voted for this idea already." in answer.text
    assert get_idea(idea.id).votes == 1


def test_ones_own_idea_is_refused_in_words(as_user):
    author = factories.person()
    idea = factories.idea(author=author)
    assert as_user(author).post(f"/ideas/{idea.id}/vote").status_code == 403


def test_a_vote_costs_at_most_six_statements(as_user):
    idea = factories.idea()
    visitor = as_user(factories.person())
    path = f"/ideas/{idea.id}/vote"
    keep()
    with counted() as statements:
        visitor.post(path, headers=SCRIPT)
    assert len(statements) <= 6


def test_votes_are_limited_to_120_a_minute(as_user):
    idea = factories.idea()
    visitor = as_user(factories.person())
    paths = [f"/ideas/{idea.id}/vote", f"/ideas/{idea.id}/take-vote-back"]
    with held(now()):
        answers = [visitor.post(paths[at % 2], headers=SCRIPT).status_code for at in range(121)]
    assert answers == [200] * 120 + [429]


def test_a_vote_by_address_alone_is_not_possible(as_user):
    idea = factories.idea()
    assert as_user(factories.person()).get(f"/ideas/{idea.id}/vote").status_code == 405
