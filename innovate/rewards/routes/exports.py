"""What finance takes along: statements, journals and trial balances, as CSV or for Excel.

A file is a form that is sent, as it counts against a limit and asks for the password of the last ten minutes.
"""

from collections.abc import Iterator
from datetime import timedelta

from flask import Response, current_app

from innovate import permissions
from innovate.accounts.confirmation import confirmed
from innovate.accounts.login import me
from innovate.core import limits
from innovate.core.errors import BadInput
from innovate.core.web import needs, signed_in
from innovate.rewards import exporting, order_sheets, queries, spans
from innovate.rewards.exporting import Sheet
from innovate.rewards.forms import ExportForm
from innovate.rewards.routes import bp
from innovate.rewards.spans import Span

TYPES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
EXPORTS, EXPORT_SPAN = 10, timedelta(hours=1)


@bp.post("/rewards/accounts/<int:account_id>/export")
@signed_in
@confirmed
def export_statement(account_id: int) -> Response:
    """The statement of an account in a span."""
    permissions.see_account.require(me(), queries.get_account(account_id))
    file, span = _asked()
    return _sent(file, exporting.statement(account_id, queries.account_row(account_id).name, span))


@bp.post("/rewards/journals/export")
@needs(permissions.see_ledger)
@confirmed
def export_journals() -> Response:
    """Every leg of every journal in a span."""
    file, span = _asked()
    return _sent(file, exporting.journals(span))


@bp.post("/rewards/months/<int:month_id>/export")
@needs(permissions.see_ledger)
@confirmed
def export_month(month_id: int) -> Response:
    """The trial balance of a closed month."""
    report = queries.month_report(month_id)
    if not report.month.is_closed:
        raise BadInput("This month is not closed yet. Its trial balance can be taken along then.")
    file, _ = _asked()
    return _sent(file, exporting.trial_balance(report.month))


@bp.post("/rewards/orders/export")
@needs(permissions.keep_catalogue)
@confirmed
def export_orders() -> Response:
    """The orders of a span."""
    file, span = _asked()
    return _sent(file, order_sheets.orders(span))


@bp.post("/rewards/orders/gifts/export")
@needs(permissions.keep_catalogue)
@confirmed
def export_gifts() -> Response:
    """What was and is to be paid to good causes."""
    file, _ = _asked()
    settings = current_app.config["SETTINGS"]
    return _sent(file, order_sheets.gifts(settings.point_cents, settings.currency))


def _asked() -> tuple[str, Span]:
    form = ExportForm()
    if not form.validate_on_submit():
        raise BadInput("Choose CSV or Excel, and two days. Go back and try again.")
    return form.file.data, spans.of_days(
        form.first.data, form.last.data
    ) if form.first.data or form.last.data else spans.ALL


def _sent(file: str, sheet: Sheet) -> Response:
    """The file as it is made; counted once it is known to be possible."""
    if file == "xlsx" and sheet.is_beyond(exporting.MOST_FOR_EXCEL):
        raise BadInput(
            f"More than {exporting.MOST_FOR_EXCEL:,} movements are too many for Excel. Take fewer days, or CSV."
        )
    limits.take("exports", me().id, times=EXPORTS, within=EXPORT_SPAN)
    make = exporting.as_workbook if file == "xlsx" else exporting.as_csv
    made: Iterator[bytes] = make(sheet, current_app.app_context)
    response = Response(made, mimetype=TYPES[file])
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.name}.{file}"'
    return response
