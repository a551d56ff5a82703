"""Discussing from a page: every form works on its own, and no words are lost."""

import re
from datetime import timedelta

import pytest

from innovate.core.clock import held, now
from innovate.discussion.commands import post_comment
from innovate.ideas.commands import new_form_key
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


def value_of(name: str, page: str) -> str:
    """The value of the page's first hidden field of that name."""
    found = re.search(rf'name="{name}"[^>]*value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_a_comment_and_an_answer_are_posted_with_the_forms_of_the_page(as_user):
    idea = factories.idea()
    visitor, path = as_user(factories.person()), f"/ideas/{idea.id}"
    key = value_of("form_key", visitor.get(path).text)
    answer = visitor.post(f"{path}/comments", data={"body": "I see **this**", "form_key": key})
    assert answer.status_code == 303
    number = answer.location.split("#comment-")[1]
    again = visitor.post(f"{path}/comments", data={"body": "I see **this**", "form_key": key})
    assert again.location == answer.location
    visitor.post(f"{path}/comments", data={"body": "Me too", "form_key": new_form_key(), "parent_id": number})
    page = visitor.get(path).text
    assert "I see <strong>this</strong>" in page
    assert "2 comments" in page


def test_the_same_comment_again_within_minutes_is_the_same_comment(as_user):
    idea, start = factories.idea(), now()
    visitor, path = as_user(factories.person()), f"/ideas/{idea.id}/comments"

    def post(**more):
        return visitor.post(path, data={"body": "Me too", "form_key": new_form_key(), **more}).location

    first = post()
    assert post() == first
    number = first.split("#comment-")[1]
    answer = post(parent_id=number)
    assert answer != first
    assert post(parent_id=number) == answer
    with held(start + timedelta(minutes=11)):
        assert post() not in (first, answer)


def test_other_words_with_a_form_that_was_sent_are_another_comment(as_user):
    visitor, path = as_user(factories.person()), f"/ideas/{factories.idea().id}/comments"
    key = new_form_key()
    first = visitor.post(path, data={"body": "One thing", "form_key": key}).location
    other = visitor.post(path, data={"body": "Another thing", "form_key": key}).location
    assert other != first
    assert visitor.post(path, data={"body": "Another thing", "form_key": key}).location == other


def test_a_deleted_comment_can_be_posted_again(as_user):
    visitor, path = as_user(factories.person()), f"/ideas/{factories.idea().id}/comments"
    first = visitor.post(path, data={"body": "Me too", "form_key": new_form_key()}).location
    visitor.post(f"/comments/{first.split('#comment-')[1]}/delete")
    assert visitor.post(path, data={"body": "Me too", "form_key": new_form_key()}).location != first


def test_words_that_cannot_be_taken_are_shown_again_with_what_to_mend(as_user):
    path = f"/ideas/{factories.idea().id}/comments"
    visitor = as_user(factories.person())
    answer = visitor.post(path, data={"body": "y" * 10_001, "form_key": new_form_key()})
    assert answer.status_code == 422
    assert "Keep this within 10,000 characters." in answer.text
    assert "y" * 10_001 in answer.text
    assert visitor.post(path, data={"body": "", "form_key": new_form_key()}).status_code == 422


def test_without_a_script_a_comment_is_previewed_on_a_page(as_user):
    path = f"/ideas/{factories.idea().id}/comments"
    data = {"body": "**bold**", "form_key": new_form_key(), "do": "preview"}
    answer = as_user(factories.person()).post(path, data=data)
    assert answer.status_code == 200
    assert "<p><strong>bold</strong></p>" in answer.text


def test_more_than_a_comment_holds_is_refused_before_it_is_drawn(as_user):
    ana = factories.person()
    idea = factories.idea()
    mine = post_comment(ana, idea, body="There")
    data = {"body": "![" * 5_001, "form_key": new_form_key(), "version": "1", "do": "preview"}
    for path in (f"/ideas/{idea.id}/comments", f"/comments/{mine.id}/edit"):
        answer = as_user(ana).post(path, data=data)
        assert answer.status_code == 422
        assert "Keep this within 10,000 characters." in answer.text


def test_answering_what_is_gone_keeps_the_words(as_user):
    ana = factories.person()
    elsewhere = post_comment(ana, factories.idea(), body="There")
    path = f"/ideas/{factories.idea().id}/comments"
    answer = as_user(ana).post(path, data={"body": "Mine", "form_key": new_form_key(), "parent_id": str(elsewhere.id)})
    assert answer.status_code == 409
    assert "cannot be answered" in answer.text
    assert "Mine" in answer.text
    assert as_user(ana).post(path, data={"body": "x", "form_key": new_form_key(), "parent_id": "x"}).status_code == 404


def test_own_words_are_mended_and_taken_away(as_user):
    ana = factories.person()
    comment = post_comment(ana, factories.idea(), body="Frist")
    visitor, path = as_user(ana), f"/comments/{comment.id}"
    page = visitor.get(f"{path}/edit").text
    version = value_of("version", page)
    assert visitor.post(f"{path}/edit", data={"body": "First", "version": version}).status_code == 303
    crossed = visitor.post(f"{path}/edit", data={"body": "Other", "version": version})
    assert crossed.status_code == 409
    assert "First" in crossed.text
    assert "Other" in crossed.text
    assert "First" in visitor.get(path).text
    assert as_user(factories.person()).post(f"{path}/delete").status_code == 403
    assert visitor.post(f"{path}/delete").status_code == 303
    assert visitor.get(f"{path}/edit").status_code == 409


def test_comments_are_limited_to_twenty_a_minute(as_user):
    path = f"/ideas/{factories.idea().id}/comments"
    visitor = as_user(factories.person())
    with held(now()):
        answers = [visitor.post(path, data={"body": "x", "form_key": new_form_key()}).status_code for _ in range(21)]
    assert answers == [303] * 20 + [429]
