"""What people type of the numbers: why recorded ones change, and a sheet of them, pasted or as a file."""

from wtforms import FileField, HiddenField
from wtforms.validators import Optional

from innovate.core.forms import Form, line, text
from innovate.experiments.commands.run import REASON

MOST_PASTED = 150_000  # characters, of three bytes at most, in a form that holds 500 kB


class CorrectionForm(Form):
    """Why recorded numbers change; the numbers themselves stand in the grid."""

    reason = line(
        "Why recorded numbers change",
        most=REASON,
        hint="Only when you correct a day or empty it. It stands beside the data for everybody to read.",
    )


class SheetForm(Form):
    """Numbers from a spreadsheet, pasted or as a file."""

    lines = text("Lines from your spreadsheet", most=MOST_PASTED, rows=10, spellcheck="false", wrap="off")
    file = FileField("Or a file", [Optional()], render_kw={"accept": ".csv,.tsv,.txt,text/csv,text/plain"})


class KeepForm(CorrectionForm):
    """What was read of a sheet, to be kept: its rows packed, and a print of what stood in their places."""

    rows = HiddenField()
    seen = HiddenField()
    guess = HiddenField()
