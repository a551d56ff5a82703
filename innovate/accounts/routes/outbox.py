"""The mail that is queued, to be read in development instead of a mailbox."""

from flask import current_app, render_template

from config import Config
from innovate.accounts import queries
from innovate.accounts.routes import bp
from innovate.core.errors import NotFound
from innovate.core.web import public


@bp.get("/outbox")
@public
def outbox() -> str:
    """The latest mails, with links to follow; only in development."""
    settings: Config = current_app.config["SETTINGS"]
    if not settings.is_development:
        raise NotFound
    return render_template("accounts/outbox.html", mails=queries.latest_mails())
