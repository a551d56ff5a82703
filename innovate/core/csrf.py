"""The form token: Flask-WTF signs and checks it, and each page carries it behind another mask.

Pages leave compressed, and what is compressed beside words that a stranger can choose could be guessed from the
length of the answer, letter by letter (the BREACH attack). Under a new mask each time there is nothing to guess.
"""

import base64
import binascii
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFError, generate_csrf, validate_csrf
from wtforms import ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField

from innovate.core.kept import Kept

FIELD = "csrf_token"
MARK = "\0token\0"  # nobody can type it: control characters are refused
_SIGNED = "innovate.signed_tokens"
_ROOM = 500_000
_HEADERS = ("X-CSRFToken", "X-CSRF-Token")


class _TokenField(CSRFTokenField):
    """Named alike in every form, whatever prefix its other fields have: that is the name that is looked for."""

    def __init__(self, *facts: Any, **more: Any) -> None:
        super().__init__(*facts, **more)
        self.name = FIELD


class FormToken(CSRF):
    """The field of our forms; `check` has looked at its value before any view."""

    field_class = _TokenField

    def generate_csrf_token(self, csrf_token_field: Any) -> str:
        return token()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        """Nothing is left to check."""


def set_up(app: Flask) -> None:
    """Let the templates of this application write the token."""
    app.extensions[_SIGNED] = Kept(_ROOM)
    app.jinja_env.globals["csrf_token"] = token


_is_marked: ContextVar[bool] = ContextVar("is_marked", default=False)


@contextmanager
def marked() -> Iterator[None]:
    """Within this block, what is drawn is for every visit: a mark stands where the token goes."""
    before = _is_marked.set(True)
    try:
        yield
    finally:
        _is_marked.reset(before)


def token() -> str:
    """The token of this visit, under a mask of its own; the same for the whole page."""
    if _is_marked.get():
        return MARK
    if "masked_token" not in g:
        g.masked_token = masked(_signed())
    masked_token: str = g.masked_token
    return masked_token


def renew() -> None:
    """Forget this visit's token: another session begins."""
    for made in (FIELD, "masked_token"):
        g.pop(made, None)


def check() -> None:
    """Refuse, with CSRFError, a writing request without this session's token."""
    given = request.form.get(FIELD) or next((request.headers[name] for name in _HEADERS if name in request.headers), "")
    plain = unmasked(given)
    if session.get(FIELD) and hmac.compare_digest(plain.encode(), _signed().encode()):
        return  # this process signed it
    try:
        validate_csrf(plain)
    except ValidationError as error:
        raise CSRFError(error.args[0]) from error


def masked(signed: str) -> str:
    """That token behind a random mask of its length."""
    plain = signed.encode()
    mask = secrets.token_bytes(len(plain))
    return base64.urlsafe_b64encode(mask + _crossed(mask, plain)).decode()


def unmasked(given: str) -> str:
    """The token behind its mask; something else, or nothing, for what was never masked."""
    try:
        both = base64.urlsafe_b64decode(given.encode())
    except (binascii.Error, UnicodeEncodeError):
        return ""
    half = len(both) // 2
    return _crossed(both[:half], both[half:]).decode(errors="replace") if len(both) == 2 * half else ""


def _crossed(one: bytes, other: bytes) -> bytes:
    number = int.from_bytes(one, "big") ^ int.from_bytes(other, "big")
    return number.to_bytes(len(one), "big")


def _signed() -> str:
    """Flask-WTF's token; it has no end of its own, so one signature serves all visits of a session."""
    signed: Kept = current_app.extensions[_SIGNED]
    return signed.text(session[FIELD], generate_csrf) if session.get(FIELD) else str(generate_csrf())
