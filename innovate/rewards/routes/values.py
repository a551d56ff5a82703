"""What thanks can be tied to, and how many points a month each role may give."""

from flask import render_template
from werkzeug.wrappers import Response

from innovate import permissions
from innovate.accounts.login import me
from innovate.core.crossing import held
from innovate.core.web import back_to, entity, needs
from innovate.core.wording import plural
from innovate.rewards import allowances as monthly
from innovate.rewards import commands, queries
from innovate.rewards.first_values import FIRST_VALUES
from innovate.rewards.kudos_forms import AllowancesForm, FirstValuesForm, ValueForm
from innovate.rewards.models import CompanyValue
from innovate.rewards.routes import bp

Page = Response | tuple[str, int]


@bp.get("/rewards/values")
@needs(permissions.keep_values)
def values() -> str:
    """Every value of the company."""
    return _listed(FirstValuesForm(formdata=None, data={"which": list(FIRST_VALUES)}))


@bp.post("/rewards/values/first")
@needs(permissions.keep_values)
def keep_first_values() -> Page:
    """Keep some of the values that a new company is offered."""
    form = FirstValuesForm()
    if form.validate_on_submit():
        kept = commands.keep_first_values(me(), which=form.which.data or [])
        said = f"{plural(kept, 'value')} kept. Change the words until they sound like you." if kept else ""
        return back_to("/rewards/values", said or "They are in the list already.")
    return _listed(form), form.status


@bp.get("/rewards/values/new")
@needs(permissions.keep_values)
def new_value() -> str:
    """The form of a new value."""
    return _drawn(ValueForm(formdata=None, data={"position": queries.next_position(), "is_active": True}), None)


@bp.post("/rewards/values/new")
@needs(permissions.keep_values)
def make_value() -> Page:
    """Make a value."""
    return _save(None)


@bp.get("/rewards/values/<int:value_id>")
@needs(permissions.keep_values)
def value(value_id: int) -> str:
    """The form of a value."""
    found = entity(CompanyValue, value_id)
    return _drawn(ValueForm(obj=found).opened(), found)


@bp.post("/rewards/values/<int:value_id>")
@needs(permissions.keep_values)
def save_value(value_id: int) -> Page:
    """Change a value."""
    return _save(held(entity(CompanyValue, value_id)))


@bp.get("/rewards/allowances")
@needs(permissions.keep_allowances)
def allowances() -> str:
    """What each role may give a month, and how this month stands."""
    return _of_the_month(_standing().opened())


@bp.post("/rewards/allowances")
@needs(permissions.keep_allowances)
def save_allowances() -> Page:
    """Change what each role may give a month."""
    form = AllowancesForm()
    form.compare(_standing())
    if form.validate_on_submit():
        with form.refusals():
            commands.save_allowances(me(), amounts=form.amounts)
            return back_to("/rewards/allowances", "Saved. Whoever has had this month’s points keeps them.")
    return _of_the_month(form), form.status


def _standing() -> AllowancesForm:
    said = monthly.amounts() if monthly.are_said() else dict.fromkeys(monthly.GIVERS, monthly.USUAL)
    return AllowancesForm(formdata=None, data={role.value: points for role, points in said.items()})


def _listed(form: FirstValuesForm) -> str:
    return render_template("rewards/values.html", values=queries.values(), form=form, offered=FIRST_VALUES)


def _of_the_month(form: AllowancesForm) -> str:
    return render_template("rewards/allowances.html", form=form, month=queries.month_of_allowances())


def _save(found: CompanyValue | None) -> Page:
    form = ValueForm()
    if found:
        form.compare(ValueForm(formdata=None, obj=found))
    if form.validate_on_submit():
        with form.refusals():
            commands.save_value(
                me(),
                found,
                name=form.name.data or "",
                purpose=form.purpose.data or "",
                position=form.position.data or 1,
                is_active=bool(form.is_active.data),
            )
            return back_to("/rewards/values", f"“{form.name.data}” is saved.")
    return _drawn(form, found), form.status


def _drawn(form: ValueForm, found: CompanyValue | None) -> str:
    return render_template("rewards/value.html", form=form, value_id=found and found.id)
