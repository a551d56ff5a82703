"""What administrators type."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from wtforms import BooleanField, DateField, DecimalField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from innovate.accounts.forms import email
from innovate.accounts.models import Shift
from innovate.core.clock import today
from innovate.core.crossing import EditForm
from innovate.core.forms import Form, choice, day, line, text, whole
from innovate.ideas.models import StageKind
from innovate.permissions import Role

ROLES = [(role.value, role.label) for role in Role if role is not Role.CUSTOMER]
MOST_CENTS = 2**53
Taken = TypeVar("Taken", bound=Form)


def ticks(
    label: str, choices: Iterable[tuple[Any, str]] = (), *, kind: Any = str, hint: str = "", required: str = ""
) -> SelectMultipleField:
    """Any of several, each with a box to tick."""
    return SelectMultipleField(
        label,
        [InputRequired(required)] if required else [],
        choices=[SelectChoice(value, words) for value, words in choices],
        coerce=kind,
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def money(label: str, *, required: str, hint: str = "") -> DecimalField:
    """An amount of money in whole units, kept as cents."""
    bounds = NumberRange(0, MOST_CENTS // 100, message="Give an amount from 0 upwards.")
    more = {"inputmode": "decimal", "min": 0, "step": "0.01"}
    return DecimalField(label, [InputRequired(required), bounds], places=2, description=hint, render_kw=more)


class PersonForm(EditForm):
    """What is known of a person; the choices are given by the page."""

    name = line("Name", required="Type the name.", most=80)
    email = email()
    title = line("Title", most=80, hint="What they do: “Agent, contact centre”.")
    team_id = choice("Team", kind=int)
    manager_id = choice("Manager", kind=int, hint="Nobody decides on ideas of their own manager or reports.")
    shift = choice("Shift", [(shift.value, shift.label) for shift in Shift], required="Choose a shift.", kind=Shift)
    joined_on = DateField("With us since", [InputRequired("Give the date.")], default=today)


class InviteForm(PersonForm):
    """A new person with their roles."""

    roles = ticks(
        "Roles", ROLES, kind=Role, required="Choose at least one role.", hint="Everybody who works here is an employee."
    )


class InviteManyForm(Form):
    """Several new people, a line each."""

    lines = text(
        "People",
        required="Paste at least one line with a name and an e-mail.",
        hint="One a line: a name and an e-mail, as in “Ana Lind, ana@company.example”.",
        rows=8,
        spellcheck="false",
    )
    team_id = choice("Team", kind=int, hint="For all of them; it can be changed for each later.")
    roles = ticks("Roles", ROLES, kind=Role, required="Choose at least one role.")


class RolesForm(EditForm):
    """A person's roles."""

    roles = ticks("Roles", ROLES, kind=Role, required="Choose at least one role.")


class HandoverForm(Form):
    """Who takes over what somebody holds who goes; `with_takers` gives it a field for each thing."""

    manager_id = choice("They report to", kind=int)


class Taker(NamedTuple):
    """Who may take over one thing, as a field asks for it; `required` is the sentence to say when nobody is chosen."""

    label: str
    who: list[tuple[Any, str]]
    required: str = ""


def with_takers(form: type[Taken], takers: Mapping[str, Taker]) -> type[Taken]:
    """That form with one more field, by its name, for each thing that somebody takes over."""
    fields = {
        name: choice(one.label, [("", "Choose"), *one.who], kind=int, required=one.required)
        for name, one in takers.items()
    }
    return type(form.__name__, (form,), fields)


class TeamForm(EditForm):
    """A team and its place in the tree."""

    name = line("Name", required="Type the team's name.", most=80)
    parent_id = choice("Belongs to", kind=int, hint="The team above it, if there is one.")
    site_id = choice("Site", kind=int)
    running_limit = whole(
        "Experiments at a time",
        least=1,
        most=99,
        hint="A team that tries many things at once cannot tell them apart. Empty for no limit.",
    )


class SiteForm(EditForm):
    """A site."""

    name = line("Name", required="Type the site's name.", most=80)


class AreaForm(EditForm):
    """An area, who leads it, and its rules."""

    name = line("Name", required="Type the area's name.", most=60)
    purpose = line("What it is about", most=300, hint="One sentence that helps people choose the right area.")
    leader_id = choice(
        "Leader", kind=int, required="Choose who leads this area.", hint="People with the role of a leader."
    )
    vote_threshold = whole(
        "Votes that take an idea up", least=1, most=100_000, hint="Empty: only the leader takes ideas up."
    )
    quorum = whole(
        "Scorecards before a decision",
        least=1,
        most=20,
        required="Say how many scorecards an approval needs.",
        hint="So many reviewers must have scored before an experiment can be approved.",
    )
    budget = money(
        "Budget for experiments",
        required="Give the budget; 0 is fine.",
        hint="In all; approved experiments reserve from it.",
    )
    reviewer_ids = ticks("Reviewers", kind=int, hint="Who may be asked to score ideas of this area.")
    is_active = BooleanField("In use", default=True, description="An area out of use takes no new ideas.")


class DeputyForm(Form):
    """Who stands in for a leader, and when."""

    person_id = choice("Deputy", kind=int, required="Choose who stands in.")
    starts_on = day("First day", required="Give the first day.")
    ends_on = day("Last day", required="Give the last day.")


class StageForm(EditForm):
    """A stage of the pipeline."""

    name = line("Name", required="Type the stage's name.", most=40)
    kind = choice(
        "Kind",
        [(kind.value, kind.label) for kind in StageKind],
        required="Choose a kind.",
        kind=StageKind,
        hint="What happens in it: the kind carries the behaviour, and stays.",
    )
    position = whole("Place in the order", least=1, most=99, required="Say where it stands.", hint="1 is the first.")
    promised_days = whole(
        "Promised days", least=1, most=3650, hint="Within so many days it owes its answer. Empty: no promise."
    )
    work_limit = whole(
        "Limit of work", least=1, most=10_000, hint="The board warns beyond so many ideas. Empty: no limit."
    )


class CriterionForm(EditForm):
    """What reviewers score from 1 to 5."""

    name = line("Name", required="Type the criterion's name.", most=60)
    question = line("Question", required="Type the question that the reviewer answers.", most=200)
    low = line("What a 1 means", required="Say what a 1 means.", most=120)
    high = line("What a 5 means", required="Say what a 5 means.", most=120)
    weight = whole("Weight", least=1, most=100, required="Give a weight.", hint="Beside the other criteria's weights.")
    position = whole("Place in the order", least=1, most=99, required="Say where it stands.")
    is_active = BooleanField("In use", default=True, description="Scorecards that were sent keep their scores.")


class BulkForm(Form):
    """Something done to several people at once."""

    ids = SelectMultipleField("People", coerce=int, validate_choice=False)
    team_id = choice("Team", kind=int)


class AuditForm(Form):
    """Which facts of the journal to show."""

    class Meta:
        """It only reads."""

        csrf = False

    person = line("Person", most=254)
    thing = line("Thing", most=60)
    kind = choice("What happened")
    first = DateField("From", [Optional()])
    last = DateField("To", [Optional()])
