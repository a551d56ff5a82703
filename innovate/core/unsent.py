"""Forms that came too late: who was signed out while typing signs in on the spot and sends what they typed."""

from flask import current_app, render_template, request
from flask_login import current_user
from itsdangerous import BadData, URLSafeSerializer

from innovate.core import csrf

TO = "unsent"
SIGNING_IN = "in-"  # before the names of the fields with which somebody signs in beside what they typed
SIGNED_OUT = "You were signed out. Sign in again in another tab: what you typed stays here."


def typed() -> list[tuple[str, str]] | None:
    """The fields of the form that was sent; None for a form that must not be carried further, such as a password's."""
    fields = [(name, value) for name, value in request.form.items(multi=True) if not _is_ours(name)]
    return None if any("password" in name for name, _value in fields) else fields


def goes_to() -> str | None:
    """Where the form goes that somebody signs in beside; only our own page can have said so."""
    try:
        action: str = _signer().loads(request.form.get(TO, ""))
    except BadData:
        return None
    return action


def page(*, problem: str = "") -> str:
    """What was typed, and a way to send it: one button, or the fields to sign in with first."""
    fields = typed() or []
    action = goes_to() or request.full_path.rstrip("?")
    return render_template(
        "errors/unsent.html",
        action=action,
        to=_signer().dumps(action),
        typed=fields,
        words=[value for _name, value in fields if " " in value.strip()],
        email=request.form.get(f"{SIGNING_IN}email", ""),
        problem=problem,
        is_in=current_user.is_authenticated,
    )


def _is_ours(name: str) -> bool:
    return name in (csrf.FIELD, TO) or name.startswith(SIGNING_IN)


def _signer() -> URLSafeSerializer:
    key = current_app.secret_key
    assert key is not None  # the application does not start without a key
    return URLSafeSerializer(key, salt="unsent")
