"""What people type in review: scores with a note, and whom to ask."""

from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from innovate.core.forms import COMMENT, Form, text
from innovate.review.queries import CriterionView
from innovate.review.routing import Candidate

SCORES = [SelectChoice(value, str(value)) for value in range(1, 6)]


class ScorecardForm(Form):
    """A note, and behind it a score for each criterion; made for the criteria in use."""

    note = text(
        "Why you scored it so",
        required="Say in a sentence or two why you scored it so.",
        most=COMMENT,
        hint="The leader reads it before deciding. Other reviewers see it once they have sent theirs.",
    )

    @property
    def scores(self) -> dict[int, int]:
        """The scores that were chosen, by criterion id."""
        chosen = ((name.removeprefix("score_"), field.data) for name, field in self._fields.items())
        return {int(number): value for number, value in chosen if number.isdecimal() and value is not None}


def scorecard_form(criteria: Sequence[CriterionView]) -> ScorecardForm:
    """The form for these criteria."""
    fields = {
        f"score_{one.id}": RadioField(
            one.name,
            [InputRequired(f"Choose a score from 1 to 5 for {one.name.lower()}.")],
            choices=SCORES,
            coerce=int,
            description=one.question,
        )
        for one in criteria
    }
    made: type[ScorecardForm] = type("ScorecardForm", (ScorecardForm,), fields)
    return made()


class ReviewersForm(Form):
    """Whom to ask."""

    reviewers = SelectMultipleField(
        "Reviewers", coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, choices: Sequence[Candidate], *, sent: set[int]) -> None:
        """Let these people be chosen, but those who have sent their scorecard."""
        self.reviewers.choices = [SelectChoice(one.id, one.name) for one in choices if one.id not in sent]
