"""`/healthz` says that the process answers, `/readyz` that it can do its work."""

import dataclasses
from typing import Any

from flask import Blueprint, current_app

from config import ROOT
from innovate.core.web import public
from innovate.operation import queries

bp = Blueprint("operation", __name__)


@bp.get("/healthz")
@public
def health() -> dict[str, str]:
    """Touches nothing but this process."""
    return {"status": "up"}


@bp.get("/readyz")
@public
def ready() -> tuple[dict[str, Any], int]:
    """Each check by name; 503 when people could not be served."""
    found = queries.readiness(ROOT / "migrations", current_app.config["SETTINGS"].instance_path)
    return dataclasses.asdict(found), 200 if found.is_ready else 503
