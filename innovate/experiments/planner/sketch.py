"""As much of a plan as the planner asks for, and the question that the statistics make of it."""

from dataclasses import dataclass
from datetime import date

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Experiment, MetricKind, UnitKind
from innovate.experiments.planning.terms import LAST_DAY, LONGEST_DAYS
from innovate.experiments.statistics.power import Question


@dataclass(frozen=True, slots=True)
class Sketch:
    """As much of a plan as the planner asks for; what is not known yet is None."""

    design: Design
    metric: Metric | None = None
    baseline: float | None = None
    effect: float | None = None  # the smallest worth having, in the unit of an effect, without a sign
    spread: float | None = None
    traffic: float | None = None  # of a day, in all arms, as it is kept
    weights: tuple[float, ...] = (1.0, 1.0)
    starts_on: date | None = None
    ends_on: date | None = None
    switch_on: date | None = None
    begins: tuple[date | None, ...] = ()  # stepped: the first day of each team
    drawn: UnitKind | None = None  # parallel groups: what chance puts into one or another

    @classmethod
    def of(cls, experiment: Experiment) -> "Sketch":
        metric = Metric.of(experiment)
        effect = metric.target_effect
        return cls(
            experiment.design,
            metric,
            experiment.baseline,
            None if effect is None else abs(effect),
            experiment.spread,
            experiment.traffic,
            tuple(arm.weight for arm in experiment.arms),
            experiment.starts_on,
            experiment.ends_on,
            experiment.switch_on,
            tuple(arm.treated_from for arm in experiment.arms),
            experiment.unit_kind,
        )

    @property
    def days(self) -> int | None:
        """How long it is planned to run; None where no plan could be saved with these days."""
        if self.starts_on is None or self.ends_on is None or self.ends_on < self.starts_on:
            return None
        days = (self.ends_on - self.starts_on).days + 1
        return days if days <= LONGEST_DAYS and self.ends_on <= LAST_DAY else None

    @property
    def question(self) -> Question | None:
        """What the statistics ask; None while something is missing."""
        metric, baseline, effect = self.metric, self.baseline, self.effect
        if metric is None or baseline is None or not effect or (metric.kind is MetricKind.MEAN and not self.spread):
            return None
        begun = {day for day in self.begins if day is not None}
        before = None
        first, last, switch_on = self.starts_on, self.ends_on, self.switch_on
        if first is not None and last is not None and switch_on is not None and first < switch_on <= last:
            before = (switch_on - first).days
        return Question(
            kind=metric.kind.value,
            baseline=baseline,
            effect=(effect if metric.is_better(1.0) else -effect) / metric.effect_scale,
            spread=self.spread,
            weights=self.weights,
            design=self.design.value,
            before=before if self.design is Design.BEFORE_AFTER else None,
            teams=len(self.weights) if self.design is Design.STEPPED else 0,
            steps=(len(begun) or len(self.weights)) if self.design is Design.STEPPED else 0,
        )
