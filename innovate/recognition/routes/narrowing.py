"""What the address of a page of recognition narrows it to."""

from typing import Any

from flask import request

from innovate.recognition import queries

BIGGEST_TEAM = 2**31 - 1


def asked_team() -> int | None:
    """The team in the address; what is no team's number means every team."""
    team = request.args.get("team", type=int)
    return team if team is not None and 0 < team <= BIGGEST_TEAM else None


def one_of(kinds: Any, name: str, fallback: Any) -> Any:
    """That choice in the address, or the fallback for what is none."""
    value = request.args.get(name)
    return kinds(value) if value in set(kinds) else fallback


def team_choice(team_id: int | None) -> dict[str, Any]:
    """The teams to choose from, and the one that was chosen."""
    teams = queries.teams()
    return {"teams": teams, "team": next((one for one in teams if one.id == team_id), None)}
