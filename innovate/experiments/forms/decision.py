"""What people type of an experiment at its start and at its end."""

from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from innovate.core.forms import COMMENT, Form, day, text, version
from innovate.experiments.models import Conclusion
from innovate.experiments.number_fields import amount

CHECKLIST = (
    ("is_agreed", "The people who take part know what will happen, and why."),
    ("is_measured", "The numbers of every arm can be had each day."),
    ("is_final", "The hypothesis, target and dates are as they should be: they cannot change after the start."),
)


class StartForm(Form):
    """The checklist before the start."""

    version = version()
    is_agreed = BooleanField(CHECKLIST[0][1])
    is_measured = BooleanField(CHECKLIST[1][1])
    is_final = BooleanField(CHECKLIST[2][1])

    @property
    def is_done(self) -> bool:
        return all(getattr(self, name).data for name, _ in CHECKLIST)


class ConcludeForm(Form):
    """The decision that ends the experiment."""

    version = version()
    conclusion = RadioField(
        "What happens now",
        [InputRequired("Choose what happens now.")],
        choices=[
            SelectChoice(Conclusion.SCALE.value, "Scale it: everybody gets it"),
            SelectChoice(Conclusion.STOP.value, "Stop: we keep what we learned"),
        ],
    )
    lesson = text(
        "What we learned",
        required="Say what was learned: the next person will read it.",
        most=COMMENT,
        hint="For the next person with a similar idea.",
    )
    departure = text("Why it is decided otherwise", most=COMMENT, rows=3)
    spent = amount("Money spent", required="Give what was spent; 0 if nothing was.")


class NextRoundForm(Form):
    """The decision to try once more, with something changed."""

    version = version()
    change = text("What changes in the next round", required="Say what changes in the next round.", most=COMMENT)
    lesson = text(
        "What this round taught", required="Say what was learned: the next person will read it.", most=COMMENT
    )
    spent = amount("Money spent so far", required="Give what was spent; 0 if nothing was.")
    starts_on = day("First day", required="Choose the first day.")
    ends_on = day("Last day", required="Choose the last day.")


def cents(figure_typed: float | None) -> int:
    """Whole cents of an amount that was typed."""
    return round((figure_typed or 0.0) * 100)
