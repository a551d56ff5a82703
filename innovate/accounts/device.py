"""The browser of this request: the sign-in that its cookie holds."""

from flask import session

from innovate.accounts import sign_ins
from innovate.core import csrf


def leave() -> None:
    """End the sign-in that this browser holds, if any, whoever's it is; the token of its forms is over too."""
    if token := session.get("_user_id"):
        sign_ins.end(token)
    csrf.renew()
