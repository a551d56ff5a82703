"""What people type while an experiment runs: numbers and why they change, amendments, the diary."""

from collections.abc import Mapping
from typing import Any, Self

import wtforms
from wtforms import BooleanField, FieldList, FileField, FormField, HiddenField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import Optional

from innovate.core.crossing import EditForm, leaves
from innovate.core.errors import BadInput
from innovate.core.forms import COMMENT, Form, choice, day, line, text
from innovate.experiments.amending import Changes
from innovate.experiments.commands.diary import LONGEST_WORDS
from innovate.experiments.commands.run import REASON
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, Experiment, MeasureRole
from innovate.experiments.number_fields import figure
from innovate.experiments.plan_forms import in_a_sentence
from innovate.experiments.planning import MeasurePlan
from innovate.experiments.planning.terms import LONGEST_TEXT
from innovate.experiments.queries import Offered

MOST_PASTED = 150_000  # characters, of three bytes at most, in a form that holds 500 kB
DROPPED = "dropped"
PLACES = (1, 2, 3)  # for photos, in one form
ROLES = [(MeasureRole.SECONDARY.value, "To know"), (MeasureRole.GUARDRAIL.value, "It must not get worse")]


def photo(label: str) -> FileField:
    """A place to choose a picture; the file itself is read from the request."""
    return FileField(
        label,
        [Optional()],
        description="PNG, JPEG, GIF or WebP, 10 MB at most. Where it was taken and with what is not kept.",
        render_kw={"accept": "image/png,image/jpeg,image/gif,image/webp"},
    )


def words(label: str) -> StringField:
    """What a photo shows."""
    return line(label, most=LONGEST_WORDS, hint="A few words for those who cannot see it.")


class CorrectionForm(Form):
    """Why recorded numbers change; the numbers themselves stand in the grid."""

    reason = line(
        "Why recorded numbers change",
        most=REASON,
        hint="Only when you correct a day or empty it. It stands beside the data for everybody to read.",
    )


class SheetForm(Form):
    """Numbers from a spreadsheet, pasted or as a file."""

    lines = text("Lines from your spreadsheet", most=MOST_PASTED, rows=10, spellcheck="false", wrap="off")
    file = FileField("Or a file", [Optional()], render_kw={"accept": ".csv,.tsv,.txt,text/csv,text/plain"})


class KeepForm(CorrectionForm):
    """What was read of a sheet, to be kept: its rows packed, and a print of what stood in their places."""

    rows = HiddenField()
    seen = HiddenField()
    guess = HiddenField()


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

    def refuse(self, error: BadInput) -> None:
        """What a command refuses stands at what was typed for it, also within a list."""
        for _label, field in leaves(self):
            if field.name == error.field:
                field.errors = [*field.errors, error.sentence]
                outer = self._fields[field.name.split("-")[0]]
                if outer is not field:
                    outer.errors = [*outer.errors, error.sentence]
                return
        super().refuse(error)

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


class DiaryForm(EditForm):
    """An entry of the diary; a photo has its words beside it."""

    day = day("Day", required="Choose the day.")
    body = text(
        "What you saw or heard",
        most=COMMENT,
        rows=5,
        hint="Short is fine. Leave out names of customers and anything else that says who they are.",
    )
    is_customer = BooleanField("These are a customer’s own words")
    photo_1 = photo("Photo")
    words_1 = words("What it shows")
    photo_2 = photo("Another photo")
    words_2 = words("What it shows")
    photo_3 = photo("One more photo")
    words_3 = words("What it shows")

    aside = frozenset({*(f"photo_{n}" for n in PLACES), *(f"words_{n}" for n in PLACES)})  # only what is new


class ShownPhoto(wtforms.Form):
    """A photo that an entry has: what it shows, and whether it stays."""

    words = words("What it shows")
    is_gone = BooleanField("Take this photo away")


class EditDiaryForm(DiaryForm):
    """An entry that stands, with its photos."""

    photos = FieldList(FormField(ShownPhoto, "Photo"))
