"""The pages of recognition: the wall, its posts, the boards."""

from flask import Blueprint

bp = Blueprint("recognition", __name__)

from innovate.recognition.routes import badges, boards, fairness, posts, screen, wall  # noqa: E402, F401 - the modules add their pages to bp
