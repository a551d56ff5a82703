"""Pages of the package accounts."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from innovate.accounts.routes import attributes, me, outbox, passwords, people, signing_in  # noqa: E402, F401 - each adds its pages to bp
