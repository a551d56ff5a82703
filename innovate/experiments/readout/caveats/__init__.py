"""The warnings beside a result: what its interval knows nothing of, each with what it means and what to do."""

from collections.abc import Sequence

from innovate.experiments.readout.caveats.arms import of_the_arms, of_the_numbers
from innovate.experiments.readout.caveats.days import missing_days, of_the_days
from innovate.experiments.readout.caveats.design import of_the_design
from innovate.experiments.readout.caveats.promise import of_the_promise
from innovate.experiments.readout.reading import Caveat, Comparison
from innovate.experiments.readout.terms import Test
from innovate.experiments.statistics.stepped import Panel

__all__ = ["caveats", "missing_days"]


def caveats(test: Test, comparisons: Sequence[Comparison], panel: Panel | None = None) -> tuple[Caveat, ...]:
    """Every warning that is due, what weighs most first; of a rollout that can be read, with its `panel`."""
    found = (
        *of_the_design(test, panel),
        *of_the_promise(test),
        *of_the_arms(test),
        *of_the_days(test),
        *of_the_numbers(test, comparisons),
    )
    return tuple(found)
