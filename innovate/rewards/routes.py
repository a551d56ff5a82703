"""Pages of the package rewards."""

from flask import Blueprint

bp = Blueprint("rewards", __name__)
