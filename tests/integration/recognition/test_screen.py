"""The big screen goes on by itself without a script, stops when asked, and shows nothing but the wall."""

import re

from innovate.core import transaction
from innovate.recognition.routes.screen import SLIDES
from innovate.rewards import commands
from tests import factories
from tests.integration.recognition.walls import kudos, thank
from tests.integration.rewards.companies import laid_out
from tests.provisioning import visits


def refresh(page):
    found = re.search(r'http-equiv="refresh" content="(\d+); url=([^"]+)"', page)
    return found.groups() if found else None


def slides(page):
    """Each slide's words, and which of them is seen."""
    found = re.findall(r'<section class="slide[^"]*" data-slide[^>]*?( hidden)?>(.*?)</section>', page, re.S)
    return [re.sub(r"<[^>]+>|\s+", " ", words) for _, words in found], [hidden == "" for hidden, _ in found]


def test_without_a_script_each_slide_leads_to_the_next_and_the_last_to_the_first(as_user):
    hr = laid_out()
    for words in ("First", "Last"):
        kudos(hr, factories.person(), words=words)
        transaction.complete()
    visit = as_user(factories.person())
    page = visit.get("/recognition/screen").text
    words, seen = slides(page)
    assert "Last" in words[0]
    assert seen == [True] + [False] * (len(seen) - 1)
    assert refresh(page) == ("12", "/recognition/screen?show=2")
    last = visit.get(f"/recognition/screen?show={len(seen)}").text
    assert slides(last)[1] == [False] * (len(seen) - 1) + [True]
    assert refresh(last) == ("12", "/recognition/screen?show=1")


def test_stopped_it_stays_where_it_is_until_somebody_goes_on(as_user):
    kudos(laid_out(), factories.person())
    page = as_user(factories.person()).get("/recognition/screen?show=1&paused=1").text
    assert refresh(page) is None
    assert 'href="/recognition/screen?show=1"' in page


def test_an_empty_wall_is_looked_at_again_by_itself(as_user):
    page = as_user(factories.person()).get("/recognition/screen?show=9").text
    assert "The first thanks will stand here." in page
    assert refresh(page) == ("60", "/recognition/screen?show=1")


def test_a_slide_that_is_none_shows_one_that_is(as_user):
    kudos(laid_out(), factories.person())
    visit = as_user(factories.person())
    for number in ("0", "-5", "999999999999999999999999", "two"):
        answer = visit.get(f"/recognition/screen?show={number}")
        assert answer.status_code == 200
        assert slides(answer.text)[1].count(True) == 1


def test_many_posts_are_a_round_that_somebody_can_watch(as_user):
    hr = laid_out()
    for n in range(SLIDES + 3):
        kudos(hr, factories.person(), words=f"Number {n}")
        transaction.complete()
    words, _ = slides(as_user(factories.person()).get("/recognition/screen").text)
    assert sum("Number" in one for one in words) == SLIDES


def test_neither_points_nor_what_was_taken_back_stands_there(as_user):
    hr = laid_out()
    thank(hr, factories.person(), points=77, words="It stands")
    commands.reverse_award(hr, thank(hr, factories.person(), words="A mistake"), reason="Wrong")
    page = as_user(factories.person()).get("/recognition/screen").text
    assert "It stands" in page
    assert "77" not in " ".join(slides(page)[0])
    assert "A mistake" not in page


def test_who_is_not_signed_in_is_asked_to_and_comes_back(app):
    factories.person()
    answer = visits.visitor(app).get("/recognition/screen")
    assert answer.status_code in (302, 303)
    assert "next=" in answer.location
