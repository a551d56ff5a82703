"""Pages of the package recognition."""

from flask import Blueprint

bp = Blueprint("recognition", __name__)
