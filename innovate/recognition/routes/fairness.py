"""The fairness report: written once for each quarter that is over, read and taken along by HR."""

from datetime import timedelta

from flask import Response, render_template, request

from innovate import permissions
from innovate.accounts.confirmation import confirmed
from innovate.accounts.login import me
from innovate.core import limits, spreadsheets
from innovate.core.errors import BadInput
from innovate.core.web import Answer, back_to, needs
from innovate.recognition import periods, queries
from innovate.recognition.fairness.commands import write_fairness_report
from innovate.recognition.fairness.exchanges import LAST_DAYS
from innovate.recognition.fairness.hiding import LEAST
from innovate.recognition.periods import Length, Period
from innovate.recognition.queries import Report
from innovate.recognition.routes import bp

EXPORTS, EXPORT_SPAN = 10, timedelta(hours=1)


@bp.get("/rewards/fairness")
@needs(permissions.see_fairness)
def fairness() -> Answer:
    """The report of a quarter, or what can be written."""
    quarters = queries.quarters()
    asked = request.args.get("quarter")
    chosen = next((one.period for one in quarters if one.period.key == asked), None)
    chosen = chosen or next((one.period for one in quarters if one.is_written), None)
    is_written = any(one.is_written for one in quarters if one.period == chosen)
    report = queries.report(chosen.first) if is_written and chosen and chosen.first else None
    names = [one.name for one in report.tables] if report else []
    by = request.args.get("by")
    return render_template(
        "recognition/fairness.html",
        quarters=quarters,
        chosen=chosen,
        report=report,
        table=next((one for one in report.tables if one.name == by), report.tables[0]) if report else None,
        names=names,
        least=LEAST,
        last_days=LAST_DAYS,
    )


@bp.post("/rewards/fairness")
@needs(permissions.see_fairness)
def write_fairness() -> Answer:
    """Write the report of a quarter."""
    quarter = _quarter(request.form.get("quarter"))
    write_fairness_report(me(), quarter)
    return back_to(f"/rewards/fairness?quarter={quarter.key}", f"The report on {quarter.label} is written.")


@bp.post("/rewards/fairness/export")
@needs(permissions.see_fairness)
@confirmed
def export_fairness() -> Response:
    """The tables of a report, as its page shows them, without names."""
    quarter = _quarter(request.form.get("quarter"))
    assert quarter.first is not None
    report = queries.report(quarter.first)
    limits.take("exports", me().id, times=EXPORTS, within=EXPORT_SPAN)
    response = Response(spreadsheets.sheet(_lines(report)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="fairness-{quarter.key}.csv"'
    return response


def _quarter(text: str | None) -> Period:
    period = periods.read(text)
    if period.length is not Length.QUARTER or period.key != text:
        raise BadInput("That is no quarter. Go back and choose one.")
    return period


def _lines(report: Report) -> list[tuple[spreadsheets.Cell, ...]]:
    heading = ("compared by", "group", "thanked from", "thanked to", "people")
    groups = [
        ("Everybody", report.everybody),
        *((table.name, group) for table in report.tables for group in table.groups),
    ]
    return [heading, *((name, one.name, one.low, one.high, one.size) for name, one in groups)]
