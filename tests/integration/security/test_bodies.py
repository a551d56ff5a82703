"""Bodies that no form of ours would send: whatever comes, each page answers in words, and never with a 500."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.forms import Form
from innovate.permissions import Role
from tests.integration.security.places import LEADS, company
from tests.provisioning.visits import Visitor, visitor

PLAIN, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
VALUES = (
    "99999999999999999999",  # numbers that no row has
    "-1",
    "a%00b",
    "%ED%A0%80",  # half of a character
    "2026-02-30",
    "1e999",
    "NaN",
    "%D9%A3",  # a digit of elsewhere
    "",
    "x" * 2_000,
)
TURNS = range(0, len(VALUES), 2)
BODIES: dict[str, tuple[bytes, str]] = {
    "no body": (b"", PLAIN),
    "no fields": (b"&&==&=&;", PLAIN),
    "bytes that are no text": (b"title=\xff\xfe\x00", PLAIN),
    "lines that nobody numbered": (
        "&".join(
            f"{name}-{n}-name=x" for name in ("arms", "measures", "photos") for n in ("%C2%B2", "9" * 5_000)
        ).encode(),
        PLAIN,
    ),
    "something else": (b'{"title": [1]}', "application/json"),
    "a kind that nobody knows": (b"title=x", "x/\xff".encode().decode("latin-1")),
    "parts without an end": (b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nhalf', PARTS),
    "parts without a boundary": (b"--x", "multipart/form-data"),
    "a file for a text": (
        b'--x\r\nContent-Disposition: form-data; name="title"; filename="a.txt"\r\n\r\nz\r\n--x--\r\n',
        PARTS,
    ),
}


def names() -> list[str]:
    """Every field of every form, and what pages read beside their forms."""
    found = {"do", "act", "ids", "wanted", "next", "unsent", "area_1", "experiment_1", "score_1", "theme"}
    kinds = [Form]
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        found |= {name for name in dir(kind) if hasattr(getattr(kind, name), "field_class")}
    return sorted(found - {"csrf_token"})


def filled(turn: int) -> bytes:
    """Every field with one of the values, another in each turn."""
    return "&".join(f"{name}={VALUES[(at + turn) % len(VALUES)]}" for at, name in enumerate(names())).encode()


def sent(what: str | int) -> tuple[bytes, str]:
    return (filled(what), PLAIN) if isinstance(what, int) else BODIES[what]


def writing(app: Flask) -> Iterator[str]:
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/tests/"):
            yield rule.rule


@pytest.fixture
def mighty(app: Flask) -> tuple[Callable[[str], str], Person]:
    """Where each page is, and somebody who leads an area and has every role, so that nearly all pages let them in."""
    places = company()
    leads = places.people[LEADS]
    leads.roles = frozenset(Role)
    return places.address, leads


@pytest.mark.parametrize("what", [*TURNS, *BODIES])
def test_no_page_breaks(app: Flask, mighty: tuple[Callable[[str], str], Person], what: str | int) -> None:
    address, person = mighty
    body, kind = sent(what)
    browser = visitor(app, person)
    for rule in writing(app):
        answer = browser.post(address(rule), data=body, content_type=kind)
        assert answer.status_code < 500, f"{rule} answered {answer.status_code}"
        if "/sign-out" in rule or "/sign-in" in rule:
            browser.sign_in(db.session.get_one(Person, person.id))


@pytest.mark.parametrize("what", [0, "bytes that are no text"])
def test_no_page_breaks_for_a_stranger(
    app: Flask, mighty: tuple[Callable[[str], str], Person], stranger: Visitor, what: str | int
) -> None:
    address, _person = mighty
    body, kind = sent(what)
    for rule in writing(app):
        assert stranger.post(address(rule), data=body, content_type=kind).status_code < 500, rule


@pytest.mark.parametrize("kind", ["plain", "parts"])
def test_a_form_of_more_than_two_hundred_parts_is_too_much(
    app: Flask, mighty: tuple[Callable[[str], str], Person], kind: str
) -> None:
    browser = visitor(app, mighty[1])
    if kind == "plain":
        forms = [b"&".join(b"a=%d" % n for n in range(how_many)) for how_many in (200, 201)]
        answers = [browser.post("/preview", data=body, content_type=PLAIN) for body in forms]
    else:
        part = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nz\r\n'
        answers = [browser.post("/preview", data=part * n + b"--x--\r\n", content_type=PARTS) for n in (200, 201)]
    assert [answer.status_code for answer in answers] == [200, 413]
    assert "What was sent is larger than we take." in answers[1].text
