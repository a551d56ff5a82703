"""Pages of the package rewards."""

from flask import Blueprint

bp = Blueprint("rewards", __name__)

from innovate.rewards.routes import awards, badges, budgets, desk, wallets  # noqa: E402, F401 - each adds its pages to bp
