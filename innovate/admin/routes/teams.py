"""The tree of teams, and the sites."""

from flask import render_template

from innovate import permissions
from innovate.accounts import commands
from innovate.accounts.login import me
from innovate.accounts.models import Site, Team
from innovate.admin.forms import SiteForm, TeamForm
from innovate.admin.queries import choices
from innovate.admin.queries import teams as queries
from innovate.admin.routes import bp
from innovate.core.crossing import held
from innovate.core.web import Answer, back_to, entity, needs


@bp.get("/teams")
@needs(permissions.keep_people)
def teams() -> str:
    """The teams as a tree, and the sites."""
    return render_template("admin/teams.html", tree=queries.tree(), sites=queries.sites())


@bp.get("/teams/new")
@needs(permissions.keep_people)
def new_team() -> str:
    """The form of a new team."""
    return _team_page(None, _team_form(None))


@bp.post("/teams/new")
@needs(permissions.keep_people)
def add_team() -> Answer:
    """Add a team."""
    return _save_team(None)


@bp.get("/teams/<int:team_id>")
@needs(permissions.keep_people)
def edit_team(team_id: int) -> str:
    """The form of a team."""
    team = entity(Team, team_id)
    return _team_page(team, _team_form(team).opened())


@bp.post("/teams/<int:team_id>")
@needs(permissions.keep_people)
def save_team(team_id: int) -> Answer:
    """Keep what was typed about a team."""
    return _save_team(held(entity(Team, team_id)))


@bp.get("/sites/new")
@needs(permissions.keep_people)
def new_site() -> str:
    """The form of a new site."""
    return render_template("admin/edit_site.html", form=SiteForm(), name=None)


@bp.post("/sites/new")
@needs(permissions.keep_people)
def add_site() -> Answer:
    """Add a site."""
    return _save_site(None)


@bp.get("/sites/<int:site_id>")
@needs(permissions.keep_people)
def edit_site(site_id: int) -> str:
    """The form of a site."""
    site = entity(Site, site_id)
    return render_template("admin/edit_site.html", form=SiteForm(obj=site).opened(), name=site.name)


@bp.post("/sites/<int:site_id>")
@needs(permissions.keep_people)
def save_site(site_id: int) -> Answer:
    """Keep a site's name."""
    return _save_site(held(entity(Site, site_id)))


def _team_form(team: Team | None, *, is_typed: bool = True) -> TeamForm:
    form = TeamForm(obj=team) if is_typed else TeamForm(formdata=None, obj=team)
    form.parent_id.choices = [choices.NONE, *(one for one in choices.teams() if not team or one[0] != team.id)]
    form.site_id.choices = [choices.NONE, *choices.sites()]
    return form


def _team_page(team: Team | None, form: TeamForm) -> str:
    return render_template("admin/edit_team.html", form=form, name=team.name if team else None)


def _save_team(team: Team | None) -> Answer:
    form = _team_form(team)
    if team:
        form.compare(_team_form(team, is_typed=False))
    if form.validate_on_submit():
        with form.refusals():
            saved = commands.save_team(
                me(),
                team,
                name=form.name.data or "",
                parent_id=form.parent_id.data,
                site_id=form.site_id.data,
                running_limit=form.running_limit.data,
            )
            return back_to("/admin/teams", f"{saved.name} is saved.")
    return _team_page(team, form), form.status


def _save_site(site: Site | None) -> Answer:
    form = SiteForm()
    if site:
        form.compare(SiteForm(formdata=None, obj=site))
    if form.validate_on_submit():
        with form.refusals():
            saved = commands.save_site(me(), site, name=form.name.data or "")
            return back_to("/admin/teams", f"{saved.name} is saved.")
    page = render_template("admin/edit_site.html", form=form, name=site.name if site else None)
    return page, form.status
