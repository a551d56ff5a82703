"""What was measured in all: the arms with their days, and their drawing."""

from datetime import date

from innovate.experiments import figures
from innovate.experiments.metric import Metric
from innovate.experiments.models import Experiment
from innovate.experiments.readout.terms import Observed, Series
from innovate.experiments.results import ArmSeries, series


def arms_of(experiment: Experiment) -> tuple[ArmSeries, ...]:
    """Its arms with all their days."""
    return series([experiment.id]).get(experiment.id, ())


# The plot.


def plot(experiment: Experiment, arms: tuple[ArmSeries, ...]) -> figures.Plot | None:
    """Each arm over time with the interval of each point, for the drawing; None before any data."""
    treated_from = {arm.id: arm.treated_from for arm in experiment.arms}
    observed = [_observed(arm, treated_from.get(arm.id)) for arm in arms]
    marks = [figures.Marked(experiment.switch_on, "the change begins", "switch")] if experiment.switch_on else []
    marks += [
        figures.Marked(arm.treated_from, f"{arm.name} begins", "step") for arm in experiment.arms if arm.treated_from
    ]
    return figures.by_day(
        Metric.of(experiment),
        experiment.design,
        observed,
        target=experiment.target,
        switch_on=experiment.switch_on,
        marks=marks,
    )


def _observed(arm: ArmSeries, treated_from: date | None) -> Series:
    days = (
        Observed(
            one.day,
            one.numbers.amount,
            one.numbers.base,
            one.numbers.spread,
            is_treated=treated_from is not None and one.day >= treated_from,
        )
        for one in arm.measured
    )
    return Series(arm.name, arm.is_control, tuple(days))
