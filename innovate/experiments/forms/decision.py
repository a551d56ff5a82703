"""What people type when they decide: the end of an experiment, or its next round."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from innovate.core.forms import COMMENT, Form, day, text, version
from innovate.experiments.forms.numbers import amount
from innovate.experiments.models import Conclusion


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
