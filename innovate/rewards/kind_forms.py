"""What HR types about a kind of award."""

from collections.abc import Iterable
from typing import Any, Self

from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from innovate.core.crossing import EditForm
from innovate.core.errors import BadInput
from innovate.core.forms import choice, line, text, whole
from innovate.permissions import Role
from innovate.rewards import queries
from innovate.rewards.commands import Step, Vesting
from innovate.rewards.first_awards import EVERYBODY, MOST_POINTS
from innovate.rewards.models import Approver, AwardBudget, AwardKind, Period

MOST_STEPS = 4
ROLES = [(role, role.label) for role in Role if role in EVERYBODY]


def ticks(label: str, choices: Iterable[tuple[Any, str]] = (), *, kind: Any, required: str = "", hint: str = "") -> Any:
    """A list of boxes to tick."""
    return SelectMultipleField(
        label,
        [InputRequired(required)] if required else [],
        choices=[SelectChoice(value, words) for value, words in choices],
        coerce=kind,
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class KindForm(EditForm):
    """A kind of award; its approvers stand in `step_1` to `step_4`."""

    name = line("Name", required="Give it a name.", most=60)
    purpose = text("What it is for", required="Say what it is for.", most=300, rows=2)
    prompt = line(
        "What the citation should say",
        most=200,
        hint="A question that whoever gives it reads above the words: “What did you see them do?”",
    )
    givers = ticks(
        "Who gives it",
        [(Role.HR, Role.HR.label), (Role.LEADER, "Leaders")],
        kind=Role,
        required="Choose HR, leaders or both.",
    )
    budget = choice("Whose budget pays", [(one.value, one.label) for one in AwardBudget], required="Choose one.")
    least_points = whole("Least points", most=MOST_POINTS)
    most_points = whole("Most points", most=MOST_POINTS, required="Say how many points it is at most.")
    badge_id = choice("Badge that comes with it", kind=int)
    eligible = ticks("Who may get it", ROLES, kind=Role, required="Choose who may get it.")
    team_ids = ticks(
        "Only in these teams", kind=int, hint="None ticked: all of them. A team stands for those within it."
    )
    least_days = whole("Days with the company", most=36_500, hint="Before that nobody gets it.")
    period = choice("Limits for each", [("", "No limits"), *((one.value, one.label) for one in Period)])
    period_points = whole("Points to all together", least=1, hint="Within a month, quarter or year.")
    period_times = whole("Times to one person", least=1, most=999, hint="Within a month, quarter or year.")
    vest_30 = whole("After 30 days", most=100)
    vest_90 = whole("After 90 days", most=100)
    vest_180 = whole("After 180 days", most=100)
    is_for_failure = BooleanField(
        "For a try that did not work and was run well",
        description="Its plan, run and lesson are scored, and it is given for ideas that end as learned.",
    )
    takes_nominations = BooleanField(
        "Colleagues nominate for it", description="It goes only to whom all approvers below have said yes."
    )
    step_1 = choice("First approver")
    days_1 = whole("Days to answer", least=1, most=60)
    step_2 = choice("Second approver")
    days_2 = whole("Days to answer", least=1, most=60)
    step_3 = choice("Third approver")
    days_3 = whole("Days to answer", least=1, most=60)
    step_4 = choice("Fourth approver")
    days_4 = whole("Days to answer", least=1, most=60)
    is_active = BooleanField("Can be given", default=True)

    @classmethod
    def of(cls, kind: AwardKind | None, **more: Any) -> Self:
        """The form with what stands in that kind, or of a new one; `formdata=None` leaves out what was sent."""
        values: dict[str, Any] = {"givers": [Role.HR], "eligible": list(EVERYBODY), "budget": AwardBudget.COMPANY.value}
        if kind is not None:
            values = {
                "givers": list(kind.givers),
                "eligible": list(kind.eligible),
                "budget": kind.budget.value,
                "period": kind.period.value if kind.period else "",
                "team_ids": [one.team_id for one in kind.teams],
            }
            for step in kind.steps[:MOST_STEPS]:
                values[f"step_{step.position}"] = f"person:{step.person_id}" if step.person_id else step.approver.value
                values[f"days_{step.position}"] = step.days
            values |= _plain(kind)
        form = cls(data=values, **more)
        form.offer()
        return form

    def offer(self) -> None:
        """Fill in what can be chosen: badges, teams, and who answers."""
        badges, teams = queries.badges(only_active=True), queries.team_names()
        self.badge_id.choices = [SelectChoice("", "None"), *(SelectChoice(one.id, one.name) for one in badges)]
        self.team_ids.choices = [SelectChoice(id_, name) for id_, name in teams]
        named = {
            str(step.data).removeprefix("person:") for step, _ in self.steps if str(step.data).startswith("person:")
        }
        people = queries.possible_approvers(
            {int(one) for one in named if one.isascii() and one.isdigit() and len(one) < 10}
        )
        approvers = [SelectChoice("", "Nobody"), *(SelectChoice(one.value, one.label) for one in _BY_ROLE)]
        approvers += [SelectChoice(f"person:{id_}", name) for id_, name in people]
        for step, _days in self.steps:
            step.choices = approvers

    @property
    def steps(self) -> list[tuple[Any, Any]]:
        """The fields of each step: who, and within how many days."""
        return [(self[f"step_{place}"], self[f"days_{place}"]) for place in range(1, MOST_STEPS + 1)]

    def fields(self) -> dict[str, Any]:
        """What the command takes. Raises BadInput where a step lacks its days."""
        chain = []
        for who, days in self.steps:
            if who.data and not days.data:
                raise BadInput("Say within how many days they answer.", days.name)
            if who.data:
                chosen, _, person_id = str(who.data).partition(":")
                chain.append(Step(Approver(chosen), days.data, int(person_id) if person_id else None))
        plain = {name: self[name].data for name in _SAME}
        return {
            **plain,
            "budget": AwardBudget(self.budget.data),
            "period": Period(self.period.data) if self.period.data else None,
            "least_points": self.least_points.data or 0,
            "least_days": self.least_days.data or 0,
            "vesting": Vesting(self.vest_30.data or 0, self.vest_90.data or 0, self.vest_180.data or 0),
            "steps": chain,
        }


_BY_ROLE = (Approver.MANAGER, Approver.LEADER, Approver.HR)
_SAME = (
    "name",
    "purpose",
    "prompt",
    "givers",
    "eligible",
    "most_points",
    "badge_id",
    "team_ids",
    "period_points",
    "period_times",
    "is_for_failure",
    "takes_nominations",
    "is_active",
)


def _plain(kind: AwardKind) -> dict[str, Any]:
    """What stands in the kind as it stands in the form; a nothing that means none is left empty."""
    same = {name: getattr(kind, name) for name in _SAME if name not in ("givers", "eligible", "team_ids")}
    numbers = {
        name: getattr(kind, name) or None for name in ("least_points", "least_days", "vest_30", "vest_90", "vest_180")
    }
    return {**same, **numbers}
