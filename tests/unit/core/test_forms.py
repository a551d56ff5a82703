"""What a form takes as an answer: blanks alone are not words, whatever a browser lets through."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from innovate.core.forms import Form, line, text


class Asked(Form):
    """One line and some lines, both asked for."""

    class Meta:
        csrf = False

    title = line("Title", required="Give it a title.")
    reason = text("Why", required="Say why.")


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with Flask(__name__).test_request_context():
        yield


@pytest.mark.parametrize("blank", ["", " ", " \n\t", "\u00a0"])
def test_blanks_alone_are_missed_at_their_field(blank: str) -> None:
    form = Asked(MultiDict({"title": blank, "reason": blank}))
    assert not form.validate()
    assert form.errors == {"title": ["Give it a title."], "reason": ["Say why."]}


def test_words_among_blanks_are_taken_without_them() -> None:
    form = Asked(MultiDict({"title": " Ask first ", "reason": "\nIt helps.\n"}))
    assert form.validate()
    assert (form.title.data, form.reason.data) == ("Ask first", "It helps.")


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\u2028", "\u202e", "\ud800"])
def test_what_cannot_be_shown_as_it_was_typed_is_refused_at_its_field(sign: str) -> None:
    form = Asked(MultiDict({"title": f"Ask{sign} first", "reason": "It helps."}))
    assert not form.validate()
    assert list(form.errors) == ["title"]


@pytest.mark.parametrize("words", ["Zażółć gęślą jaźń", "مرحبا", "👩‍🔧 repairs", "naïve – “quoted”"])
def test_every_language_is_taken_as_it_was_typed(words: str) -> None:
    form = Asked(MultiDict({"title": words, "reason": words}))
    assert form.validate()
    assert form.title.data == words
