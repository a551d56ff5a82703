"""The boards: the first ten of a period, in the whole company or in one area."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.web import needs
from innovate.recognition import periods, queries
from innovate.recognition.periods import Length
from innovate.recognition.queries import Measure
from innovate.recognition.routes import bp


@bp.get("/recognition/boards")
@needs(permissions.read_ideas)
def boards() -> str:
    """People, teams, reviewers, who improved most, and the best well-run failures."""
    period = periods.read(request.args.get("period"))
    by = request.args.get("by", "")
    measure = Measure(by) if by in set(Measure) else Measure.POINTS
    areas = queries.areas()
    asked = request.args.get("area", type=int)
    area = next((one for one in areas if one.id == asked), None)
    return render_template(
        "recognition/boards.html",
        boards=queries.boards(period, measure, area.id if area else None),
        period=period,
        lengths=tuple(Length),
        measure=measure,
        measures=tuple(Measure),
        areas=areas,
        area=area,
        is_ranked=me().is_ranked,
    )
