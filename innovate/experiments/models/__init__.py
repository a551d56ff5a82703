"""Experiments: the plan and its seal, what is recorded while it runs, and what outlives it."""

from innovate.experiments.models.kinds import (
    Conclusion,
    Design,
    Direction,
    ExperimentState,
    MeasureRole,
    MetricKind,
    UnitKind,
    Verdict,
)
from innovate.experiments.models.library import Case, LibraryMetric
from innovate.experiments.models.plan import Allocation, Arm, Experiment, Forecast, Measure, Member
from innovate.experiments.models.records import Amendment, DiaryEntry, Measurement, Photo

__all__ = [
    "Allocation",
    "Amendment",
    "Arm",
    "Case",
    "Conclusion",
    "Design",
    "DiaryEntry",
    "Direction",
    "Experiment",
    "ExperimentState",
    "Forecast",
    "LibraryMetric",
    "Measure",
    "MeasureRole",
    "Measurement",
    "Member",
    "MetricKind",
    "Photo",
    "UnitKind",
    "Verdict",
]
