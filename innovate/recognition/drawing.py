"""Posts as HTML, drawn once for what each shows and kept; a form's token and key, of one visit, are filled in after."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from markupsafe import Markup

from innovate.core.clock import now
from innovate.core.pieces import for_this_visit, kept_html, macro, this_minute
from innovate.core.wording import ago, local
from innovate.recognition.queries import Card, Cards

KEY = "\0key\0"  # a mark, which nobody can type: control characters are refused
HALF = 16  # digits of a form's key; the post's number makes the other half
_FRESH = timedelta(days=14)  # so long "ago" says more than the day does


def posts_html(cards: Cards, *, is_alone: bool = False) -> Markup:
    """Those posts, one beneath the other, for this visit: together kept for the minute, each by itself for longer."""
    text = kept_html(("posts", cards, is_alone, this_minute()), lambda: _posts(cards, is_alone=is_alone))
    return for_this_visit(text.replace(KEY, secrets.token_hex(HALF // 2)))


def reactions_html(card: Card) -> Markup:
    """The buttons of one post, for a script that puts them in place."""
    return for_this_visit(kept_html(("reactions", card.id, card.reactions), lambda: macro(_POST, "reactions")(card)))


_POST = "components/post.html"


def _posts(cards: Cards, *, is_alone: bool) -> str:
    moment, draw = now(), macro(_POST, "post")
    today = local(moment).toordinal()
    around = cards.mine_id, cards.may_delete_all, is_alone, today
    return "".join([_post(cards, row, beside, around, moment, draw) for row, beside in cards.each()])


def _post(
    cards: Cards, row: Any, beside: tuple[Any, ...], around: tuple[Any, ...], moment: datetime, draw: Callable[..., str]
) -> str:
    """One post; whatever it shows is in the key, and so are the words that change while it stands."""
    moments = (row.at, *(one.at for one in beside if one.at is not None))
    fresh = tuple(ago(at) for at in moments if moment - at < _FRESH)
    key = ("post", row, beside, around, fresh)
    return kept_html(key, lambda: draw(cards.card(row, beside), form_key=KEY, is_alone=around[2]))
