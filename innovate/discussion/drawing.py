"""Comments as HTML, drawn once and kept; the form's token and key, which belong to one visit, are filled in after."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.kept import Kept
from innovate.core.wording import ago, local
from innovate.discussion.queries import Said, Thread

_TOKEN, _KEY = "\0token\0", "\0key\0"  # nobody can type these: control characters are refused
_FRESH = timedelta(days=2)  # so long "ago" says more than the day does
_kept = Kept(room=6_000_000)


def comments_html(thread: Thread, form_key: str) -> Markup:
    """The comments of that stretch with their answers, for this visit."""
    today = local(now()).date()
    text = "".join(_comment(one, thread.idea_id, today) for one in thread.comments)
    return Markup(text.replace(_TOKEN, generate_csrf()).replace(_KEY, form_key))  # noqa: S704 - drawn by our template


def _comment(said: Said, idea_id: int, today: date) -> str:
    """One comment with its answers; whatever it shows is in the key."""
    key = (said, idea_id, today, *_fresh_words((said, *said.replies)))
    return _kept.text(key, lambda: _draw(said, idea_id))


def _fresh_words(comments: Iterable[Said]) -> tuple[str, ...]:
    """How long ago the new ones were said, which changes within the day."""
    since = now() - _FRESH
    return tuple(ago(one.created_at) for one in comments if one.created_at > since)


def _draw(said: Said, idea_id: int) -> str:
    parts = current_app.jinja_env.get_template("components/comment.html").module
    return str(parts.comment(said, idea_id, form_key=_KEY, token=_TOKEN))  # type: ignore[attr-defined]  # its macro
