"""Pages of ideas: writing one, its page, the list."""

import re
from datetime import timedelta

import pytest

from innovate.core.clock import held, now
from innovate.core.db import db
from innovate.discussion.commands import post_comment
from innovate.ideas.commands import new_form_key, save_draft
from innovate.ideas.models import Idea
from innovate.voting.commands import cast_vote
from tests import factories
from tests.provisioning.statements import counted
from tests.provisioning.visits import keep

WORDS = {"title": "Call back", "problem": "Customers wait.", "proposal": "Offer a call back.", "effect": ""}


@pytest.fixture
def area(app):
    factories.stages()
    return factories.area(name="Contact centre")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_an_idea_is_written_and_posted_on_one_page(area, as_user):
    visitor = as_user(factories.person())
    page = visitor.get("/ideas/new", follow_redirects=True)
    assert page.status_code == 200
    data = {**WORDS, "area_id": area.id, "form_key": hidden(page.text, "form_key")}
    answer = visitor.post("/ideas/new", data=data)
    assert answer.status_code == 303
    shown = visitor.get(answer.location)
    assert "Your idea is posted. An answer is due by" in shown.text
    assert "<h1>Call back</h1>" in shown.text


def test_bad_input_keeps_what_was_typed_and_says_what_to_mend(area, as_user):
    data = {**WORDS, "title": "", "problem": "A <b>lot</b> of words", "area_id": "", "form_key": new_form_key()}
    answer = as_user(factories.person()).post("/ideas/new", data=data)
    assert answer.status_code == 422
    assert "Give the idea a title." in answer.text
    assert "Choose the area that this belongs to." in answer.text
    assert "A &lt;b&gt;lot&lt;/b&gt; of words" in answer.text
    assert hidden(answer.text, "form_key") == data["form_key"]


def test_who_finds_no_area_reads_what_to_do_about_it(app, as_user):
    assert "there is none yet" in as_user(factories.person()).get("/ideas/new", follow_redirects=True).text
    assert 'href="/admin/areas/new"' in as_user(factories.admin()).get("/ideas/new", follow_redirects=True).text


def test_going_back_to_the_page_after_posting_says_that_it_became_an_idea(area, as_user):
    visitor = as_user(factories.person())
    address = visitor.get("/ideas/new").location
    data = {**WORDS, "area_id": area.id, "form_key": hidden(visitor.get(address).text, "form_key")}
    idea = visitor.post("/ideas/new", data=data).location
    back = visitor.get(address).text
    assert "You posted this idea" in back
    assert f'href="{idea}"' in back
    assert "<textarea" not in back
    assert "You posted this idea" not in as_user(factories.person()).get(address).text


def test_the_page_drawn_again_holds_what_was_kept_of_it(area, as_user):
    visitor = as_user(factories.person())
    address = visitor.get("/ideas/new?title=Call").location
    page = visitor.get(address).text
    assert 'value="Call"' in page
    draft = {"form_key": hidden(page, "form_key"), "title": "Call back", "area_id": area.id}
    visitor.post("/ideas/drafts", data=draft)
    assert 'value="Call back"' in visitor.get(address).text


@pytest.mark.parametrize("change", [{"title": "Call them at noon"}, {"proposal": "Else."}])
def test_other_words_with_the_form_of_a_posted_idea_are_kept_and_asked_about(area, as_user, change):
    visitor = as_user(factories.person())
    data = {**WORDS, "area_id": str(area.id), "form_key": new_form_key()}
    idea = visitor.post("/ideas/new", data=data).location
    refused = visitor.post("/ideas/new", data=data | change)
    assert refused.status_code == 409
    assert f'href="{idea}"' in refused.text
    assert next(iter(change.values())) in refused.text
    again = data | change | {"form_key": hidden(refused.text, "form_key")}
    other = visitor.post("/ideas/new", data=again)
    assert other.status_code == 303
    assert other.location != idea


def test_the_same_words_again_within_minutes_are_the_same_idea(area, as_user):
    author, start = factories.person(), now()
    visitor = as_user(author)

    def post(who, **more):
        data = {**WORDS, "area_id": area.id, "form_key": new_form_key(), **more}
        return who.post("/ideas/new", data=data)

    first = post(visitor).location
    draft = {"form_key": new_form_key(), "title": "Call back"}
    visitor.post("/ideas/drafts", data=draft)
    assert post(visitor, form_key=draft["form_key"]).location == first
    assert "No drafts" in visitor.get("/drafts").text
    assert post(as_user(factories.person())).location != first
    with held(start + timedelta(minutes=11)):
        assert post(visitor).location not in (None, first)


def test_what_was_withdrawn_can_be_posted_again_at_once(area, as_user):
    visitor = as_user(factories.person())
    data = {**WORDS, "area_id": area.id, "form_key": new_form_key()}
    first = visitor.post("/ideas/new", data=data).location
    assert visitor.post(f"{first}/moves/withdraw", data={"version": "1"}).status_code == 303
    assert visitor.post("/ideas/new", data={**data, "form_key": new_form_key()}).location not in (None, first)


@pytest.mark.parametrize("key", ["", "x", "0" * 31, "g" * 32])
def test_a_form_without_a_key_of_ours_is_not_taken(area, as_user, key):
    answer = as_user(factories.person()).post("/ideas/new", data={**WORDS, "area_id": area.id, "form_key": key})
    assert answer.status_code == 422


def test_without_a_script_the_preview_is_the_same_page(area, as_user):
    data = {**WORDS, "problem": "They **wait**", "area_id": area.id, "form_key": new_form_key(), "do": "preview"}
    answer = as_user(factories.person()).post("/ideas/new", data=data)
    assert answer.status_code == 200
    assert "<p>They <strong>wait</strong></p>" in answer.text
    assert db.session.query(Idea).count() == 0


def test_more_than_an_idea_holds_is_refused_before_it_is_drawn(area, as_user):
    ana = factories.person()
    idea = factories.idea(author=ana)
    data = {**WORDS, "problem": "![" * 10_001, "area_id": area.id, "form_key": new_form_key(), "version": "1"}
    for path in ("/ideas/new", f"/ideas/{idea.id}/edit"):
        answer = as_user(ana).post(path, data={**data, "do": "preview"})
        assert answer.status_code == 422
        assert "Keep this within 20,000 characters." in answer.text


def test_a_text_is_previewed_for_a_script(area, as_user):
    answer = as_user(factories.person()).post("/preview", data={"text": "<script>x</script> **b**"})
    assert answer.text.strip() == "<p>&lt;script&gt;x&lt;/script&gt; <strong>b</strong></p>"


def test_a_draft_is_saved_while_typing_and_opened_again(area, as_user):
    visitor, key = as_user(factories.person()), new_form_key()
    for title in ("Call", "Call back"):
        data = {"form_key": key, "title": title, "area_id": area.id}
        answer = visitor.post("/ideas/drafts", data=data, headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert "Saved" in answer.text
    listed = visitor.get("/drafts").text
    address = re.findall(r"/ideas/new\?form=[0-9a-f]+", listed)
    assert len(address) == 1
    page = visitor.get(address[0]).text
    assert hidden(page, "form_key") == key
    assert 'value="Call back"' in page
    assert "Saved" in page


def test_a_draft_is_saved_by_an_ordinary_button_too(area, as_user):
    visitor = as_user(factories.person())
    answer = visitor.post("/ideas/drafts", data={"form_key": new_form_key(), "title": "Call", "area_id": ""})
    assert answer.status_code == 303
    assert "Your draft is saved. Only you can see it." in visitor.get(answer.location).text


def test_a_draft_is_discarded(area, as_user):
    author = factories.person()
    draft = save_draft(author, None, area_id=None, **WORDS)
    visitor = as_user(author)
    assert as_user(factories.person()).post(f"/drafts/{draft.id}/discard").status_code == 404
    assert visitor.post(f"/drafts/{draft.id}/discard").status_code == 303
    assert "Call back" not in visitor.get("/drafts").text


def test_ideas_are_limited_to_twenty_an_hour(area, as_user):
    visitor = as_user(factories.person())
    answers = [
        visitor.post("/ideas/new", data={**WORDS, "area_id": area.id, "form_key": new_form_key()}).status_code
        for _ in range(21)
    ]
    assert answers == [303] * 20 + [429]


def test_an_edit_that_crossed_another_shows_both_texts(area, as_user):
    author = factories.person()
    idea = factories.idea(author=author, area=area, title="As it was")
    visitor = as_user(author)
    page = visitor.get(f"/ideas/{idea.id}/edit").text
    data = {**WORDS, "area_id": area.id, "version": hidden(page, "version")}
    assert visitor.post(f"/ideas/{idea.id}/edit", data={**data, "title": "Quicker"}).status_code == 303
    answer = visitor.post(f"/ideas/{idea.id}/edit", data={**data, "title": "Slower"})
    assert answer.status_code == 409
    assert "Quicker" in answer.text
    assert 'value="Slower"' in answer.text
    again = visitor.post(
        f"/ideas/{idea.id}/edit", data={**data, "title": "Slower", "version": hidden(answer.text, "version")}
    )
    assert again.status_code == 303
    assert db.session.get_one(Idea, idea.id).title == "Slower"


def test_a_colleague_is_told_that_they_may_not_edit(area, as_user):
    idea = factories.idea(area=area)
    assert as_user(factories.person()).get(f"/ideas/{idea.id}/edit").status_code == 403


def test_the_list_says_how_to_begin_when_there_is_nothing(area, as_user):
    assert "No ideas yet" in as_user(factories.person()).get("/ideas").text


def test_the_address_holds_the_state_of_the_list(area, as_user):
    factories.idea(area=area, title="Mine to find")
    factories.idea(title="Elsewhere")
    visitor = as_user(factories.person())
    page = visitor.get(f"/ideas?area={area.id}&stage=open&sort=top").text
    assert "Mine to find" in page
    assert "Elsewhere" not in page
    assert f"/ideas?sort=top&amp;stage=open&amp;area={area.id}&amp;voted=1" in page
    assert "No idea is like that" in visitor.get(f"/ideas?area={area.id}&stage=review").text


def test_the_list_finds_text_among_its_filters(area, as_user):
    visitor = as_user(factories.person())
    for title in ("Call back", "Pay later"):
        visitor.post("/ideas/new", data={**WORDS, "title": title, "area_id": area.id, "form_key": new_form_key()})
    page = visitor.get("/ideas?q=later&mine=1").text
    assert "Pay later" in page
    assert "Call back</a>" not in page


@pytest.mark.parametrize("query", ["stage=nowhere", "area=x", "team=99999999999", "sort=odd", "q=%21%22%2A", "mine=2"])
def test_an_address_that_makes_no_sense_shows_the_list_all_the_same(area, as_user, query):
    assert as_user(factories.person()).get(f"/ideas?{query}").status_code == 200


def test_a_cursor_that_is_not_ours_is_refused(area, as_user):
    assert as_user(factories.person()).get("/ideas?after=abc").status_code == 422


def test_the_list_costs_two_statements_warm_however_many_ideas_there_are(area, as_user):
    visitor = as_user(factories.person())
    for many in (1, 19):
        for _ in range(many):
            factories.idea(area=area)
        visitor.get("/ideas")
        with counted() as statements:
            visitor.get("/ideas")
        assert len(statements) <= 3
    with counted() as statements:
        visitor.get(f"/ideas?area={area.id}&sort=top&q=wait")
    assert len(statements) <= 5


def test_the_page_costs_the_same_with_one_vote_and_comment_as_with_many(area, as_user):
    idea, costs = factories.idea(area=area), []
    visitor = as_user(factories.person())
    for many in (1, 19):
        for _ in range(many):
            colleague = factories.person()
            cast_vote(colleague, idea)
            post_comment(colleague, idea, body="I see this too.")
        path = f"/ideas/{idea.id}"
        keep()
        with counted() as statements:
            assert visitor.get(path).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 9


def test_the_page_says_who_gets_the_credit_and_who_follows(area, as_user):
    author, voter = factories.person("Ana Roth"), factories.person("Bo Lind")
    idea = factories.idea(area=area, author=author)
    cast_vote(voter, idea)
    page = as_user(voter).get(f"/ideas/{idea.id}").text
    assert "Ana Roth" in page
    assert "Stop following" in page
    assert as_user(voter).post(f"/ideas/{idea.id}/follow", data={"wanted": "no"}).status_code == 303
    assert ">Follow<" in as_user(voter).get(f"/ideas/{idea.id}").text


@pytest.mark.parametrize("idea_id", [0, 999, 2**62, 2**63, 2**80])
def test_an_idea_that_is_not_there_is_a_404(app, as_user, idea_id):
    assert as_user(factories.person()).get(f"/ideas/{idea_id}").status_code == 404
