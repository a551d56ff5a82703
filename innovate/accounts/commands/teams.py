"""Teams and sites: where people work."""

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person, Site, Team
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.journal import record


def save_team(
    actor: Person,
    team: Team | None,
    *,
    name: str,
    parent_id: int | None,
    site_id: int | None,
    running_limit: int | None = None,
) -> Team:
    """A new team, or that one with this name, place in the tree, site, and limit of experiments that run at once.

    Raises BadInput for a taken name or a circle.
    """
    permissions.keep_people.require(actor)
    same_name = sa.select(Team.id).where(sa.func.lower(Team.name) == name.lower())
    if db.session.scalar(same_name.where(Team.id != team.id) if team else same_name) is not None:
        raise BadInput("Another team has that name.", "name")
    if team:
        _refuse_circle(team, parent_id)
    if running_limit is not None and running_limit < 1:
        raise BadInput("Let at least one experiment run, or leave it empty for no limit.", "running_limit")
    team = team or Team()
    team.name, team.parent_id, team.site_id, team.running_limit = name, parent_id, site_id, running_limit
    db.session.add(team)
    db.session.flush()  # the event needs the team's id
    record(events.TeamSaved(actor_id=actor.id, team_id=team.id, name=name))
    return team


def save_site(actor: Person, site: Site | None, *, name: str) -> Site:
    """A new site, or that one with this name; BadInput when another has it."""
    permissions.keep_people.require(actor)
    same_name = sa.select(Site.id).where(sa.func.lower(Site.name) == name.lower())
    if db.session.scalar(same_name.where(Site.id != site.id) if site else same_name) is not None:
        raise BadInput("Another site has that name.", "name")
    site = site or Site()
    site.name = name
    db.session.add(site)
    db.session.flush()  # the event needs the site's id
    record(events.SiteSaved(actor_id=actor.id, site_id=site.id, name=name))
    return site


def _refuse_circle(team: Team, parent_id: int | None) -> None:
    above = parent_id
    while above is not None:
        if above == team.id:
            raise BadInput(f"{team.name} would stand below itself.", "parent_id")
        above = db.session.scalar(sa.select(Team.parent_id).where(Team.id == above))
