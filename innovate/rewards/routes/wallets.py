"""A person's own points."""

from flask import render_template, request

from innovate.accounts.login import me
from innovate.core.web import signed_in
from innovate.rewards import queries
from innovate.rewards.routes import bp


@bp.get("/wallet")
@signed_in
def wallet() -> str:
    """My balance, and what each movement was for."""
    after = request.args.get("after")
    return render_template("rewards/wallet.html", wallet=queries.wallet_page(me(), after), after=after)
