"""Forms that came too late: who was signed out while typing gets back what they typed, to send it once more."""

from flask import render_template, request
from flask_login import current_user

TOKEN = "csrf_token"  # noqa: S105 - the name of a field
SIGNED_OUT = "You were signed out. Sign in again in another tab: what you typed stays here."


def typed() -> list[tuple[str, str]] | None:
    """The fields of the form that was sent; None for a form that must not be carried further, such as a password's."""
    if any("password" in name for name in request.form):
        return None
    return [(name, value) for name, value in request.form.items(multi=True) if name != TOKEN]


def page() -> str:
    """What was typed, with the button that sends it once more."""
    fields = typed() or []
    return render_template(
        "errors/unsent.html",
        action=request.full_path.rstrip("?"),
        typed=fields,
        words=[value for _name, value in fields if " " in value.strip()],
        is_in=current_user.is_authenticated,
    )
