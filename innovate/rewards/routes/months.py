"""Months of the ledger: closing the next one, how far that is, and the report of each that is closed."""

from datetime import date

from flask import current_app, render_template, request
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.errors import BadInput
from innovate.core.web import back_to, needs
from innovate.rewards import commands, queries, spans
from innovate.rewards.forms import CloseMonthForm, ExportForm
from innovate.rewards.routes import bp


@bp.get("/rewards/months")
@needs(permissions.see_ledger)
def months() -> str:
    """Every closed month, the one that comes next, and the books of any span to take along."""
    return _drawn(CloseMonthForm(formdata=None))


@bp.post("/rewards/months")
@needs(permissions.close_months)
def close_month() -> Response | tuple[str, int]:
    """Begin to close a month; the worker does the rest."""
    form = CloseMonthForm()
    if form.validate_on_submit():
        with form.refusals():
            month = _first_day(form.month.data or "")
            value = current_app.config["SETTINGS"].point_cents
            closing = commands.close_month(me(), month=month, point_cents=value)
            return back_to(f"/rewards/months/{closing.id}", f"{spans.of_month(month).label} is being closed.")
    return _drawn(form), form.status


@bp.get("/rewards/months/<int:month_id>")
@needs(permissions.see_ledger)
def month(month_id: int) -> str:
    """The report of a month as it was at its close, or how far its close has come."""
    report, after = queries.month_report(month_id), request.args.get("after")
    balance = queries.trial_balance(month_id, after) if report.month.is_closed else None
    form = ExportForm(formdata=None)
    return render_template("rewards/month.html", report=report, balance=balance, after=after, form=form)


def _first_day(text: str) -> date:
    first = spans.read(text[:7], None, None).first
    if first is None:
        raise BadInput("That is no month. Reload the page and try again.")
    return first


def _drawn(form: CloseMonthForm) -> str:
    found = queries.months()
    form.month.data = found.due.isoformat() if found.due else ""
    return render_template("rewards/months.html", list=found, form=form, export_form=ExportForm(formdata=None))
