"""Parts of pages that many visits share: drawn once for what they are given, and kept."""

from collections.abc import Callable, Hashable

from flask import current_app
from markupsafe import Markup

from innovate.core import csrf
from innovate.core.clock import now
from innovate.core.kept import Kept

_ROOM = 6_000_000


def piece(template: str, **given: Hashable) -> Markup:
    """That template, drawn with nothing but what is given, which is therefore all that it can depend on."""
    return for_this_visit(kept_html((template, *given.items()), lambda: drawn(template, **given)))


def minute_piece(template: str, **given: Hashable) -> str:
    """That template, drawn with what is given and the present minute: for what says how long ago something was.

    `for_this_visit` makes it what a page shows.
    """
    return kept_html((template, this_minute(), *given.items()), lambda: drawn(template, **given))


def drawn(template: str, **given: object) -> str:
    """That template, drawn now with nothing but what is given."""
    return current_app.jinja_env.get_template(template).render(given)


def macro(template: str, name: str) -> Callable[..., str]:
    """That macro of that template, by itself."""
    found: Callable[..., str] = getattr(current_app.jinja_env.get_template(template).module, name)
    return found


def kept_html(key: Hashable, draw: Callable[[], str]) -> str:
    """What was drawn for that key, drawn now if it is not kept; whatever it depends on belongs in the key.

    A mark stands where the form's token goes, until `for_this_visit`.
    """
    return _kept().text(key, lambda: _marked(draw))


def for_this_visit(text: str) -> Markup:
    """What was kept, with the form's token of whoever looks at it now."""
    return Markup(text.replace(csrf.MARK, csrf.token()) if csrf.MARK in text else text)  # noqa: S704 - drawn by our templates


def this_minute() -> int:
    """The number of the present minute."""
    return int(now().timestamp()) // 60


def _kept() -> Kept:
    found: Kept | None = current_app.extensions.get("innovate.pieces")
    if found is None:
        found = current_app.extensions.setdefault("innovate.pieces", Kept(_ROOM))
    return found


def _marked(draw: Callable[[], str]) -> str:
    with csrf.marked():
        return str(draw())
