"""Pages of the package admin."""

from flask import Blueprint

bp = Blueprint("admin", __name__, url_prefix="/admin")

from innovate.admin.routes import (  # noqa: E402, F401 - each adds its pages to bp
    areas,
    audit,
    criteria,
    handing_over,
    overview,
    people,
    stages,
    teams,
)
