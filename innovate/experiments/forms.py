"""What people type of an experiment: the plan, the day's numbers, the decision."""

from datetime import timedelta
from typing import Any

from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from innovate.core.clock import today
from innovate.core.crossing import EditForm
from innovate.core.errors import BadInput
from innovate.core.forms import COMMENT, Form, choice, day, line, text, version
from innovate.experiments.commands.run import REASON
from innovate.experiments.measuring import number_of
from innovate.experiments.metric import Metric
from innovate.experiments.models import Conclusion, Design, Direction, Experiment, MetricKind
from innovate.experiments.planning import Plan

MOST_PASTED = 40_000  # characters: the most lines with the longest names
MOST_TYPED = 4  # arms
DAYS = 28  # how long an experiment lasts unless somebody says otherwise


class FigureField(StringField):
    """A number as people write it, with a decimal point or comma."""

    data: float | None  # type: ignore[assignment]  # StringField speaks of text

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = number_of(typed)
        if typed and self.data is None:
            raise ValueError("Give a number, such as 4.5.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.10g}"


class MoneyField(FigureField):
    """An amount of money, shown with both its cents or with none."""

    def _value(self) -> str:
        has_cents = not self.raw_data and self.data is not None and self.data != int(self.data)
        return f"{self.data:.2f}" if has_cents else super()._value()


def amount(label: str, *, required: str) -> MoneyField:
    """An amount of money within a form."""
    return MoneyField(label, [InputRequired(required)], render_kw={"inputmode": "decimal", "maxlength": 24})


def figure(label: str, *, required: str = "", hint: str = "") -> FigureField:
    """A number within a form."""
    checks = [InputRequired(required) if required else Optional()]
    return FigureField(label, checks, description=hint, render_kw={"inputmode": "decimal", "maxlength": 24})


class PlanForm(EditForm):
    """The plan: a hypothesis in parts, the number that will show it, and how it is tried."""

    change = line(
        "We believe that",
        required="Say what you want to change.",
        most=300,
        hint="Such as “showing the return label on the phone”.",
    )
    customers = line("for", required="Say whom it is for.", hint="Such as “customers who send something back”.")
    insight = line("because", most=300, hint="What you have seen or heard that makes you think so.")
    metric = line(
        "will move this number",
        required="Name the number that will show it.",
        most=120,
        hint="One number that can be had each day, such as “returns begun without a call”. The result is read from it.",
    )
    metric_kind = choice(
        "Kind of number",
        [
            (MetricKind.SHARE, "A share: so many of so many, in percent"),
            (MetricKind.MEAN, "A mean (average): minutes, points, euros per case"),
            (MetricKind.RATE, "A rate: events per so many orders"),
        ],
        required="Choose what kind of number it is.",
        kind=MetricKind,
    )
    unit = line("Unit", most=30, hint="For a mean or a rate: “min”, “per 1,000 orders”. Shares are in percent.")
    direction = choice(
        "Which way is better",
        [(one, one.label) for one in Direction],
        required="Choose which way is better.",
        kind=Direction,
    )
    baseline = figure(
        "Where it stands today",
        required="Give the number as it stands today.",
        hint="In the unit above; a share in percent.",
    )
    target = figure(
        "Where it should go", required="Give the number you aim for.", hint="In the unit above; a share in percent."
    )
    design = choice(
        "How it compares",
        [
            (Design.PARALLEL, "Parallel groups: both on the same days, for different customers"),
            (Design.BEFORE_AFTER, "Before and after: first one, then the other, for everybody"),
            (Design.STEPPED, "Stepped rollout: teams begin one after another"),
        ],
        required="Choose how it compares.",
        kind=Design,
        hint="Parallel groups tell the most, above all when chance decides who is in which.",
    )
    arm_1 = line("Control: what happens today", required="Name the control.", most=60)
    arm_2 = line("What is tried", required="Name what is tried.", most=60)
    arm_3 = line("Another arm", most=60)
    arm_4 = line("One more", most=60)
    owner_id = choice("Who runs it", required="Choose who runs the experiment.", kind=int)
    member_ids = SelectMultipleField(
        "Who helps", coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    budget = amount("Budget", required="Give the budget; 0 if it costs nothing.")
    starts_on = day("First day", required="Choose the first day.", hint="Numbers count from this day on.")
    ends_on = day("Last day", required="Choose the last day.", hint="Whole weeks, so that each weekday counts alike.")

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Let these people be chosen."""
        listed = [SelectChoice(person_id, name) for person_id, name in people]
        self.owner_id.choices = [SelectChoice("", "Choose somebody"), *listed]
        self.member_ids.choices = listed

    @property
    def plan(self) -> Plan:
        """What was typed, as the command takes it; only of a form that validates."""
        kind = self.metric_kind.data
        percent = 100 if kind is MetricKind.SHARE else 1
        arms = [getattr(self, f"arm_{place}").data for place in range(1, MOST_TYPED + 1)]
        starts_on, ends_on = self.starts_on.data, self.ends_on.data
        assert starts_on is not None
        assert ends_on is not None
        return {
            "change": self.change.data or "",
            "customers": self.customers.data or "",
            "insight": self.insight.data or "",
            "metric": self.metric.data or "",
            "metric_kind": kind,
            "unit": self.unit.data or "",
            "direction": self.direction.data,
            "baseline": (self.baseline.data or 0.0) / percent,
            "target": (self.target.data or 0.0) / percent,
            "design": self.design.data,
            "owner_id": self.owner_id.data,
            "member_ids": self.member_ids.data or [],
            "arms": [name for name in arms if name],
            "budget_cents": round((self.budget.data or 0.0) * 100),
            "starts_on": starts_on,
            "ends_on": ends_on,
        }

    def refuse(self, error: BadInput) -> None:
        """What is wrong with the arms stands at what is tried."""
        super().refuse(BadInput(error.sentence, "arm_2" if error.field == "arms" else error.field))


def fresh_plan() -> dict[str, Any]:
    """What a new plan begins with."""
    return {
        "metric_kind": MetricKind.SHARE,
        "direction": Direction.UP,
        "design": Design.PARALLEL,
        "arm_1": "Today",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=DAYS - 1),
    }


def plan_as_typed(experiment: Experiment) -> dict[str, Any]:
    """A plan as people typed it."""
    metric = Metric.of(experiment)
    names = [arm.name for arm in experiment.arms]
    return {
        "change": experiment.change,
        "customers": experiment.customers,
        "insight": experiment.insight,
        "metric": experiment.metric,
        "metric_kind": experiment.metric_kind,
        "unit": experiment.unit,
        "direction": experiment.direction,
        "baseline": metric.typed(experiment.baseline),
        "target": metric.typed(experiment.target),
        "design": experiment.design,
        **{f"arm_{place}": name for place, name in enumerate(names, start=1)},
        "owner_id": experiment.owner_id,
        "member_ids": [member.person_id for member in experiment.members],
        "budget": experiment.budget_cents / 100,
        "starts_on": experiment.starts_on,
        "ends_on": experiment.ends_on,
    }


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


class CorrectionForm(Form):
    """Why recorded numbers change; the numbers themselves stand in the grid."""

    reason = line(
        "Why recorded numbers change",
        most=REASON,
        hint="Only when you correct a day or empty it. It stands beside the data for everybody to read.",
    )


class PasteForm(CorrectionForm):
    """Numbers from a spreadsheet."""

    lines = text(
        "Lines from your spreadsheet",
        required="Paste at least one line.",
        most=MOST_PASTED,
        rows=10,
        spellcheck="false",
    )


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
