"""Flask-Login's end of a sign-in: from the cookie to the person of this request."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, current_app, g, redirect, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from config import Config
from innovate.accounts import device, mails, sign_ins
from innovate.accounts.models import Person
from innovate.accounts.queries import SignedIn, Viewer, anybody_exists, signed_in
from innovate.core.clock import now
from innovate.core.web import SignInNeeded, afterwards

_SOMEBODY = "innovate.somebody"
_SETUP = frozenset({"accounts.setup", "accounts.set_up", "operation.health", "operation.ready"})
login_manager = LoginManager()
login_manager.session_protection = None  # the row is the protection: it can be ended, and it ends by itself


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the frame shows: counts, and the section that this page belongs to."""

    waiting_count: int = 0
    unread_count: int = 0
    active: str = ""


def set_up(app: Flask) -> None:
    """Let this application know who is signed in, and whether anybody is there at all."""
    settings: Config = app.config["SETTINGS"]
    mails.use_site(name=settings.site_name, url=settings.base_url)
    login_manager.init_app(app)
    app.before_request(_set_up_first)
    app.context_processor(frame)


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login has no types
def _load(token: str) -> Person | None:
    found = signed_in(token)
    if found is None:
        return None
    g.signed_in, g.person_id = found, found.person.id
    if now() - found.sign_in.seen_at > sign_ins.TOUCH_AFTER:
        afterwards(partial(sign_ins.touch, found.sign_in.id))
    found.person.sign_in_token = token  # type: ignore[misc]  # the instance's own, over the class's default
    return found.person


def me() -> Person:
    """The person of this request; SignInNeeded when nobody is signed in."""
    if not current_user.is_authenticated:
        raise SignInNeeded
    person: Person = current_user._get_current_object()  # noqa: SLF001 - Flask-Login offers no public way
    return person


def my_sign_in() -> SignedIn:
    """The sign-in of this request."""
    me()
    found: SignedIn = g.signed_in
    return found


def let_in(person: Person, *, remember: bool) -> None:
    """Sign that person in on this device, with a new session."""
    session.clear()
    person.sign_in_token = sign_ins.begin(person, request.user_agent.string)  # type: ignore[misc]  # as above
    session.permanent = remember
    login_user(person)


def let_out() -> None:
    """Forget on this device who was signed in; a command has ended the sign-in."""
    logout_user()
    session.clear()


def _set_up_first() -> BaseResponse | None:
    """A fresh installation answers every page with the one that sets it up; asked until somebody is there."""
    known = current_app.extensions
    if known.get(_SOMEBODY) or request.blueprint is None or request.endpoint in _SETUP:
        return None
    known[_SOMEBODY] = anybody_exists()
    return None if known[_SOMEBODY] else redirect("/setup", code=303)


def frame() -> dict[str, Any]:
    """`viewer`, `nav` and the chosen `theme`, if any, for every template."""
    viewer = Viewer.of(me()) if current_user and current_user.is_authenticated else None
    found: SignedIn | None = g.get("signed_in") if viewer else None
    section = (request.blueprint or "").split(".")[0]
    nav = Navigation(found.waiting if found else 0, found.unread if found else 0, section)
    return {"viewer": viewer, "nav": nav, "theme": device.theme()}
