"""The first page of administration."""

from flask import render_template

from innovate import permissions
from innovate.admin.queries.overview import overview
from innovate.admin.routes import bp
from innovate.core.web import needs


@bp.get("")
@needs(permissions.keep_people)
def index() -> str:
    """What there is to administer, and what a new installation still lacks."""
    return render_template("admin/index.html", counts=overview())
