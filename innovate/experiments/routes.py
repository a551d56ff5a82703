"""Pages of the package experiments."""

from flask import Blueprint

bp = Blueprint("experiments", __name__)
