"""The wall: who was thanked, by whom, for what."""

from flask import render_template, request

from innovate import permissions
from innovate.core.web import needs
from innovate.recognition import queries
from innovate.recognition.routes import bp
from innovate.recognition.routes.narrowing import asked_team, team_choice


@bp.get("/recognition")
@needs(permissions.read_ideas)
def index() -> str:
    """Who was thanked, by whom, for what; the newest first."""
    team, after = asked_team(), request.args.get("after")
    return render_template(
        "recognition/index.html", page=queries.wall(team_id=team, cursor=after), after=after, **team_choice(team)
    )
