"""What a sheet is read against, and what is read from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Self

from innovate.core.clock import today
from innovate.experiments.measuring import Row, day_problem
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Experiment

MOST_LINES = 200_000
MOST_ROWS = 60_000
MOST_COLUMNS = 500  # four numbers of each of twenty arms are 80


@dataclass(frozen=True, slots=True)
class Subject:
    """A metric that the experiment measures; `measure_id` is None for the primary one."""

    measure_id: int | None
    metric: Metric


def subjects_of(experiment: Experiment) -> tuple[Subject, ...]:
    """All that the experiment measures, the primary metric first."""
    beside = (Subject(one.id, Metric.beside(one)) for one in experiment.measures)
    return Subject(None, Metric.of(experiment)), *beside


@dataclass(frozen=True, slots=True)
class Asked:
    """What the plan asks to be measured: whose numbers, of which days, by which arms; the first subject is meant
    where a sheet names none.

    `arms` are ids by name, the control first. `switch_on` is set of an experiment that compares days before with days
    after: then the day says the arm.
    """

    subjects: tuple[Subject, ...]
    arms: dict[str, int]
    starts_on: date
    ends_on: date
    today: date
    switch_on: date | None = None

    @classmethod
    def of(cls, experiment: Experiment, measure_id: int | None = None) -> Self:
        """What that experiment asks for; the metric of that measure is the one meant where none is named."""
        subjects = subjects_of(experiment)
        days_say_it = experiment.design is Design.BEFORE_AFTER and len(experiment.arms) == 2
        return cls(
            tuple(sorted(subjects, key=lambda one: one.measure_id != measure_id)),
            {arm.name: arm.id for arm in sorted(experiment.arms, key=lambda arm: (not arm.is_control, arm.position))},
            starts_on=experiment.starts_on,
            ends_on=experiment.ends_on,
            today=today(),
            switch_on=experiment.switch_on if days_say_it else None,
        )

    def arm_of(self, day: date) -> int | None:
        """The arm to which that day belongs, where days alone say so."""
        if self.switch_on is None:
            return None
        control, changed, *_ = self.arms.values()
        return control if day < self.switch_on else changed

    def problem_of(self, day: date) -> str | None:
        """Why nothing can be recorded for that day."""
        return day_problem(day, starts_on=self.starts_on, ends_on=self.ends_on, today=self.today)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What cannot be taken, and where: the line, and the column as it is headed or counted."""

    line: int
    column: str
    text: str
    sentence: str


@dataclass(slots=True)
class Sheet:
    """What was read: rows when all is well, and otherwise what is wrong."""

    rows: list[Row] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    lines: int = 0  # with numbers
    empty: int = 0  # that name a day and an arm, and no number
    unknown: tuple[str, ...] = ()  # columns that were passed over
    problem: str = ""  # with the sheet as a whole

    @property
    def is_right(self) -> bool:
        return bool(self.rows) and not self.wrong and not self.problem
