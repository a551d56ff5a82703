"""Where HR sets rewards up: one page that leads to each list."""

from flask import render_template

from innovate import permissions
from innovate.core.web import needs
from innovate.rewards import queries
from innovate.rewards.routes import bp


@bp.get("/rewards/set-up")
@needs(permissions.hr)
def set_up() -> str:
    """What can be set up, with a line each."""
    return render_template("rewards/set_up.html", steps=queries.first_steps())
