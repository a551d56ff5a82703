"""The pages of recognition answer any address in words, and the wall works without a script."""

import re

import pytest
import sqlalchemy as sa

from innovate.core import transaction
from innovate.core.db import db
from innovate.recognition.models import Post, PostComment
from tests import factories
from tests.integration.recognition import walls
from tests.integration.recognition.walls import kudos, thank
from tests.integration.rewards.companies import laid_out


def form_key(page, number=1):
    return re.findall(r'name="form_key"[^>]*value="([0-9a-f]+)"', page)[number - 1]


def test_before_the_first_post_the_wall_says_what_will_stand_there(as_user):
    assert "waiting for its first card" in as_user(factories.person()).get("/recognition").text


def test_everybody_reads_what_stands_on_the_wall(as_user):
    thank(laid_out(), factories.person("Nora Vale"), words="For the <calm>.")
    page = as_user(factories.person()).get("/recognition").text
    assert "Nora Vale" in page
    assert "For the &lt;calm&gt;." in page


@pytest.mark.parametrize(
    "query",
    [
        "period=decade",
        "team=nine",
        "team=-1",
        "team=99999999999999999999",
        "person=77777",
        "value=0",
        "show=all",
        "person=%C2%B2",
    ],
)
def test_a_choice_that_is_none_is_passed_over(as_user, query):
    assert as_user(factories.person()).get(f"/recognition?{query}").status_code == 200


def test_a_reaction_is_a_form_that_leads_back_to_its_post_on_the_page_it_was_given_on(as_user):
    post = walls.post()
    visit = as_user(factories.person())
    path, form = f"/recognition/posts/{post.id}/reactions", {"kind": "heart", "is_wanted": "1"}
    answer = visit.post(path, data=form, headers={"Referer": "http://localhost/recognition?show=awards"})
    assert (answer.status_code, answer.location) == (303, f"/recognition?show=awards#post-{post.id}")
    assert 'aria-pressed="true"' in visit.get("/recognition").text
    visit.post(path, data=form | {"is_wanted": "0"})
    assert 'aria-pressed="true"' not in visit.get("/recognition").text


def test_a_script_gets_the_buttons_alone(as_user):
    post = walls.post()
    path = f"/recognition/posts/{post.id}/reactions"
    answer = as_user(factories.person()).post(path, data={"kind": "clap"}, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith("<div")
    assert 'aria-pressed="true"' in answer.text
    assert "\0" not in answer.text


def test_a_kind_of_reaction_that_is_none_is_refused(as_user):
    path = f"/recognition/posts/{walls.post().id}/reactions"
    assert as_user(factories.person()).post(path, data={"kind": "boo"}).status_code == 422


def test_a_comment_sent_twice_from_the_wall_stands_once_and_the_post_shows_it(as_user):
    post = walls.post()
    visit = as_user(factories.person("Nora Vale"))
    data = {"body": "Well <deserved>", "form_key": form_key(visit.get("/recognition").text)}
    first, again = (visit.post(f"/recognition/posts/{post.id}/comments", data=data) for _ in range(2))
    assert first.location == again.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PostComment)) == 1
    assert "Well &lt;deserved&gt;" in visit.get(first.location).text


def test_each_form_of_the_wall_makes_a_comment_of_its_own(as_user):
    post, visit = walls.post(), as_user(factories.person())
    thank(factories.hr(), factories.person())
    page = visit.get("/recognition").text
    for n in (1, 2):
        visit.post(f"/recognition/posts/{post.id}/comments", data={"body": "Yes.", "form_key": form_key(page, n)})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PostComment)) == 2


def test_a_comment_that_cannot_be_taken_is_shown_again_with_what_to_mend(as_user):
    post, visit = walls.post(), as_user(factories.person())
    key = form_key(visit.get(f"/recognition/posts/{post.id}").text)
    answer = visit.post(f"/recognition/posts/{post.id}/comments", data={"body": "x" * 1001, "form_key": key})
    assert answer.status_code == 422
    assert "Keep this within 1,000 characters." in answer.text
    assert "x" * 1001 in answer.text


def test_a_deleted_comment_is_gone_and_leads_back_to_its_post(as_user):
    post, visit = walls.post(), as_user(factories.person())
    key = form_key(visit.get(f"/recognition/posts/{post.id}").text)
    said = visit.post(f"/recognition/posts/{post.id}/comments", data={"body": "A slip", "form_key": key})
    number = said.location.split("#comment-")[1]
    answer = visit.post(f"/recognition/comments/{number}/delete")
    assert answer.location == f"/recognition/posts/{post.id}"
    assert "A slip" not in visit.get("/recognition").text
    assert visit.post(f"/recognition/comments/{number}/delete").status_code == 404


def test_what_was_taken_down_answers_404_wherever_it_is_asked_for(as_user):
    giver = factories.person()
    kudos(giver, factories.person())
    transaction.complete()
    post_id = db.session.scalar(sa.select(Post.id))
    visit = as_user(giver)
    db.session.execute(sa.text("UPDATE posts SET hidden_at = at"))
    assert visit.get(f"/recognition/posts/{post_id}").status_code == 404
    assert visit.post(f"/recognition/posts/{post_id}/reactions", data={"kind": "clap"}).status_code == 404
    assert visit.post(f"/recognition/posts/{post_id}/comments", data={"body": "Hm"}).status_code == 404
