"""The budgets of the company, its areas and its teams: what each holds, and how points come to it."""

from flask import abort, render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.accounts.models import Team
from innovate.areas.models import Area
from innovate.core.web import back_to, entity, needs
from innovate.core.wording import plural
from innovate.rewards import allowances, commands, queries
from innovate.rewards.forms import BudgetForm, FundForm, ReturnForm
from innovate.rewards.models import Account, AccountKind
from innovate.rewards.routes import bp


@bp.get("/rewards/budgets")
@needs(permissions.see_own_budgets)
def budgets() -> str:
    """The budgets that the viewer may see."""
    return _drawn(BudgetForm(), FundForm(prefix="fund-"))


@bp.post("/rewards/budgets")
@needs(permissions.keep_budgets)
def open_budget() -> Response | tuple[str, int]:
    """Add points to the company's budget."""
    form = BudgetForm()
    if form.validate_on_submit():
        with form.refusals():
            points, reason = form.points.data or 0, form.reason.data or ""
            commands.open_budget(me(), points=points, reason=reason, key=form.key.data or "")
            return back_to("/rewards/budgets", f"{plural(points, 'point')} added to the company’s budget.")
    return _drawn(form, FundForm(formdata=None, prefix="fund-")), form.status


@bp.post("/rewards/budgets/fund")
@needs(permissions.keep_budgets)
def fund() -> Response | tuple[str, int]:
    """Move points to the budget of an area or a team."""
    form = FundForm(prefix="fund-")
    if form.validate_on_submit():
        of = entity(Area, form.area_id) if form.area_id else entity(Team, form.team_id or 0)
        with form.refusals():
            points, reason = form.points.data or 0, form.reason.data or ""
            commands.fund_budget(me(), of, points=points, reason=reason, key=form.key.data or "")
            return back_to("/rewards/budgets", f"{of.name} has {plural(points, 'point')} more to award.")
    return _drawn(BudgetForm(formdata=None), form), form.status


@bp.get("/rewards/budgets/<int:account_id>/take-back")
@needs(permissions.keep_budgets)
def return_budget(account_id: int) -> str:
    """The form to take points back from a budget."""
    return _returning(_of_a_unit(account_id), ReturnForm())


@bp.post("/rewards/budgets/<int:account_id>/take-back")
@needs(permissions.keep_budgets)
def take_budget_back(account_id: int) -> Response | tuple[str, int]:
    """Take points back from a budget."""
    account, form = _of_a_unit(account_id), ReturnForm()
    if form.validate_on_submit():
        with form.refusals():
            points, reason = form.points.data or 0, form.reason.data or ""
            commands.take_budget_back(me(), account, points=points, reason=reason, key=form.key.data or "")
            return back_to("/rewards/budgets", f"{plural(points, 'point')} are in the company’s budget again.")
    return _returning(account, form), form.status


def _of_a_unit(account_id: int) -> Account:
    account: Account = entity(Account, account_id)
    if account.kind not in (AccountKind.AREA, AccountKind.TEAM):
        abort(404)
    return account


def _returning(account: Account, form: ReturnForm) -> str:
    form.renew_key()
    return render_template("rewards/return.html", account=queries.account_row(account.id), form=form)


def _drawn(form: BudgetForm, fund_form: FundForm) -> str:
    form.renew_key()
    fund_form.renew_key()
    found = queries.budgets(me())
    company = next((one for one in found if one.kind is AccountKind.COMPANY), None)
    units = tuple(one for one in found if one is not company)
    month = allowances.whole_month() if permissions.keep_budgets.allows(me()) else 0
    return render_template(
        "rewards/budgets.html", company=company, units=units, form=form, fund_form=fund_form, month=month
    )
