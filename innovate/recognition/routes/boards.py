"""The boards: the first ten people and teams of a period."""

from flask import render_template

from innovate import permissions
from innovate.core.web import needs
from innovate.recognition import queries
from innovate.recognition.queries import Measure, Period
from innovate.recognition.routes import bp
from innovate.recognition.routes.narrowing import asked_team, one_of, team_choice


@bp.get("/recognition/boards")
@needs(permissions.read_ideas)
def boards() -> str:
    """The first ten people and teams of a period."""
    period = one_of(Period, "period", Period.QUARTER)
    measure = one_of(Measure, "by", Measure.POINTS)
    team = asked_team()
    return render_template(
        "recognition/boards.html",
        people=queries.people_board(period, measure, team),
        ranked_teams=() if team else queries.teams_board(period, measure),
        period=period,
        periods=tuple(Period),
        measure=measure,
        measures=tuple(Measure),
        **team_choice(team),
    )
