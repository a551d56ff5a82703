"""Pages of experiments."""

from flask import Blueprint

bp = Blueprint("experiments", __name__)

from innovate.experiments.routes import (  # noqa: E402, F401 - each adds its pages to bp
    allocation,
    amend,
    cases,
    data,
    decision,
    diary,
    library,
    plan,
    portfolio,
    reading,
    taking,
)
