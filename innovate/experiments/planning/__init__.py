"""The plan of an experiment: what it holds, what must be true of it, and how it is laid down and taken over."""

from innovate.experiments.planning.checking import check, check_promise
from innovate.experiments.planning.laying_down import copied, lay_down, redraws
from innovate.experiments.planning.terms import MOST_ARMS, MOST_MEASURES, MeasurePlan, Plan

__all__ = [
    "MOST_ARMS",
    "MOST_MEASURES",
    "MeasurePlan",
    "Plan",
    "check",
    "check_promise",
    "copied",
    "lay_down",
    "redraws",
]
