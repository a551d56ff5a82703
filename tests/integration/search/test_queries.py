"""Searching: all the words, the last as a beginning, the same on either database, whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from innovate.ideas.commands import edit_idea, submit_idea
from innovate.search.queries import find_ideas
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

pytestmark = pytest.mark.usefixtures("app")


def post(title, problem="Customers wait.", proposal="Answer sooner."):
    factories.stages()
    area = factories.area()
    idea = submit_idea(factories.person(), title=title, problem=problem, proposal=proposal, area=area)
    keep()
    return idea


def found(text, most=10):
    return [row.title for row in find_ideas(factories.person(), text, most)]


def test_every_word_must_be_there_in_any_form_and_case():
    post("Faster refunds", "Customers **returning** a parcel wait for money.")
    post("Parcel lockers")
    assert found("RETURNED parcels") == ["Faster refunds"]
    assert found("parcel") == ["Parcel lockers", "Faster refunds"]
    assert found("parcel unicorn") == []


def test_the_last_word_may_be_half_typed():
    post("Faster refunds")
    assert found("ref") == ["Faster refunds"]
    assert found("faster re") == ["Faster refunds"]
    assert found("ref faster") == []


def test_a_title_counts_more_than_the_text():
    post("Something else", "The receipt is long and the receipt is grey.")
    post("Shorter receipt")
    assert found("receipt") == ["Shorter receipt", "Something else"]


def test_accents_and_punctuation_do_not_matter():
    post("Café: “pre-order” kiosk")
    assert found("cafe preorder") == []
    assert found("CAFE pre order") == ["Café: “pre-order” kiosk"]


def test_an_edited_idea_is_found_by_its_new_words_only():
    idea = post("Old words")
    edit_idea(
        idea.author,
        idea,
        title="Fresh",
        problem="Other",
        proposal="Thing",
        effect="",
        area=idea.area,
        version=idea.version,
    )
    keep()
    assert found("fresh") == ["Fresh"]
    assert found("old") == []


def test_no_words_find_nothing():
    post("Anything")
    assert found("") == found("  ") == found("!?*\"'") == []


def test_a_common_word_costs_one_statement_and_ranks_no_more_candidates_than_we_say(monkeypatch):
    monkeypatch.setattr("innovate.search.queries.CANDIDATES", 3)
    for n in range(5):
        factories.idea(title=f"Common {n}")
    viewer = factories.person()
    keep()
    assert viewer.id
    with counted() as statements:
        rows = find_ideas(viewer, "common", 10)
    assert len(statements) == 1
    assert sorted(row.title for row in rows) == ["Common 2", "Common 3", "Common 4"]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.text(alphabet="\"'*()^:-+&|!<>~{}[]@\\ aAND ORNOTNEAR_%;\x00", max_size=40),
        st.sampled_from(
            ["AND", "OR NOT", "NEAR(a b)", 'a" OR "b', "title:x", "a:*", "'); DROP TABLE ideas", "ß ﬁ İ ǅ"]
        ),
    )
)
def test_whatever_is_typed_is_never_an_error(app, text):
    assert len(find_ideas(_viewer(), text, 3)) <= 3


class _Viewer:
    id = 0


def _viewer():
    return _Viewer()
