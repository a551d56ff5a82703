"""Pages of experiments."""

from flask import Blueprint

bp = Blueprint("experiments", __name__)

from innovate.experiments.routes import allocation, cases, data, decision, library, plan, portfolio, reading  # noqa: E402, F401 - each adds its pages to bp
