"""What people type about a benefit: whether it has lasted, and whom to ask instead."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired

from innovate.core.forms import Form, line, text
from innovate.rewards.commands.benefits import WORDS


class BenefitForm(Form):
    """Whether the benefit has lasted, and how one knows."""

    has_lasted = RadioField(
        "Has it lasted?",
        [InputRequired("Say whether it has lasted.")],
        choices=[SelectChoice("yes", "Yes, it has lasted"), SelectChoice("no", "No, it has not")],
    )
    words = text(
        "How do you know?",
        required="Say how you know. Those who hold a part of it read this.",
        most=WORDS,
        rows=4,
        hint="What do the numbers say now? Those who hold a part of it read this.",
    )


class HandOverForm(Form):
    """Whom to ask instead."""

    who = line("Name or e-mail", required="Say whom to ask.", autocomplete="off", list="colleagues")
