"""The numbers of one experiment with what was amended, each fetched once for all that a page says of them."""

from dataclasses import dataclass

from innovate.experiments import results
from innovate.experiments.models import Experiment
from innovate.experiments.queries.amendments import Amended, amended_of
from innovate.experiments.readout import Reading, Test, read


@dataclass(frozen=True, slots=True)
class Numbers:
    """The arms as they were recorded, what they are read from, and the read-out; and what was amended."""

    measured: results.ByMeasure
    test: Test
    reading: Reading | None
    amended: tuple[Amended, ...]

    @property
    def arms(self) -> results.Arms:
        """The arms with their days of the primary metric."""
        return self.measured.get(None, ())


def numbers_of(experiment: Experiment) -> Numbers:
    """All numbers of that experiment, in two statements."""
    measured = results.all_series([experiment.id]).get(experiment.id, {})
    amended = amended_of(experiment)
    test = results.terms_of(experiment, measured, [one.field for one in amended])
    return Numbers(measured, test, read(test), amended)
