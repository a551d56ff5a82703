"""The page that lists every component; a change of design is looked at here first."""

from flask import Blueprint, render_template
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from innovate.accounts.login import Navigation
from innovate.core import forms
from innovate.core.web import public
from innovate.styleguide import samples
from innovate.styleguide.samples.people import SomeAdministrator

bp = Blueprint("styleguide", __name__)


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.line("Title", required="Give the idea a title.", hint="One line that a colleague would understand.")
    problem = forms.text("What happens today", required="Say what happens today, and to whom.")
    area = forms.choice("Area", [("", "Choose an area"), ("1", "Returns"), ("2", "Contact centre")], required="Choose.")
    days = forms.whole("Promised days", least=1, most=90)
    starts_on = forms.day("Starts on")
    anonymous = BooleanField("Post without my name", description="Nobody can see who wrote it. You can claim it later.")
    score = RadioField("Customer impact", choices=[SelectChoice(str(n), str(n)) for n in range(1, 6)], default="4")


@bp.get("/styleguide")
@public
def index() -> str:
    """Every component, in its states."""
    good, bad = SampleForm(formdata=None), SampleForm(formdata=None, prefix="bad", title="Free retur", days=200)
    bad.title.errors = ["Keep this within 200 characters."]
    bad.days.errors = ["Give a whole number from 1 to 90."]
    return render_template(
        "styleguide/index.html",
        viewer=SomeAdministrator(),
        nav=Navigation(waiting_count=3, unread_count=12, active="styleguide"),
        good=good,
        bad=bad,
        scored=SampleForm(formdata=None, prefix="scored"),
        **samples.everything(),
    )
