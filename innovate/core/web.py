"""One transaction a request, who may open which page, and refusals as pages."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from innovate.core import assets, compression, csrf, logs, transaction, unsent
from innovate.core.access import Rule
from innovate.core.db import db, is_conflict, is_duplicate, is_locked, reading, writing
from innovate.core.errors import NotFound, Refusal, RuleBroken, TooMany
from innovate.core.sessions import Sessions

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

View = TypeVar("View", bound=Callable[..., Any])
Answer = str | tuple[str, int] | BaseResponse
"""What a page answers: itself, itself with a status, or the way to another."""
READS = frozenset({"GET", "HEAD", "OPTIONS"})
BIGGEST_ID = 2**63 - 1

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ON_HTTPS = ("Strict-Transport-Security", "max-age=31536000")
VARY = "HX-Request, Accept-Encoding, Cookie"


class App(Flask):
    """Flask with one transaction a request: kept for a writing method that succeeds, undone otherwise.

    Whatever stands around the view, such as a refusal's page, only reads. Every answer carries the same headers.
    """

    session_interface = Sessions()

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            given = {name for name, _ in headers}
            headers += [header for header in HEADERS.items() if header[0] not in given]
            if environ["wsgi.url_scheme"] == "https":
                headers.append(ON_HTTPS)
            return start_response(status, headers, *more)

        return super().wsgi_app(environ, start)

    def full_dispatch_request(self) -> Response:
        if request.mimetype == "application/x-www-form-urlencoded":
            request.max_content_length = request.max_form_memory_size  # Werkzeug bounds only the other kind of form
        with reading():
            try:
                return super().full_dispatch_request()
            finally:
                transaction.abandon()
                _do_afterwards()

    def send_static_file(self, filename: str) -> Response:
        return assets.send(filename)

    def dispatch_request(self) -> BaseResponse:
        if request.method in READS:
            return self.make_response(super().dispatch_request())
        said = list(session.get("_flashes", ()))
        with writing():
            return transaction.repeated(partial(self._dispatch_writing, said))

    def _dispatch_writing(self, said: list[Any]) -> BaseResponse:
        transaction.abandon()  # what was read before the view holds a transaction that cannot write
        if session.get("_flashes", []) != said:  # a try that was crossed said what then did not happen
            session["_flashes"] = list(said)
        try:
            response = self.make_response(super().dispatch_request())
            if response.status_code < 400:
                transaction.complete()
        finally:
            transaction.abandon()
        return response


def afterwards(work: Callable[[], None]) -> None:
    """Do that, in a transaction of its own, once this request has its answer; it may be lost, never half done."""
    g.setdefault("afterwards", []).append(work)


def _do_afterwards() -> None:
    for work in g.pop("afterwards", ()):
        try:
            with transaction.transaction():
                work()
        except DBAPIError as error:  # the answer stands; such work is done again at the next request
            logs.warning("afterwards", id=g.get("request_id"), problem=type(error).__name__)


# Who may open a page.


def public(view: View) -> View:
    """Anybody may open this page, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]  # read when the application starts
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in may open this page; what they see or do there is asked further in."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        _require_sign_in()
        return view(*args, **kwargs)

    guarded.access = "signed in"  # type: ignore[attr-defined]  # read when the application starts
    return guarded  # type: ignore[return-value]  # the same signature


def needs(rule: Rule) -> Callable[[View], View]:
    """Only whom the rule lets through, without regard to a thing, may open this page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            _require_sign_in()
            rule.require(current_user)
            return view(*args, **kwargs)

        guarded.access = rule.words  # type: ignore[attr-defined]  # read when the application starts
        return guarded  # type: ignore[return-value]  # the same signature

    return decorate


def takes_files(most: int) -> Callable[[View], View]:
    """This page takes files that together are larger than what others take."""

    def decorate(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]  # read before the request is
        return view

    return decorate


class SignInNeeded(Exception):
    """Nobody is signed in; after signing in the person comes back to where they were going."""


def _require_sign_in() -> None:
    if not current_user.is_authenticated:
        raise SignInNeeded


def check_access(app: Flask) -> None:
    """Refuse to start with a page that does not say who may open it."""
    open_pages = [name for name, view in app.view_functions.items() if not hasattr(view, "access") and name != "static"]
    if open_pages:
        raise RuntimeError(f"These pages do not say who may open them: {', '.join(sorted(open_pages))}.")


# What a page may do with the request.


def is_fragment() -> bool:
    """Whether a script asked for a part of the page, to put in place."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def safe_next(fallback: str = "/") -> str:
    """Where to go on to: the `next` of the request if it stays on this site, else the fallback."""
    target = request.values.get("next", "")
    is_local = target.startswith("/") and not target.startswith("//")
    is_plain = not any(ord(char) < 33 or char in "\\\x7f" for char in target)
    return target if is_local and is_plain else fallback


def came_from(fallback: str) -> str:
    """The page of ours that this form stood on, else the fallback."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path.startswith("/") or parts.path.startswith("//"):
        return fallback
    return parts.path + (f"?{parts.query}" if parts.query else "")


def back_to(url: str, message: str | None = None) -> BaseResponse:
    """Go to that page, with a word about what was done."""
    if message:
        flash(message, "success")
    return redirect(url, code=303)


def entity(model: type[Any], id_: int) -> Any:
    """The row of that id, or NotFound."""
    found = db.session.get(model, id_) if 0 < id_ <= BIGGEST_ID else None
    if found is None:
        raise NotFound
    return found


def id_of(text: str) -> int:
    """The id that an address gives as text; ValueError for what no row could have, as `request.args.get` expects."""
    if not (text.isascii() and text.isdigit() and len(text) < len(str(BIGGEST_ID))):
        raise ValueError("This is no row's number.")
    return int(text)


# Refusals as pages, headers, and the log.


def set_up(app: Flask) -> None:
    """Refusals, headers and the request log of this application."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(SignInNeeded, _to_sign_in)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(StaleDataError, _crossed)
    app.register_error_handler(DBAPIError, _database_said_no)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)
    app.before_request(_begin)
    app.before_request(_check_origin)
    app.after_request(_finish)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    for value in (request.view_args or {}).values():
        if isinstance(value, int) and value > BIGGEST_ID:
            abort(404)
    if b"%00" in request.query_string:
        abort(400)
    if "HTTP_TRANSFER_ENCODING" in request.environ:  # without a length, what is beyond the bounds is cut off unsaid
        abort(411)
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most_bytes", request.max_content_length)
    if request.max_content_length and (request.content_length or 0) > request.max_content_length:
        abort(413)


def _check_origin() -> None:
    """A writing request comes from our own pages and carries the token of this session."""
    if request.method not in READS and request.endpoint is not None:
        if not _is_ours():
            abort(403)
        csrf.check()


def _is_ours() -> bool:
    origin = request.headers.get("Origin")
    ours = (None, f"http://{request.host}", f"https://{request.host}")
    return origin in ours and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _finish(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code >= 400:  # a refusal's page names who is signed in
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Request-Id"] = g.get("request_id", "")
        response.headers["Vary"] = VARY
        compression.compress(response)
    milliseconds = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
    logs.info(
        "request",
        id=g.get("request_id"),
        method=request.method,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        ms=round(milliseconds, 1),
        person=g.get("person_id"),
    )
    return response


def refusal_page(status: int, title: str, sentence: str) -> tuple[str, int]:
    """A refusal, as a page or, for a script, as the sentence alone."""
    transaction.abandon()
    with reading():  # the frame asks who is signed in; that needs no writer's place
        if is_fragment():
            return render_template("errors/_refusal.html", sentence=sentence), status
        return render_template("errors/refusal.html", status=status, title=title, sentence=sentence), status


def _refused(error: Refusal) -> BaseResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    page = refusal_page(error.status, error.title, error.sentence)
    if isinstance(error, TooMany):
        return (*page, {"Retry-After": str(error.retry_after)})
    return page


def _to_sign_in(_error: SignInNeeded) -> BaseResponse | tuple[str, int] | tuple[str, int, dict[str, str]]:
    transaction.abandon()
    where = request.full_path.rstrip("?") if request.method in READS else ""
    target = url_for("accounts.sign_in", next=where or None)
    if request.method not in READS and unsent.typed():
        return _unsent(401)
    if is_fragment():
        return (
            render_template("errors/_refusal.html", sentence="Please sign in first."),
            401,
            {"HX-Redirect": target},
        )
    return redirect(target)


def _stale_form(_error: CSRFError) -> tuple[str, int]:
    if unsent.typed() and _is_ours():
        return _unsent(400)
    sentence = "This form has expired. Go back, reload the page and send it again."
    return refusal_page(400, "This form has expired", sentence)


def _unsent(status: int) -> tuple[str, int]:
    """What was typed before a sign-in ended, to be sent once more."""
    if is_fragment():
        return refusal_page(status, "You were signed out", unsent.SIGNED_OUT)
    transaction.abandon()
    with reading():  # as for a refusal
        return unsent.page(), status


def _crossed(_error: Exception | None = None) -> tuple[str, int]:
    error = RuleBroken("Somebody changed this at the same moment. Reload the page to see what happened.")
    return refusal_page(error.status, error.title, error.sentence)


def _database_said_no(error: DBAPIError) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    if is_duplicate(error):
        return _crossed()
    if isinstance(error, DataError):
        return refusal_page(400, *SENTENCES[400])
    if is_locked(error) or is_conflict(error) or error.connection_invalidated:
        sentence = "A lot is being written just now. Please try again in a moment."
        return (*refusal_page(503, "Busy for a moment", sentence), {"Retry-After": "2"})
    return _broken(error)


SENTENCES = {
    400: (
        "That request does not make sense",
        "Something in the address or the form was not as we expect it.",
    ),
    403: ("You may not do this", "The request did not come from one of our own pages."),
    404: ("Nothing here", "We could not find that page."),
    405: ("That cannot be done here", "This address does not take that kind of request."),
    411: ("How much is it?", "What was sent did not say how long it is."),
    413: ("Too much at once", "What was sent is larger than we take."),
}


def _http(error: HTTPException) -> tuple[str, int] | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    title, sentence = SENTENCES.get(status, (error.name, error.description or "That did not work."))
    return refusal_page(status, title, sentence)


def _broken(error: Exception) -> tuple[str, int]:
    route = request.url_rule.rule if request.url_rule else None  # the path itself may hold a token
    logs.error("broken", error, id=g.get("request_id"), route=route)
    sentence = f"That was our mistake, and nothing was changed. If it happens again, quote {g.get('request_id')}."
    return refusal_page(500, "Something went wrong", sentence)
