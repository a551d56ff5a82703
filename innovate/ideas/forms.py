"""What people type about ideas: an idea's words, and a text to preview."""

import re
from collections.abc import Iterable

from wtforms import HiddenField
from wtforms.validators import Regexp

from innovate.areas.models import Area
from innovate.core.forms import Form, choice, line, text

FORM_KEY = re.compile(r"[0-9a-f]{32}\Z")
STALE = "This page is out of date. Open it again, and copy your words over."


class Words(Form):
    """The words of an idea."""

    title = line("Title", required="Give the idea a title.", hint="What would change, in one line.")
    problem = text(
        "Problem",
        required="Say what happens today, and to whom.",
        hint="What happens today, and to whom?",
        rows=6,
    )
    proposal = text("Proposal", required="Say what you propose.", hint="What should we do instead?", rows=6)
    area_id = choice("Area", kind=int, required="Choose the area that this belongs to.", hint="Its leader answers you.")
    effect = text(
        "Expected effect on customers", hint="How would they notice? A number helps, if you have one.", rows=3
    )

    def offer(self, areas: Iterable[Area], kept: Area | None = None) -> None:
        """Let the person choose among these areas, and the one that is chosen already."""
        offered = {area.id: area.name for area in areas}
        if kept is not None:
            offered.setdefault(kept.id, kept.name)
        self.area_id.choices = [("", "Choose an area"), *offered.items()]


class IdeaForm(Words):
    """A new idea; `form_key` makes one idea of it, however often it is sent."""

    form_key = HiddenField(validators=[Regexp(FORM_KEY, message=STALE)])


class EditForm(Words):
    """The words of an idea that is posted; `version` is the one that the person read."""

    version = HiddenField(validators=[Regexp(re.compile(r"[0-9]{1,9}\Z"), message=STALE)])


class DraftForm(Form):
    """What was typed so far; nothing is required of a draft."""

    form_key = HiddenField(validators=[Regexp(FORM_KEY, message=STALE)])
    title = line("Title")
    problem = text("Problem")
    proposal = text("Proposal")
    area_id = choice("Area", kind=int)
    effect = text("Expected effect on customers")


class PreviewForm(Form):
    """A text to see as it will be read."""

    text = text("Text")
