"""The signed cookie of a visit; one that was checked a moment ago is not checked again."""

from collections import OrderedDict
from threading import Lock
from typing import Any

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from innovate.core.clock import now

_ROOM = 4_000  # cookies; about a kilobyte each
_PLAIN = (str, int, bool, type(None))


class Sessions(SecureCookieSessionInterface):
    """Flask's signed cookies. The same cookie, byte for byte, has the same signature and the same content.

    So its content is kept with the moment at which the signature was made, and only its age is looked at again.
    """

    def __init__(self) -> None:
        self._read: OrderedDict[str, tuple[float, dict[str, Any]]] = OrderedDict()
        self._lock = Lock()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        signed_at, content = self._content(app, cookie)
        is_young = signed_at + app.permanent_session_lifetime.total_seconds() >= now().timestamp()
        return self.session_class(content) if is_young else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified:  # else there is nothing to say
            super().save_session(app, session, response)

    def _content(self, app: Flask, cookie: str) -> tuple[float, dict[str, Any]]:
        with self._lock:
            kept = self._read.get(cookie)
            if kept is not None:
                self._read.move_to_end(cookie)
                return kept
        signer = self.get_signing_serializer(app)
        assert signer is not None  # the application does not start without a key
        try:
            content, signed_at = signer.loads(cookie, return_timestamp=True)
        except BadSignature:
            return 0.0, {}
        read = (signed_at.timestamp(), content)
        if all(isinstance(value, _PLAIN) for value in content.values()):  # what can be changed inside is not shared
            with self._lock:
                self._read[cookie] = read
                if len(self._read) > _ROOM:
                    self._read.popitem(last=False)
        return read
