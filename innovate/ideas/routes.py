"""Pages of the package ideas."""

from flask import Blueprint

bp = Blueprint("ideas", __name__)
