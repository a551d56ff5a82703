"""Comments as HTML, drawn once and kept; the form's token and key, which belong to one visit, are filled in after."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.pieces import kept_html, macro, this_minute
from innovate.core.wording import ago, local
from innovate.discussion.queries import Said, Thread

COMMENTS = Markup("\0comments\0")  # marks, which nobody can type: control characters are refused
KEY = "\0key\0"
_FRESH = timedelta(days=2)  # so long "ago" says more than the day does


def with_comments(html: str, thread: Thread, form_key: str) -> str:
    """That part of a page, with the comments of that stretch where `COMMENTS` stands in it, for one visit."""
    comments = kept_html((thread.look, thread.idea_id, this_minute()), lambda: _comments(thread))
    return html.replace(COMMENTS, comments).replace(KEY, form_key)


def _comments(thread: Thread) -> str:
    today, draw = local(now()).date(), macro("components/comment.html", "comment")
    return "".join([_comment(one, thread.idea_id, today, draw) for one in thread.comments])


def _comment(said: Said, idea_id: int, today: date, draw: Callable[..., str]) -> str:
    """One comment with its answers; whatever it shows is in the key."""
    key = (said, idea_id, today, *_fresh_words((said, *said.replies)))
    return kept_html(key, lambda: draw(said, idea_id, form_key=KEY))


def _fresh_words(comments: Iterable[Said]) -> tuple[str, ...]:
    """How long ago the new ones were said, which changes within the day."""
    since = now() - _FRESH
    return tuple(ago(one.created_at) for one in comments if one.created_at > since)
