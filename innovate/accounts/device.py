"""The browser of this request: the sign-in that its cookie holds."""

from flask import session

from innovate.accounts import sign_ins


def leave() -> None:
    """End the sign-in that this browser holds, if any, whoever's it is: nobody comes in over another's shoulder."""
    if token := session.get("_user_id"):
        sign_ins.end(token)
