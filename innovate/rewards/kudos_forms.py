"""What colleagues type to thank one another, and what HR types about values and allowances."""

import re
from typing import Self

from flask import request
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length

from innovate.core.crossing import EditForm
from innovate.core.errors import BadInput
from innovate.core.forms import Form, choice, line, text, whole
from innovate.core.web import id_of
from innovate.permissions import Role
from innovate.rewards import queries
from innovate.rewards.allowances import GIVERS
from innovate.rewards.first_values import FIRST_VALUES
from innovate.rewards.forms import KeyedForm
from innovate.rewards.kind_forms import ticks
from innovate.rewards.queries import Composer
from innovate.rewards.thanking import MOST_POINTS, MOST_RECEIVERS, WORDS, Occasion, occasion_of

_BETWEEN = re.compile(r"[,;]")


class KudosForm(KeyedForm):
    """Thanks to one or several colleagues; whom they go to are boxes that are ticked, and names that are typed."""

    who = line("To", most=600, autocomplete="off", placeholder="Name or e-mail")
    points = whole("Points to each", most=MOST_POINTS)
    words = text(
        "For what",
        required="Say what you thank them for.",
        most=WORDS,
        rows=2,
        placeholder="What did they do, and what came of it?",
    )
    value_id = choice("Value", kind=int)
    about = line("About", most=30)
    is_picked = False  # what it is about was chosen, and is not changed with whom it goes to
    said = HiddenField(validators=[Length(max=20)])  # the sum that the person read before pressing

    def opened(self, composer: Composer) -> Self:
        """This form as it opens, with a usual number of points."""
        self.points.data = composer.default_points
        return self.offering(composer)

    def offering(self, composer: Composer) -> Self:
        """This form with the values that there are to choose from."""
        self.value_id.choices = [("", "No value in particular"), *((one.id, one.name) for one in composer.values)]
        return self

    @property
    def ticked(self) -> list[int]:
        """The people whose boxes are ticked. Numbers that nobody could have are none."""
        found = []
        for one in request.form.getlist("to")[: MOST_RECEIVERS * 2]:
            try:
                found.append(id_of(one))
            except ValueError:
                continue
        return [one for one in dict.fromkeys(found) if one < 2**31]

    def receivers(self, own_id: int) -> list[int]:
        """Whom these thanks go to, ticked or typed. Raises BadInput where a name is not one colleague's."""
        found = self.ticked
        for name in _BETWEEN.split(self.who.data or ""):
            if name.strip():
                found.append(queries.find_colleague(name.strip()))
        if own_id in found:
            raise BadInput("You cannot thank yourself. Thank those who helped you.", "who")
        return list(dict.fromkeys(found))

    @property
    def occasion(self) -> tuple[Occasion, int] | None:
        """What they are for, if anything."""
        return occasion_of(self.about.data or "")

    def says(self, total: int, people: int) -> bool:
        """Whether the person read this sum before pressing; of one receiver it is what they typed."""
        return people < 2 or not total or self.said.data == str(total)


class AddOnForm(KeyedForm):
    """What somebody adds on to thanks that stand."""

    points = whole("Points to each", most=MOST_POINTS)
    words = text(
        "Your words", required="Say what you thank them for.", most=WORDS, rows=2, placeholder="What would you add?"
    )


class RegretForm(Form):
    """Why kudos are taken back; who gave them need not say."""

    reason = line("Reason", most=300, hint="Those who gave and got it read it.")


class ValueForm(EditForm):
    """A value of the company."""

    name = line("Name", required="Give it a name.", most=60)
    purpose = line("What it means", most=200, hint="In one sentence, as you would say it to a new colleague.")
    position = whole("Place in the list", least=1, most=99, required="Say which place it has.")
    is_active = BooleanField("Can be chosen", default=True)


class FirstValuesForm(Form):
    """Which of the offered values a new company keeps."""

    which = ticks(
        "Values to begin with",
        [(key, name) for key, (name, _) in FIRST_VALUES.items()],
        kind=str,
        required="Tick at least one, or write your own.",
    )


class AllowancesForm(EditForm):
    """How many points a month each role may give."""

    employee = whole("Employees", most=MOST_POINTS)
    reviewer = whole("Reviewers", most=MOST_POINTS)
    leader = whole("Leaders", most=MOST_POINTS)
    hr = whole("HR", most=MOST_POINTS)
    admin = whole("Administrators", most=MOST_POINTS)

    @property
    def amounts(self) -> dict[Role, int]:
        """What was typed, by role; nothing typed is no points."""
        return {role: self[role.value].data or 0 for role in GIVERS}
