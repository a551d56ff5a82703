"""What people type of a plan: the hypothesis in parts, what else is measured, the comparison, and who does what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import wtforms
from wtforms import BooleanField, FieldList, FormField, RadioField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from innovate.core.crossing import EditForm
from innovate.core.errors import BadInput
from innovate.core.forms import choice, clean, day, line, text
from innovate.experiments.forms.numbers import DIRECTIONS, KINDS, UNIT_HINT, amount, cents, figure
from innovate.experiments.metric import Metric, in_a_sentence
from innovate.experiments.models import Design, Direction, MeasureRole, MetricKind, UnitKind
from innovate.experiments.planner import Sketch
from innovate.experiments.planning import MOST_ARMS, MOST_MEASURES, MeasurePlan, Plan
from innovate.experiments.planning.terms import LONGEST_ARM, LONGEST_NAME, LONGEST_TEXT
from innovate.experiments.queries import Footprint, Offered

OWN = 0  # instead of a metric of the library: one that is named in the form
ROLES = [(MeasureRole.SECONDARY, "To know"), (MeasureRole.GUARDRAIL, "It must not get worse")]
BLANK_ARM: dict[str, Any] = {"name": "", "weight": 1.0, "treated_from": None}
BLANK_MEASURE: dict[str, Any] = {
    "role": MeasureRole.GUARDRAIL,
    "kind": MetricKind.SHARE,
    "direction": Direction.UP,
}


@dataclass(frozen=True, slots=True)
class Belief:
    """The hypothesis as a sentence in parts; a part that is not known yet is empty."""

    change: str
    customers: str
    insight: str
    metric: str
    baseline: str
    least: str
    target: str
    is_upwards: bool
    decide_on: date | None


class ArmForm(wtforms.Form):
    """One side of the comparison; in a stepped rollout, a team."""

    name = line("Name", most=LONGEST_ARM)
    weight = figure("Parts")
    treated_from = day("Begins on")


class MeasureForm(wtforms.Form):
    """Something else that is measured."""

    metric_id = choice("Metric", kind=int)
    role = choice(
        "Why",
        ROLES,
        kind=MeasureRole,
    )
    margin = figure("Still bearable")
    name = line("Name", most=LONGEST_NAME)
    kind = choice("Kind of number", KINDS, kind=MetricKind)
    unit = line("Unit", most=30)
    direction = choice("Which way is better", DIRECTIONS, kind=Direction)
    baseline = figure("Where it stands today")


class PlanForm(EditForm):
    """The plan, in the order of the sentence that is sealed."""

    change = line(
        "We believe that",
        required="Say what you want to change.",
        most=300,
        hint="What you change, such as “showing the return label on the phone”.",
    )
    customers = line("for", required="Say whom it is for.", hint="Such as “customers who send something back”.")
    metric_id = choice("will move", required="Choose the number that will show it.", kind=int)
    metric = line("Its name", most=LONGEST_NAME, hint="One number that can be had each day.")
    metric_kind = choice("Kind of number", KINDS, kind=MetricKind)
    unit = line("Unit", most=30, hint=UNIT_HINT)
    direction = choice("Which way is better", DIRECTIONS, kind=Direction)
    is_kept = BooleanField("Add it to the library", description="So that the next plan can choose it.")
    baseline = figure(
        "from",
        required="Give the number as it stands today.",
        hint="Where it stands today; a share in percent.",
    )
    least = figure(
        "by at least",
        required="Give the smallest effect worth having.",
        hint="The smallest effect worth having.",
    )
    insight = line("because", most=300, hint="What you have seen or heard that makes you think so.")
    measures = FieldList(FormField(MeasureForm, "Also measured"), max_entries=MOST_MEASURES)
    can_split = BooleanField("On the same days, some customers can have the change while others do not.")
    can_step = BooleanField("It can begin in one team after another, some weeks apart.")
    has_history = BooleanField("We have the numbers of the weeks before, or can wait for them.")
    design = RadioField(
        "How it compares",
        [InputRequired("Choose how it compares.")],
        choices=[SelectChoice(one.value, one.label) for one in Design],
        coerce=Design,
    )
    arms = FieldList(FormField(ArmForm, "Arm"), min_entries=2, max_entries=MOST_ARMS)
    unit_kind = choice(
        "What chance puts into a group",
        [("", "Something outside this app, such as the telephone system"), *((one, one.label) for one in UnitKind)],
        kind=UnitKind,
        hint="If it is done here, you draw the lots once the plan is saved.",
    )
    switch_on = day("The change begins on", hint="As many days before it as after it tell the most.")
    starts_on = day("First day", required="Choose the first day.", hint="Numbers count from this day on.")
    ends_on = day("Last day", required="Choose the last day.", hint="Whole weeks, so that each weekday counts alike.")
    decide_on = day("Decide by", hint="On the last day or soon after it.")
    traffic = figure(
        "A day brings",
        hint="In all groups together: cases, answers, calls, orders.",
    )
    spread = figure("Single values spread by", hint="Means only: the standard deviation.")
    owner_id = choice("Who runs it", required="Choose who runs the experiment.", kind=int)
    member_ids = SelectMultipleField(
        "Who helps", coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    team_id = choice("Team that it is tried in", kind=int)
    budget = amount("Budget", required="Give the budget; 0 if it costs nothing.")
    risks = text("Risks", most=LONGEST_TEXT, rows=2, hint="What could go wrong, and for whom.")
    conditions = text(
        "Conditions", most=LONGEST_TEXT, rows=2, hint="What privacy, security, legal or the works council ask for."
    )
    stop_rules = text(
        "What would stop it early", most=LONGEST_TEXT, rows=2, hint="Such as “ten complaints in a week”. It is sealed."
    )
    if_better = text("If it is better, we will", most=LONGEST_TEXT, rows=2)
    if_unclear = text("If we cannot tell, we will", most=LONGEST_TEXT, rows=2)
    if_worse = text("If it is worse, we will", most=LONGEST_TEXT, rows=2)

    known: Mapping[int, Offered] = {}
    aside = frozenset({"can_split", "can_step", "has_history"})  # asked to help, and not kept

    def offer(
        self, people: Sequence[tuple[int, str]], metrics: Mapping[int, Offered], teams: Sequence[tuple[int, str]]
    ) -> None:
        """Let these people, metrics and teams be chosen."""
        self.known = metrics
        listed = [SelectChoice(person_id, name) for person_id, name in people]
        self.owner_id.choices = [SelectChoice("", "Choose somebody"), *listed]
        self.member_ids.choices = listed
        self.team_id.choices = [SelectChoice("", "No team in particular"), *(SelectChoice(*team) for team in teams)]
        offered = [SelectChoice("", "Choose a metric"), *(SelectChoice(one.id, one.name) for one in metrics.values())]
        self.metric_id.choices = [*offered, SelectChoice(OWN, "Another one, named below")]
        if not self.measures.entries:
            self.more_measures()
        measures: Any = self.measures
        for measure in measures:
            measure.metric_id.choices = self.metric_id.choices

    def more_arms(self) -> None:
        """One more line for an arm."""
        if len(self.arms) < MOST_ARMS:
            self.arms.append_entry(BLANK_ARM)

    def more_measures(self) -> None:
        """One more line for something that is measured."""
        if len(self.measures) < MOST_MEASURES:
            added: Any = self.measures.append_entry(BLANK_MEASURE)
            added.metric_id.choices = self.metric_id.choices

    def take_usual(self) -> None:
        """Fill in where the chosen metric usually stands, and how much it spreads."""
        found = self.known.get(self.metric_id.data or OWN)
        if found is None:
            return
        if found.baseline is not None:
            self.baseline.data, self.baseline.raw_data = found.metric.typed(found.baseline), None
        if found.spread is not None:
            self.spread.data, self.spread.raw_data = found.spread, None

    def validate(self, extra_validators: Any = None) -> bool:
        """Beside each field by itself: what is named here needs its name, and an effect lies above zero."""
        is_valid = super().validate(extra_validators)
        wrong: list[tuple[str, str]] = []
        if self.metric_id.data == OWN and not self.metric_id.errors:
            if not self.metric.data:
                wrong.append(("metric", "Name the number that will show it."))
            if self.metric_kind.data is None:
                wrong.append(("metric_kind", "Choose what kind of number it is."))
            if self.direction.data is None:
                wrong.append(("direction", "Choose which way is better."))
        if self.least.data is not None and self.least.data <= 0:
            wrong.append(("least", "Give a size above zero. Which way is better is said by the metric."))
        for place, arm in enumerate(self.arms):
            if arm.treated_from.data and not arm.form["name"].data:
                wrong.append((f"arms-{place}-name", "Name the team that begins on this day."))
        for field, sentence in wrong:
            super().refuse(BadInput(sentence, field))
        return is_valid and not wrong

    @property
    def primary(self) -> Metric | None:
        """The metric that was chosen or named, as far as it is known by now; named as within a sentence."""
        found = self.known.get(self.metric_id.data or OWN)
        if found is not None:
            return replace(found.metric, name=in_a_sentence(found.name))
        kind, direction = self.metric_kind.data, self.direction.data
        if self.metric_id.data is None or kind is None or direction is None:
            return None
        return Metric(self.metric.data or "", kind, "" if kind is MetricKind.SHARE else self.unit.data or "", direction)

    @property
    def plan(self) -> Plan:
        """What was typed, as the command takes it; only of a form that validates."""
        metric = self.primary
        assert metric is not None
        starts_on, ends_on = self.starts_on.data, self.ends_on.data
        assert starts_on is not None
        assert ends_on is not None
        assert metric.direction is not None
        baseline = metric.kept(self.baseline.data or 0.0)
        arms = [arm for arm in self.arms if arm.form["name"].data]
        return {
            "change": self.change.data or "",
            "customers": self.customers.data or "",
            "insight": self.insight.data or "",
            "metric_id": self.metric_id.data or None,
            "metric": metric.name,
            "metric_kind": metric.kind,
            "unit": metric.unit,
            "direction": metric.direction,
            "baseline": baseline,
            "target": metric.moved(baseline, self.least.data or 0.0),
            "spread": self.spread.data,
            "traffic": None if self.traffic.data is None else self.traffic.data / metric.per,
            "measures": [self._measure(measure) for measure in self._filled],
            "design": self.design.data,
            "arms": [arm.form["name"].data for arm in arms],
            "weights": [1.0 if arm.weight.data is None else arm.weight.data for arm in arms],
            "treated_from": [arm.treated_from.data for arm in arms] if any(a.treated_from.data for a in arms) else [],
            "unit_kind": self.unit_kind.data if self.design.data is Design.PARALLEL else None,
            "switch_on": self.switch_on.data if self.design.data is Design.BEFORE_AFTER else None,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "decide_on": self.decide_on.data,
            "owner_id": self.owner_id.data,
            "member_ids": self.member_ids.data or [],
            "team_id": self.team_id.data,
            "budget_cents": cents(self.budget.data),
            "risks": clean(self.risks.data),
            "conditions": clean(self.conditions.data),
            "stop_rules": clean(self.stop_rules.data),
            "if_better": clean(self.if_better.data),
            "if_unclear": clean(self.if_unclear.data),
            "if_worse": clean(self.if_worse.data),
        }

    @property
    def _filled(self) -> list[Any]:
        """The lines of what else is measured in which something was chosen or named."""
        return [one for one in self.measures if one.metric_id.data or one.form["name"].data]

    def _measure(self, typed: Any) -> MeasurePlan:
        found = self.known.get(typed.metric_id.data or OWN)
        if found is not None:
            metric = found.metric
        else:
            kind = typed.kind.data or MetricKind.SHARE
            metric = Metric(typed.form["name"].data or "", kind, typed.unit.data or "", typed.direction.data)
        baseline, margin, role = typed.baseline.data, typed.margin.data, typed.role.data or MeasureRole.SECONDARY
        kept = metric.kept(baseline) if baseline is not None else found.baseline if found else None
        return {
            "metric_id": found.id if found else None,
            "role": role,
            "name": in_a_sentence(metric.name) if found else metric.name,
            "kind": metric.kind,
            "unit": metric.unit,
            "direction": metric.direction or Direction.UP,
            "baseline": kept,
            "margin": None if margin is None or role is not MeasureRole.GUARDRAIL else margin / metric.effect_scale,
        }

    @property
    def belief(self) -> "Belief":
        """The sentence as it would be sealed, with what is known by now."""
        metric, baseline, least = self.primary, self.baseline.data, self.least.data
        has_both = metric is not None and baseline is not None
        return Belief(
            change=self.change.data or "",
            customers=self.customers.data or "",
            insight=self.insight.data or "",
            metric=metric.subject if metric else "",
            baseline=metric.show(metric.kept(baseline)) if metric and baseline is not None else "",
            least=metric.show_size(least) if metric and least else "",
            target=metric.show(metric.moved(metric.kept(baseline or 0.0), least))
            if metric and has_both and least
            else "",
            is_upwards=metric is None or metric.is_better(1.0),
            decide_on=self.decide_on.data,
        )

    @property
    def sketch(self) -> Sketch:
        """As much as the planner asks for, as far as it is known by now."""
        metric, baseline, traffic = self.primary, self.baseline.data, self.traffic.data
        arms = [arm for arm in self.arms if arm.form["name"].data] or list(self.arms)
        return Sketch(
            design=self.design.data or Design.PARALLEL,
            metric=metric,
            baseline=metric.kept(baseline) if metric and baseline is not None else None,
            effect=self.least.data if self.least.data and self.least.data > 0 else None,
            spread=self.spread.data if self.spread.data and self.spread.data > 0 else None,
            traffic=traffic / metric.per if metric and traffic and traffic > 0 else None,
            weights=tuple(max(arm.weight.data or 1.0, 1e-6) for arm in arms),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            switch_on=self.switch_on.data,
            begins=tuple(arm.treated_from.data for arm in arms),
            drawn=self.unit_kind.data,
        )

    @property
    def footprint(self) -> Footprint:
        """Where and when it would be tried, to find what else is tried there."""
        metric = self.primary
        return Footprint(
            customers=self.customers.data or "",
            metric=metric.name if metric else "",
            metric_id=self.metric_id.data or None,
            team_id=self.team_id.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )

    def refuse(self, error: BadInput) -> None:
        """What a command refuses stands at what was typed for it."""
        field = {"target": "least"}.get(error.field or "", error.field or "")
        found = re.fullmatch(r"(arms|measures)-(\d+)-(\w+)", field)
        if found:
            filled = self._filled if found[1] == "measures" else [one for one in self.arms if one.form["name"].data]
            line = filled[int(found[2])]
            part = "metric_id" if found[3] == "name" and found[1] == "measures" and line.metric_id.data else found[3]
            field = f"{line.name}-{part}"
        super().refuse(BadInput(error.sentence, field))
