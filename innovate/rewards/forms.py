"""What HR types: awards, budgets, badges and reasons."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import BooleanField, HiddenField
from wtforms import Form as Part
from wtforms.validators import Length

from innovate.core.crossing import EditForm
from innovate.core.errors import BadInput
from innovate.core.forms import Form, choice, day, line, text, version, whole
from innovate.rewards import queries
from innovate.rewards.commands import CITATION, MOST_BUDGET, Share
from innovate.rewards.drawings import DRAWINGS
from innovate.rewards.first_awards import MOST_POINTS
from innovate.rewards.queries import Suggestion

OTHERS = 2  # empty lines for people whom nobody suggested


def _new_key() -> str:
    return secrets.token_hex(16)


class KeyedForm(Form):
    """A form that gives points, with a hidden key: sent twice it has one effect."""

    key = HiddenField(default=_new_key, validators=[Length(min=1, max=60)])

    def renew_key(self) -> None:
        """After a refusal that came too late this is another form: whoever still wants it has read what happened."""
        if self.is_late:
            self.key.data = _new_key()


def _badges() -> list[tuple[Any, str]]:
    return [("", "No badge"), *((badge.id, badge.name) for badge in queries.badges(only_active=True))]


class ShareForm(Part):
    """One line of a recognition: who, how many points, which badge, for what."""

    is_given = BooleanField("Award")
    who = line("Name or e-mail", autocomplete="off", list="colleagues")
    points = whole("Points", most=MOST_POINTS)
    badge_id = choice("Badge", kind=int)
    citation = text("Citation", most=CITATION, rows=2)

    suggestion: Suggestion | None = None

    @property
    def is_used(self) -> bool:
        return bool(self.is_given.data if self.suggestion else self.who.data)

    def is_valid(self) -> bool:
        """Whether this line can be given; what is to be mended stands at its field."""
        fine = self.validate()
        if not self.points.errors and not self.points.data and self.badge_id.data is None:
            self.points.errors, fine = ["Give points, a badge or both."], False
        if not self.citation.data:
            self.citation.errors, fine = ["Say what this is for. Everybody reads it."], False
        return fine

    def share(self) -> Share:
        """What the command takes. Raises BadInput when the name is not one colleague's."""
        person_id = self.suggestion.person.id if self.suggestion else queries.find_colleague(self.who.data or "")
        return Share(person_id, self.points.data or 0, self.badge_id.data, self.citation.data or "")


class RecogniseForm(KeyedForm):
    """The awards for one idea: a line for each person who had a part, and a few for others."""

    version = version()
    reason = text(
        "A word to everybody", most=2_000, hint="Stands in the idea’s history. Without it we write whom you thanked."
    )

    def rows(self, suggestions: Sequence[Suggestion]) -> list[ShareForm]:
        """The lines as typed, or empty ones with those ticked who had a part; the same ones when asked again."""
        if not hasattr(self, "_rows"):
            typed = request.form if self.is_submitted() and self.key.raw_data else None
            choices = _badges()
            self._rows = []
            for place, suggestion in enumerate([*suggestions, *[None] * OTHERS]):
                prefix = f"person-{suggestion.person.id}-" if suggestion else f"other-{place - len(suggestions)}-"
                row = ShareForm(typed, prefix=prefix, data={"is_given": suggestion is not None})
                row.badge_id.choices, row.suggestion = choices, suggestion
                self._rows.append(row)
        return self._rows

    def are_valid(self, rows: Sequence[ShareForm]) -> bool:
        """Whether every line that is used can be given, and one is."""
        used = [row for row in rows if row.is_used]
        if not used:
            self.form_errors = ["Tick at least one person, or close the idea without an award."]
        fine = [row.is_valid() for row in used]
        if not all(fine):
            self.form_errors = ["Some awards need another look. What you typed is still here."]
        return bool(used) and all(fine)

    @staticmethod
    def written(rows: Sequence[ShareForm]) -> list[str]:
        """The citations of the lines that are used, to be given back when they come too late."""
        return [row.citation.data for row in rows if row.is_used and row.citation.data]

    def shares(self, rows: Sequence[ShareForm]) -> list[Share]:
        """What is to be given."""
        shares = []
        for row in rows:
            if row.is_used:
                try:
                    shares.append(row.share())
                except BadInput as error:
                    row.who.errors = [error.sentence]
                    raise
        return shares


class CloseForm(KeyedForm):
    """Closing an idea without an award."""

    version = version()
    why = text("Reason", required="Say why nobody is awarded. The author reads it.", most=2_000, rows=3)


class AwardForm(KeyedForm):
    """An award outside an idea."""

    who = line(
        "To",
        required="Say whom it is for.",
        hint="A colleague’s name or e-mail.",
        autocomplete="off",
        list="colleagues",
    )
    points = whole("Points", most=MOST_POINTS)
    badge_id = choice("Badge", kind=int)
    citation = text(
        "Citation", required="Say what it is for.", most=CITATION, rows=3, hint="Everybody reads it on the wall."
    )

    def with_badges(self) -> "AwardForm":
        self.badge_id.choices = _badges()
        return self


class BudgetForm(KeyedForm):
    """Points that are added to the company's budget."""

    points = whole("Points to add", least=1, most=MOST_BUDGET, required="Say how many points.")
    reason = line(
        "Where they come from", required="Say where they come from.", hint="Such as “Second half of the year”."
    )


def _units() -> list[tuple[str, str]]:
    return [("", "Choose one"), *((unit.value, unit.name) for unit in queries.units())]


class FundForm(KeyedForm):
    """Points that go from the company's budget to an area's or a team's."""

    of = choice("Area or team", _units, required="Choose an area or a team.")
    points = whole("Points", least=1, most=MOST_BUDGET, required="Say how many points.")
    reason = line("What they are for", required="Say what they are for.", hint="Its leader reads it.")

    @property
    def area_id(self) -> int | None:
        """The area that was chosen, if it is one."""
        kind, _, id_ = (self.of.data or "").partition(":")
        return int(id_) if kind == "area" else None

    @property
    def team_id(self) -> int | None:
        """The team that was chosen, if it is one."""
        kind, _, id_ = (self.of.data or "").partition(":")
        return int(id_) if kind == "team" else None


class ReturnForm(KeyedForm):
    """Points that go back from a budget to the company's."""

    points = whole("Points to take back", least=1, most=MOST_BUDGET, required="Say how many points.")
    reason = line("Reason", required="Say why. Its leader reads it.", most=300)


class CorrectForm(Form):
    """Why a movement of points is reversed."""

    reason = line("Reason", required="Say why: it stands in both statements.", most=300)


class CloseMonthForm(Form):
    """The month to close, as the person saw it."""

    month = HiddenField(validators=[Length(min=10, max=10)])


class ExportForm(Form):
    """What finance takes along: a kind of file, and a span of days."""

    file = choice("File", [("csv", "CSV"), ("xlsx", "Excel (XLSX)")], required="Choose a kind of file.")
    first = day("From", hint="Empty: from the beginning.")
    last = day("Until", hint="Empty: until now.")


class BadgeForm(EditForm):
    """A badge."""

    name = line("Name", required="Give it a name.", most=60)
    purpose = line("What it is given for", required="Say what it is given for.")
    drawing = choice("Drawing", [(key, one.label) for key, one in DRAWINGS.items()], required="Choose a drawing.")
    is_active = BooleanField("Can be given", default=True)


class TakeBackForm(Form):
    """Why an award is taken back."""

    reason = line("Reason", required="Say why. The person reads it.", most=300)
