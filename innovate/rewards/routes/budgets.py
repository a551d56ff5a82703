"""The recognition budget and every account, as a bank shows them."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import back_to, needs
from innovate.core.wording import plural
from innovate.rewards import commands, queries
from innovate.rewards.forms import BudgetForm
from innovate.rewards.routes import bp


@bp.get("/rewards/budgets")
@needs(permissions.see_ledger)
def budgets() -> str:
    """The recognition budget and its statement."""
    return _drawn(BudgetForm())


@bp.post("/rewards/budgets")
@needs(permissions.keep_budgets)
def open_budget() -> Response | tuple[str, int]:
    """Add points to the budget."""
    form = BudgetForm()
    if form.validate_on_submit():
        with form.refusals():
            points, reason = form.points.data or 0, form.reason.data or ""
            commands.open_budget(me(), points=points, reason=reason, key=form.key.data or "")
            return back_to("/rewards/budgets", f"{plural(points, 'point')} added to the budget.")
    return _drawn(form), form.status


@bp.get("/rewards/accounts")
@needs(permissions.see_ledger)
def accounts() -> str:
    """Every account and what it holds."""
    after = request.args.get("after")
    page, together = queries.accounts(after), queries.sum_of_all()
    return render_template("rewards/accounts.html", page=page, after=after, together=together)


@bp.get("/rewards/accounts/<int:account_id>")
@needs(permissions.see_ledger)
def account(account_id: int) -> str | Response:
    """One of the company's own accounts and its statement; a person's is their wallet."""
    after = request.args.get("after")
    found = queries.account_page(account_id, after)
    if found.owner:
        return redirect(f"/people/{found.owner.id}/wallet")
    return render_template("rewards/account.html", account=found, after=after)


def _drawn(form: BudgetForm) -> str:
    form.renew_key()
    after = request.args.get("after")
    return render_template("rewards/budgets.html", account=queries.budget_page(after), form=form, after=after)
