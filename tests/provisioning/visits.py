"""Visits to the application as a person, each request with a context of its own, as in production."""

import contextvars
import hashlib
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask
from flask.globals import _cv_app  # Flask has no public way to leave an application context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from innovate.accounts import sign_ins
from innovate.accounts.models import Person
from innovate.core import csrf, transaction
from innovate.core.db import db

T = TypeVar("T")
PATIENCE = 60  # seconds


class Visitor(FlaskClient):
    """A browser's place at the application: keeps cookies, and sends the form token that our pages carry.

    What the test has made so far is kept before a visit, and read anew after it.
    """

    sends_token = True

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Make one request."""
        keep()
        if self.sends_token and kwargs.get("method", "GET") not in ("GET", "HEAD", "OPTIONS"):
            headers = dict(kwargs.pop("headers", None) or {})
            headers.setdefault("X-CSRFToken", alone(self._token))
            kwargs["headers"] = headers
        response: TestResponse = alone(super().open, *args, **kwargs)
        db.session.expire_all()
        return response

    def sign_in(self, person: Person) -> None:
        """Be that person from now on."""
        token = sign_ins.begin(person, "a test")
        keep()
        alone(self._put_in_session, {"_user_id": token, "_fresh": True})

    def _put_in_session(self, values: dict[str, Any]) -> None:
        with self.session_transaction() as session:
            session.update(values)

    def _token(self) -> str:
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", hashlib.sha256(b"a form's secret").hexdigest())
        key = self.application.secret_key
        assert key is not None
        return csrf.masked(str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw)))


def visitor(app: Flask, person: Person | None = None) -> Visitor:
    """Somebody at the application, signed in as that person if one is given."""
    client = Visitor(app, app.response_class, use_cookies=True)
    if person is not None:
        client.sign_in(person)
    return client


def keep() -> None:
    """Settle and keep what the test has made so far, so that others see it."""
    transaction.complete()


def alone(work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do that outside the test's own application context; a held clock stays held."""
    context = contextvars.copy_context()
    context.run(_cv_app.set, None)  # type: ignore[arg-type]  # None is how Flask reads "there is none"
    return context.run(work, *args, **kwargs)


def at_once(app: Flask, works: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do all of that at the same moment, each in its own thread and transaction; answer or refusal of each.

    Each thread has a session of its own: a work takes ids, not entities, and loads what it needs.
    """
    keep()
    outcomes: list[Any] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], T]) -> None:
        with app.app_context():
            start.wait(PATIENCE)
            try:
                outcomes[place] = transaction.repeated(lambda: _whole(work))
            except Exception as refusal:
                outcomes[place] = refusal
            finally:
                db.session.remove()

    threads = [
        threading.Thread(target=contextvars.Context().run, args=(run, *one), daemon=True) for one in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive(), "a transaction did not end"
    db.session.expire_all()
    return outcomes


def _whole(work: Callable[[], T]) -> T:
    with transaction.transaction():
        return work()
