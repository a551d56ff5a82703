"""What people type before the start: what they expect to come out, and the checklist."""

from wtforms import BooleanField

from innovate.core.forms import Form, version, whole

CHECKLIST = (
    ("is_agreed", "The people who take part know what will happen, and why."),
    ("is_measured", "The numbers of every arm can be had each day."),
    (
        "is_final",
        (
            "The hypothesis, target and dates are as they should be: "
            "after the start every change needs a reason, which stands beside the result."
        ),
    ),
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


class ForecastForm(Form):
    """How likely somebody holds it that the read-out will say better."""

    percent = whole("Your chance, in percent", most=100, required="Give a chance from 0 to 100.")
