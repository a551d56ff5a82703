"""Pages of the package rewards."""

from flask import Blueprint

bp = Blueprint("rewards", __name__)

from innovate.rewards.routes import (  # noqa: E402, F401 - each adds its pages to bp
    accounts,
    awards,
    badges,
    benefits,
    budgets,
    catalogue,
    desk,
    exports,
    items,
    kinds,
    kudos,
    months,
    nominations,
    orders,
    own_awards,
    set_up,
    shares,
    values,
    wallets,
)
