"""Comments as HTML, drawn once and kept; the form's token and key, which belong to one visit, are filled in after."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask import current_app
from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.kept import Kept
from innovate.core.pieces import TOKEN, for_this_visit, kept_pieces
from innovate.core.wording import ago, local
from innovate.discussion.queries import Said, Thread

_KEY = "\0key\0"  # nobody can type this: control characters are refused
_FRESH = timedelta(days=2)  # so long "ago" says more than the day does


def comments_html(thread: Thread, form_key: str) -> Markup:
    """The comments of that stretch with their answers, for this visit."""
    kept, today = kept_pieces(), local(now()).date()
    text = "".join([_comment(kept, one, thread.idea_id, today) for one in thread.comments])
    return for_this_visit(text.replace(_KEY, form_key))


def _comment(kept: Kept, said: Said, idea_id: int, today: date) -> str:
    """One comment with its answers; whatever it shows is in the key."""
    key = (said, idea_id, today, *_fresh_words((said, *said.replies)))
    return kept.text(key, lambda: _draw(said, idea_id))


def _fresh_words(comments: Iterable[Said]) -> tuple[str, ...]:
    """How long ago the new ones were said, which changes within the day."""
    since = now() - _FRESH
    return tuple(ago(one.created_at) for one in comments if one.created_at > since)


def _draw(said: Said, idea_id: int) -> str:
    parts = current_app.jinja_env.get_template("components/comment.html").module
    return str(parts.comment(said, idea_id, form_key=_KEY, token=TOKEN))  # type: ignore[attr-defined]  # its macro
