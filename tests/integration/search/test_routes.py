"""The search page, and what is shown beneath the field while typing."""

import pytest

from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def idea():
    made = factories.idea(title="Call back")
    factories.idea(title="Pay later")
    return made


def test_while_typing_the_best_few_stand_beneath_the_field(as_user, idea):
    path = f"/ideas/{idea.id}"
    answer = as_user(factories.person()).get("/search?q=call+ba", headers={"HX-Request": "true"})
    assert f'href="{path}"' in answer.text
    assert "<html" not in answer.text


def test_the_page_shows_rows_to_vote_on_and_leads_to_the_list(as_user, idea):
    page = as_user(factories.person()).get("/search?q=call").text
    assert "Call back" in page
    assert "Pay later" not in page
    assert 'href="/ideas?q=call"' in page


def test_nothing_found_says_what_to_do(as_user, idea):
    assert "Nothing found" in as_user(factories.person()).get("/search?q=unicorn").text


@pytest.mark.parametrize("text", ["", "%22", "AND", "%27%3B--", "a" * 5000])
def test_whatever_is_typed_is_a_page(as_user, idea, text):
    assert as_user(factories.person()).get(f"/search?q={text}").status_code == 200


def test_people_are_found_by_their_names(as_user, idea):
    factories.person("Ana Roth")
    factories.person("Ana Gone", deactivated_at=idea.submitted_at)
    page = as_user(factories.person()).get("/search?q=ana").text
    assert "Ana Roth" in page
    assert "Ana Gone" not in page
    assert "Ana Roth" not in as_user(factories.person()).get("/search?q=%25").text
