"""The planner in words: what the planned days can show, how many days are needed, and what would help."""

from innovate.experiments.planner.answering import Answer, answer
from innovate.experiments.planner.sketch import Sketch

__all__ = ["Answer", "Sketch", "answer"]
