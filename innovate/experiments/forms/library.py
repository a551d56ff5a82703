"""What people type of a metric of the library."""

from typing import Any

from wtforms import BooleanField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from innovate.core.crossing import EditForm
from innovate.core.forms import choice, line, text
from innovate.experiments.forms.numbers import DIRECTIONS, KINDS, UNIT_HINT, figure
from innovate.experiments.metric import Metric
from innovate.experiments.models import Direction, LibraryMetric, MetricKind


class LibraryForm(EditForm):
    """A metric: its name, how it is counted, and where it usually stands."""

    name = line("Name", required="Name the metric.", most=120)
    definition = text(
        "How it is counted",
        required="Say how it is counted, so that everybody counts it alike.",
        most=400,
        rows=3,
        hint="What counts, and of what.",
    )
    kind = choice("Kind of number", KINDS, required="Choose what kind of number it is.", kind=MetricKind)
    unit = line("Unit", most=30, hint=UNIT_HINT)
    direction = choice(
        "Which way is better",
        DIRECTIONS,
        required="Choose which way is better.",
        kind=Direction,
    )
    source = line(
        "Where the numbers come from", most=120, hint="The system or list from which somebody can fetch them."
    )
    baseline = figure("Where it usually stands", hint="In the unit above; a share in percent.")
    spread = figure(
        "How much single values spread",
        hint="Means only: the standard deviation. About two thirds of all values lie within it, to either side.",
    )
    owner_id = choice("Who knows it best", kind=int)
    is_active = BooleanField("Offered for new plans", default=True, description="Plans that took it over keep it.")

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Let these people be chosen."""
        self.owner_id.choices = [SelectChoice("", "Nobody"), *(SelectChoice(one, name) for one, name in people)]

    @property
    def metric(self) -> dict[str, Any]:
        """What was typed, as the command takes it; only of a form that validates."""
        kind, baseline = self.kind.data, self.baseline.data
        return {
            "name": self.name.data or "",
            "definition": self.definition.data or "",
            "kind": kind,
            "unit": self.unit.data or "",
            "direction": self.direction.data,
            "source": self.source.data or "",
            "baseline": None if baseline is None else Metric("", kind).kept(baseline),
            "spread": self.spread.data,
            "owner_id": self.owner_id.data,
            "is_active": bool(self.is_active.data),
        }


def metric_as_typed(metric: LibraryMetric) -> dict[str, Any]:
    """A metric as people typed it."""
    baseline = metric.baseline
    return {
        "name": metric.name,
        "definition": metric.definition,
        "kind": metric.kind,
        "unit": metric.unit,
        "direction": metric.direction,
        "source": metric.source,
        "baseline": None if baseline is None else Metric("", metric.kind).typed(baseline),
        "spread": metric.spread,
        "owner_id": metric.owner_id,
        "is_active": metric.is_active,
    }
