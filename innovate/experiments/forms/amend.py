"""What people type to amend: what of the sealed plan changes, and why."""

from collections.abc import Mapping
from typing import Any, Self

import wtforms
from wtforms import FieldList, FormField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from innovate.core.crossing import EditForm
from innovate.core.forms import choice, day, line, text
from innovate.experiments.amending import Changes
from innovate.experiments.commands.run import REASON
from innovate.experiments.forms.numbers import figure
from innovate.experiments.forms.plan import ROLES
from innovate.experiments.metric import Metric, in_a_sentence
from innovate.experiments.models import Design, Direction, Experiment, MeasureRole
from innovate.experiments.planning import MeasurePlan
from innovate.experiments.planning.terms import LONGEST_TEXT
from innovate.experiments.queries import Offered

DROPPED = "dropped"


class AmendedArm(wtforms.Form):
    """An arm's share, or a team's first day."""

    weight = figure("Parts")
    treated_from = day("Begins on")


class AmendedMeasure(wtforms.Form):
    """What a further metric is for from now on."""

    role = choice("Why", [*ROLES, (DROPPED, "Not at all any more")], required="Say what it is for.")
    margin = figure("Still bearable")


class AmendForm(EditForm):
    """What of the sealed plan changes, and why; the rest is shown and stays."""

    target = figure("Target", required="Give the number you aim for.")
    ends_on = day("Last day", required="Choose the last day.")
    decide_on = day("Decide by")
    switch_on = day(
        "First day of the change", hint="When it really began. Numbers between the two days are in the way."
    )
    arms = FieldList(FormField(AmendedArm, "Arm"))
    measures = FieldList(FormField(AmendedMeasure, "Also measured"))
    added_id = choice("Also measure from now on", kind=int)
    added_role = choice("Why", ROLES)
    added_margin = figure("Still bearable")
    stop_rules = text("What would stop it early", most=LONGEST_TEXT, rows=2)
    conditions = text(
        "Conditions", most=LONGEST_TEXT, rows=2, hint="From privacy, security, legal or the works council."
    )
    reason = line(
        "Why",
        required="Say why. It stands beside the result for everybody to read.",
        most=REASON,
        hint="It stands beside the result for good, with your name and the day.",
    )

    aside = frozenset({"reason", "added_id", "added_role", "added_margin"})  # nobody else's to cross

    def fit(self, experiment: Experiment, offered: Mapping[int, Offered]) -> Self:
        """Keep to what this plan has, and offer what else the library holds."""
        taken = {experiment.metric.casefold(), *(one.name.casefold() for one in experiment.measures)}
        free = [one for one in offered.values() if in_a_sentence(one.name).casefold() not in taken]
        self.added_id.choices = [SelectChoice("", "Nothing else"), *(SelectChoice(one.id, one.name) for one in free)]
        if experiment.switch_on is None:
            del self.switch_on
        if not _has_arms_to_amend(experiment):
            del self.arms
        if not experiment.measures:
            del self.measures
        return self

    def changes(self, experiment: Experiment, offered: Mapping[int, Offered]) -> Changes:
        """What was typed, as the command takes it; only of a form that validates."""
        changes: Changes = {
            "target": Metric.of(experiment).kept(self.target.data or 0.0),
            "decide_on": self.decide_on.data,
            "stop_rules": self.stop_rules.data or "",
            "conditions": self.conditions.data or "",
        }
        if self.ends_on.data:
            changes["ends_on"] = self.ends_on.data
        if "switch_on" in self and self.switch_on.data:
            changes["switch_on"] = self.switch_on.data
        if "arms" in self and experiment.design is Design.STEPPED:
            changes["treated_from"] = [arm.treated_from.data for arm in self.arms]
        elif "arms" in self:
            changes["weights"] = [1.0 if arm.weight.data is None else arm.weight.data for arm in self.arms]
        measures = self._measures(experiment, offered)
        if measures is not None:
            changes["measures"] = measures
        return changes

    def _measures(self, experiment: Experiment, offered: Mapping[int, Offered]) -> list[MeasurePlan] | None:
        """All that is measured from now on besides the primary metric; None where nothing is, and nothing was."""
        kept: list[MeasurePlan] = []
        for measure, typed in zip(experiment.measures, self.measures if "measures" in self else (), strict=False):
            if typed.role.data != DROPPED:
                kept.append(_measure(Metric.beside(measure), measure.metric_id, typed.role.data, typed.margin.data))
        added = offered.get(self.added_id.data or 0)
        if added is not None:
            plan = _measure(added.metric, added.id, self.added_role.data, self.added_margin.data)
            kept.append(plan | {"name": in_a_sentence(added.name), "baseline": added.baseline})
        return kept if kept or experiment.measures else None


def _measure(metric: Metric, metric_id: int | None, role: str, margin: float | None) -> MeasurePlan:
    is_guardrail = role == MeasureRole.GUARDRAIL
    return {
        "metric_id": metric_id,
        "role": MeasureRole(role),
        "name": metric.name,
        "kind": metric.kind,
        "unit": metric.unit,
        "direction": metric.direction or Direction.UP,
        "baseline": metric.baseline,
        "margin": None if margin is None or not is_guardrail else margin / metric.effect_scale,
    }


def _has_arms_to_amend(experiment: Experiment) -> bool:
    if experiment.design is Design.STEPPED:
        return any(arm.treated_from for arm in experiment.arms)
    return experiment.design is Design.PARALLEL


def plan_to_amend(experiment: Experiment) -> dict[str, Any]:
    """The plan as it stands, as people type what they amend."""
    return {
        "target": Metric.of(experiment).typed(experiment.target),
        "ends_on": experiment.ends_on,
        "decide_on": experiment.decide_on,
        "switch_on": experiment.switch_on,
        "stop_rules": experiment.stop_rules,
        "conditions": experiment.conditions,
        "arms": [{"weight": arm.weight, "treated_from": arm.treated_from} for arm in experiment.arms],
        "measures": [
            {
                "role": one.role.value,
                "margin": None if one.margin is None else Metric.beside(one).margin_effect(one.margin),
            }
            for one in experiment.measures
        ],
        "added_role": MeasureRole.GUARDRAIL.value,
    }
