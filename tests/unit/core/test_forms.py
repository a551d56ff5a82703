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
