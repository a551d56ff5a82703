"""Parts of the frame that many pages share, drawn once for what they are given and kept."""

from collections.abc import Hashable

from flask import current_app
from markupsafe import Markup

from innovate.core import csrf
from innovate.core.kept import Kept

TOKEN = "\0token\0"  # noqa: S105 - a mark that nobody can type: control characters are refused
_ROOM = 6_000_000


def kept_pieces() -> Kept:
    """What this application has kept."""
    found: Kept | None = current_app.extensions.get("innovate.pieces")
    if found is None:
        found = current_app.extensions.setdefault("innovate.pieces", Kept(_ROOM))
    return found


def piece(template: str, **given: Hashable) -> Markup:
    """That template, drawn with nothing but what is given, which is therefore all that it can depend on.

    `token` stands in it where the form's token goes.
    """
    text = kept_pieces().text((template, *given.items()), lambda: _draw(template, given))
    return for_this_visit(text)


def for_this_visit(text: str) -> Markup:
    """What was kept, with the form's token of whoever looks at it now."""
    return Markup(text.replace(TOKEN, csrf.token()) if TOKEN in text else text)  # noqa: S704 - drawn by our templates


def _draw(template: str, given: dict[str, Hashable]) -> str:
    return current_app.jinja_env.get_template(template).render(token=TOKEN, **given)
