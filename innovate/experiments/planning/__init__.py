"""The plan of an experiment: what it holds, what must be true of it, and how it is laid down and taken over."""

from innovate.experiments.planning.checking import check
from innovate.experiments.planning.laying_down import copied, lay_down
from innovate.experiments.planning.terms import MOST_ARMS, MOST_MEASURES, MeasurePlan, Plan

__all__ = ["MOST_ARMS", "MOST_MEASURES", "MeasurePlan", "Plan", "check", "copied", "lay_down"]
