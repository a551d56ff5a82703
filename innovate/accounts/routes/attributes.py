"""Attributes that recognition is compared by: their names, and what they are for people, pasted as a sheet."""

from flask import render_template, request

from innovate import permissions
from innovate.accounts import attribute_sheets, commands, queries
from innovate.accounts.attribute_sheets import Sheet
from innovate.accounts.forms import AttributeForm, AttributeSheetForm
from innovate.accounts.login import me
from innovate.accounts.models import Attribute
from innovate.accounts.routes import bp
from innovate.core.web import Answer, back_to, entity, needs
from innovate.core.wording import plural


@bp.get("/rewards/attributes")
@needs(permissions.keep_attributes)
def attributes() -> str:
    """All attributes, and a new one."""
    return _list(AttributeForm(formdata=None))


@bp.post("/rewards/attributes")
@needs(permissions.keep_attributes)
def new_attribute() -> Answer:
    """Name a new attribute."""
    form = AttributeForm()
    if form.validate_on_submit():
        with form.refusals():
            made = commands.save_attribute(me(), None, name=form.name.data or "")
            return back_to(f"/rewards/attributes/{made.id}", f"“{made.name}” is there. Now say what it is for people.")
    return _list(form), form.status


@bp.get("/rewards/attributes/<int:attribute_id>")
@needs(permissions.keep_attributes)
def attribute(attribute_id: int) -> str:
    """Paste what it is for people."""
    return _sheet(entity(Attribute, attribute_id), AttributeSheetForm(formdata=None))


@bp.post("/rewards/attributes/<int:attribute_id>")
@needs(permissions.keep_attributes)
def fill_attribute(attribute_id: int) -> Answer:
    """Look at what was pasted, or keep it: whole or not at all."""
    its, form = entity(Attribute, attribute_id), AttributeSheetForm()
    if not form.validate_on_submit():
        return _sheet(its, form), form.status
    sheet = attribute_sheets.read(form.sheet.data or "", queries.ids_by_email())
    if sheet.wrong or "keep" not in request.form:
        return _sheet(its, form, sheet), 422 if sheet.wrong else 200
    people = commands.fill_attribute(me(), its, values=sheet.values)
    return back_to("/rewards/attributes", f"“{its.name}” is kept for {plural(people, 'person', 'people')}.")


@bp.post("/rewards/attributes/<int:attribute_id>/name")
@needs(permissions.keep_attributes)
def rename_attribute(attribute_id: int) -> Answer:
    """Give it another name."""
    its, form = entity(Attribute, attribute_id), AttributeForm()
    if form.validate_on_submit():
        with form.refusals():
            commands.save_attribute(me(), its, name=form.name.data or "")
            return back_to("/rewards/attributes", "The name is changed.")
    return _sheet(its, AttributeSheetForm(formdata=None), naming=form), form.status


@bp.post("/rewards/attributes/<int:attribute_id>/remove")
@needs(permissions.keep_attributes)
def remove_attribute(attribute_id: int) -> Answer:
    """Take it away with all its values."""
    its = entity(Attribute, attribute_id)
    commands.remove_attribute(me(), its)
    return back_to("/rewards/attributes", f"“{its.name}” is removed. Reports that are written keep it.")


def _list(form: AttributeForm) -> str:
    return render_template("accounts/attributes.html", attributes=queries.attributes(), form=form)


def _sheet(
    its: Attribute, form: AttributeSheetForm, sheet: Sheet | None = None, naming: AttributeForm | None = None
) -> str:
    row = next(one for one in queries.attributes() if one.id == its.id)
    naming = naming or AttributeForm(formdata=None, name=its.name)
    return render_template("accounts/attribute.html", attribute=row, form=form, sheet=sheet, naming=naming)
