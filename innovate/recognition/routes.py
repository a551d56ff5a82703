"""The wall of thanks, and the boards."""

from typing import Any

from flask import Blueprint, render_template, request

from innovate import permissions
from innovate.core.web import needs
from innovate.recognition import queries
from innovate.recognition.queries import Measure, Period

bp = Blueprint("recognition", __name__)
BIGGEST_TEAM = 2**31 - 1


@bp.get("/recognition")
@needs(permissions.read_ideas)
def index() -> str:
    """Who was thanked, by whom, for what; the newest first."""
    team, after = _team(), request.args.get("after")
    return render_template(
        "recognition/index.html", page=queries.wall(team_id=team, cursor=after), after=after, **_filter(team)
    )


@bp.get("/recognition/boards")
@needs(permissions.read_ideas)
def boards() -> str:
    """The first ten people and teams of a period."""
    period = _one_of(Period, "period", Period.QUARTER)
    measure = _one_of(Measure, "by", Measure.POINTS)
    team = _team()
    return render_template(
        "recognition/boards.html",
        people=queries.people_board(period, measure, team),
        ranked_teams=() if team else queries.teams_board(period, measure),
        period=period,
        periods=tuple(Period),
        measure=measure,
        measures=tuple(Measure),
        **_filter(team),
    )


def _filter(team_id: int | None) -> dict[str, Any]:
    teams = queries.teams()
    return {"teams": teams, "team": next((one for one in teams if one.id == team_id), None)}


def _team() -> int | None:
    """The team in the address; what is no team's number means every team."""
    team = request.args.get("team", type=int)
    return team if team is not None and 0 < team <= BIGGEST_TEAM else None


def _one_of(kinds: Any, name: str, fallback: Any) -> Any:
    """That choice in the address, or the fallback for what is none."""
    value = request.args.get(name)
    return kinds(value) if value in set(kinds) else fallback
