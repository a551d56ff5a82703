"""Pages of the package ideas."""

from flask import Blueprint

bp = Blueprint("ideas", __name__)

from innovate.ideas.routes import board, lists, moves, page, posting  # noqa: E402, F401 - each adds its pages to bp
