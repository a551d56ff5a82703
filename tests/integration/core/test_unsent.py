"""Nothing is lost when a sign-in ends while somebody types."""

import html
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from wtforms import PasswordField

from innovate.accounts import forms, passwords
from innovate.accounts.models import Person, SignIn
from innovate.core.db import db
from innovate.core.forms import Form
from innovate.ideas.models import Idea
from tests import factories as make
from tests.provisioning.visits import Visitor, visitor

PHRASE = "window marble tractor"
WORDS = {"title": "Let callers choose the tune", "problem": 'They hear it for "nine" minutes.', "proposal": "Silence."}


def fields(page: str, action: str) -> dict[str, str]:
    """What the form with that action on that page would send, as it stands."""
    form = re.search(rf'<form[^>]* action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    found = re.findall(r'<input[^>]* name="([^"]+)"[^>]*? value="([^"]*)"', form[0])
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def ana(app: Flask) -> Person:
    return make.person("Ana", password_hash=passwords.hash_password(PHRASE))


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
    assert 'action="/sign-in"' in answer.text
    assert 'value="They hear it for &#34;nine&#34; minutes."' in answer.text


def test_a_form_of_passwords_is_carried_nowhere(ended: Visitor) -> None:
    for token in (True, False):  # signed out, and with a token that is over
        ended.sends_token = token
        data = {"old_password": PHRASE, "new_password": PHRASE * 2}
        assert PHRASE not in ended.post("/me/password", data=data).text


def test_every_field_for_a_password_says_so_in_its_name_by_which_it_is_known() -> None:
    made = (getattr(field, "field_class", None) for field in vars(forms.ChangePasswordForm).values())
    assert PasswordField in made  # this is how a form holds its fields
    for form in vars(forms).values():
        for name, field in vars(form).items() if isinstance(form, type) and issubclass(form, Form) else ():
            assert getattr(field, "field_class", None) is not PasswordField or "password" in name, (form, name)


def test_one_press_after_signing_in_sends_it(app: Flask, ended: Visitor, ana: Person) -> None:
    make.stages()
    area = make.area()
    typed = {**WORDS, "area_id": str(area.id), "form_key": "ab" * 16}
    asked = ended.post("/ideas/new", data=typed)
    ended.sends_token = False
    page = ended.post("/sign-in", data={**fields(asked.text, "/sign-in"), "in-email": ana.email, "in-password": PHRASE})
    assert page.status_code == 200
    assert "signed in as Ana" in page.text
    assert PHRASE not in page.text
    assert ended.post("/ideas/new", data=fields(page.text, "/ideas/new")).location == "/ideas/1"
    assert db.session.scalars(sa.select(Idea.problem)).one() == WORDS["problem"]


def test_a_wrong_password_keeps_what_was_typed(ended: Visitor, ana: Person) -> None:
    asked = ended.post("/ideas/new", data=WORDS)
    sent = {**fields(asked.text, "/sign-in"), "in-email": ana.email, "in-password": "not the phrase"}
    again = ended.post("/sign-in", data=sent)
    assert again.status_code == 422
    assert "do not belong together" in again.text
    assert fields(again.text, "/sign-in")["title"] == WORDS["title"]
    assert f'value="{ana.email}"' in again.text
    assert "not the phrase" not in again.text


def test_somebody_else_who_signs_in_there_sees_as_whom_they_send(app: Flask, ended: Visitor) -> None:
    bo = make.person("Bo Berg", password_hash=passwords.hash_password(PHRASE))
    asked = ended.post("/ideas/new", data=WORDS)
    sent = {**fields(asked.text, "/sign-in"), "in-email": bo.email, "in-password": PHRASE}
    assert "signed in as Bo Berg" in ended.post("/sign-in", data=sent).text


def test_who_signed_in_in_another_tab_needs_one_press_too(ended: Visitor, ana: Person) -> None:
    asked = ended.post("/ideas/new", data=WORDS)
    ended.sign_in(ana)
    ended.sends_token = False
    sent = {**fields(asked.text, "/sign-in"), "csrf_token": "of the last session", "in-email": "", "in-password": ""}
    page = ended.post("/sign-in", data=sent)
    assert "Send it once more" in page.text
    assert fields(page.text, "/ideas/new")["title"] == WORDS["title"]


@pytest.mark.parametrize("to", ["//evil.example", "/admin/people/1/deactivate", "x", ""])
def test_where_it_is_sent_is_what_our_own_page_said(app: Flask, ended: Visitor, ana: Person, to: str) -> None:
    sent = {**WORDS, "unsent": to, "in-email": ana.email, "in-password": PHRASE, "email": ana.email, "password": PHRASE}
    answer = ended.post("/sign-in", data=sent)
    assert answer.status_code == 303
    assert answer.location == "/"


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
