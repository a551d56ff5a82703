"""What people type to draw lots: who or what is drawn, or the days on which teams begin."""

from collections.abc import Sequence
from datetime import date, timedelta

from innovate.core.forms import Form, day, text, whole
from innovate.experiments.allocation import Unit
from innovate.experiments.commands.draw_lots import LONGEST_STRATUM, LONGEST_UNIT
from innovate.experiments.models import Experiment, UnitKind

MOST_TYPED = 400_000  # characters
EVERY = 7  # days between the steps of a rollout, unless somebody says otherwise
STRATA = {
    UnitKind.TEAM: {"": "All together", "site": "Site"},
    UnitKind.AGENT: {"": "All together", "site": "Site", "team": "Team", "shift": "Shift"},
}


class LotsForm(Form):
    """Who or what is drawn, a line each."""

    units = text(
        "One on each line",
        required="Name who or what is drawn, one on each line.",
        most=MOST_TYPED,
        rows=12,
        spellcheck="false",
        hint="After a comma: within what the groups shall be even, such as a site. Take out who does not take part.",
    )

    @property
    def drawn(self) -> list[Unit]:
        """The lines that say something, each with what stands behind its last comma, semicolon or tab."""
        return [unit_of(line) for line in (self.units.data or "").splitlines() if line.strip()]


class OrderForm(Form):
    """The days on which the teams of a stepped rollout begin."""

    first_on = day("The first teams begin on", required="Choose the first day.")
    every = whole(
        "Days from one step to the next", least=1, most=180, required="Say after how many days the next begin."
    )
    count = whole("How many steps", least=2, most=20, required="Say how many steps there are.")

    @property
    def dates(self) -> list[date]:
        """The first day of each step; only of a form that validates."""
        first_on, every = self.first_on.data, self.every.data or EVERY
        assert first_on is not None
        return [first_on + timedelta(days=every * step) for step in range(self.count.data or 0)]


def unit_of(line: str) -> Unit:
    """A line of the list: “Anna Berg, Malmö”."""
    for mark in ("\t", ";", ","):
        name, found, stratum = line.rpartition(mark)
        if found and name.strip():
            return Unit(name.strip()[: LONGEST_UNIT + 1], stratum.strip()[: LONGEST_STRATUM + 1])
    return Unit(line.strip()[: LONGEST_UNIT + 1])


def lines_of(units: Sequence[Unit]) -> str:
    """The list as it is typed."""
    return "\n".join(f"{unit.name}, {unit.stratum}" if unit.stratum else unit.name for unit in units)


def usual_steps(experiment: Experiment) -> dict[str, object]:
    """Steps that share the days evenly: some before the first, and some after each."""
    count = min(len(experiment.arms), 6)
    every = max(1, ((experiment.ends_on - experiment.starts_on).days + 1) // (count + 1))
    return {"first_on": experiment.starts_on + timedelta(days=every), "every": every, "count": count}
