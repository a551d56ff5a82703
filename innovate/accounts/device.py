"""The browser of this request: the sign-in and the theme that its cookies hold."""

from flask import request, session

from innovate.accounts import sign_ins
from innovate.core import csrf


def leave() -> None:
    """End the sign-in that this browser holds, if any, whoever's it is; the token of its forms is over too."""
    if token := session.get("_user_id"):
        sign_ins.end(token)
    csrf.renew()


def theme() -> str | None:
    """The theme that was chosen in it, light or dark; None for the system's."""
    kept = request.cookies.get("theme")
    return kept if kept in ("light", "dark") else None
