"""Nothing is lost when a sign-in ends while somebody types."""

import pytest
from flask import Flask

from innovate.accounts.models import Person, SignIn
from innovate.core.db import db
from innovate.ideas.models import Idea
from tests import factories as make
from tests.provisioning.visits import Visitor, visitor

WORDS = {"title": "Let callers choose the tune", "problem": 'They hear it for "nine" minutes.', "proposal": "Silence."}


@pytest.fixture
def ana() -> Person:
    return make.person(name="Ana")


@pytest.fixture
def ended(app: Flask, ana: Person) -> Visitor:
    """Ana's browser, whose sign-in has ended elsewhere."""
    browser = visitor(app, ana)
    for row in db.session.query(SignIn).filter_by(person_id=ana.id):
        db.session.delete(row)
    return browser


def test_what_was_typed_comes_back_when_the_sign_in_has_ended(ended: Visitor) -> None:
    answer = ended.post("/ideas/new", data=WORDS)
    assert answer.status_code == 401
    assert "You were signed out" in answer.text
    assert 'action="/ideas/new"' in answer.text
    assert 'value="They hear it for &#34;nine&#34; minutes."' in answer.text


def test_a_form_opened_before_signing_in_again_can_be_sent_once_more(app: Flask, ana: Person) -> None:
    browser = visitor(app, ana)
    browser.sends_token = False
    answer = browser.post("/ideas/new", data={**WORDS, "csrf_token": "of the last session"})
    assert answer.status_code == 400
    assert "Send it once more" in answer.text
    assert 'value="Let callers choose the tune"' in answer.text
    assert "of the last session" not in answer.text
    assert db.session.query(Idea).count() == 0


def test_another_site_gets_no_form_to_send(app: Flask, ana: Person) -> None:
    browser = visitor(app, ana)
    browser.sends_token = False
    answer = browser.post("/ideas/new", data=WORDS, headers={"Origin": "https://evil.example"})
    assert answer.status_code in (400, 403)
    assert "Let callers choose" not in answer.text


def test_a_password_is_never_carried_further(app: Flask, ana: Person) -> None:
    browser = visitor(app, ana)
    browser.sends_token = False
    answer = browser.post("/me/password", data={"old_password": "a secret phrase"})
    assert answer.status_code == 400
    assert "a secret phrase" not in answer.text


def test_saving_while_typing_says_so_and_stays_on_the_page(ended: Visitor) -> None:
    answer = ended.post("/ideas/drafts", data=WORDS, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "HX-Redirect" not in answer.headers
    assert "what you typed stays here" in answer.text


def test_a_button_without_words_leads_to_signing_in(ended: Visitor) -> None:
    assert ended.post("/notifications/read").location == "/sign-in"
