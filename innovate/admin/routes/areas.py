"""Areas: their leader, reviewers, rules and budget, and who stands in when."""

from decimal import Decimal

from flask import render_template

from innovate import permissions
from innovate.accounts.login import me
from innovate.admin.forms import AreaForm, DeputyForm
from innovate.admin.queries import choices
from innovate.admin.routes import bp
from innovate.areas import commands, queries
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.crossing import held
from innovate.core.errors import NotFound
from innovate.core.web import Answer, back_to, entity, needs
from innovate.permissions import Role


@bp.get("/areas")
@needs(permissions.keep_areas)
def areas() -> str:
    """Every area."""
    return render_template("admin/areas.html", areas=queries.areas())


@bp.get("/areas/new")
@needs(permissions.keep_areas)
def new_area() -> str:
    """The form of a new area."""
    form = _area_form(None)
    form.quorum.data, form.budget.data = 2, Decimal(0)
    return render_template("admin/edit_area.html", form=form, area=None)


@bp.post("/areas/new")
@needs(permissions.keep_areas)
def add_area() -> Answer:
    """Add an area."""
    return _save(None)


@bp.get("/areas/<int:area_id>")
@needs(permissions.keep_areas)
def edit_area(area_id: int) -> str:
    """The form of an area, and its deputies."""
    area = queries.get_area(area_id)
    return _edit_page(area, _as_it_stands(area))


@bp.post("/areas/<int:area_id>")
@needs(permissions.keep_areas)
def save_area(area_id: int) -> Answer:
    """Keep what was typed about an area."""
    area: Area = held(entity(Area, area_id))
    return _save(area)


@bp.post("/areas/<int:area_id>/deputies")
@needs(permissions.keep_areas)
def add_deputy(area_id: int) -> Answer:
    """Let somebody stand in for the leader."""
    area = queries.get_area(area_id)
    form = _deputy_form(area)
    if form.validate_on_submit():
        with form.refusals():
            commands.add_deputy(
                me(),
                area,
                person_id=form.person_id.data,
                starts_on=form.starts_on.data or today(),
                ends_on=form.ends_on.data or today(),
            )
            return back_to(f"/admin/areas/{area.id}#deputies", "The deputy is added.")
    return _edit_page(area, _as_it_stands(area), form), form.status


@bp.post("/areas/<int:area_id>/deputies/<int:deputy_id>/remove")
@needs(permissions.keep_areas)
def remove_deputy(area_id: int, deputy_id: int) -> Answer:
    """End a stand-in."""
    deputy: Deputy = entity(Deputy, deputy_id)
    if deputy.area_id != area_id:
        raise NotFound
    commands.remove_deputy(me(), deputy)
    return back_to(f"/admin/areas/{area_id}#deputies", "The deputy is removed.")


def _area_form(area: Area | None, *, is_typed: bool = True) -> AreaForm:
    form = AreaForm(obj=area) if is_typed else AreaForm(formdata=None, obj=area)
    chosen = {reviewer.person_id for reviewer in area.reviewers} if area else set()
    form.leader_id.choices = [
        ("", "Choose"),
        *choices.people_who(Role.LEADER, and_also={area.leader_id} if area else None),
    ]
    form.reviewer_ids.choices = choices.people_who(Role.REVIEWER, and_also={*chosen})
    return form


def _as_it_stands(area: Area) -> AreaForm:
    form = _area_form(area, is_typed=False)
    form.budget.data = Decimal(area.budget_cents) / 100
    form.reviewer_ids.data = [reviewer.person_id for reviewer in area.reviewers]
    form.opened()
    return form


def _deputy_form(area: Area) -> DeputyForm:
    form = DeputyForm()
    people = choices.people_who(Role.LEADER, Role.REVIEWER, Role.ADMIN)
    form.person_id.choices = [("", "Choose"), *(one for one in people if one[0] != area.leader_id)]
    return form


def _edit_page(area: Area, form: AreaForm, deputy_form: DeputyForm | None = None) -> str:
    row = next(one for one in queries.areas() if one.id == area.id)
    return render_template(
        "admin/edit_area.html",
        form=form,
        area=row,
        deputies=queries.deputies(area.id),
        deputy_form=deputy_form or _deputy_form(area),
    )


def _save(area: Area | None) -> Answer:
    form = _area_form(area)
    if area:
        form.compare(_as_it_stands(area))
    if form.validate_on_submit():
        with form.refusals():
            saved = commands.save_area(
                me(),
                area,
                name=form.name.data or "",
                purpose=form.purpose.data or "",
                leader_id=form.leader_id.data,
                vote_threshold=form.vote_threshold.data,
                quorum=form.quorum.data or 1,
                budget_cents=int((form.budget.data or Decimal(0)) * 100),
                reviewer_ids=form.reviewer_ids.data or [],
                is_active=form.is_active.data,
            )
            return back_to("/admin/areas", f"{saved.name} is saved.")
    page = _edit_page(area, form) if area else render_template("admin/edit_area.html", form=form, area=None)
    return page, form.status
