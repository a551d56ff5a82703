"""The figures of an experiment as numbers: where lines, bands, marks and words stand; no markup, no database."""

from innovate.experiments.figures.curve import curve
from innovate.experiments.figures.days import Marked, by_day
from innovate.experiments.figures.effect import effect_so_far
from innovate.experiments.figures.forest import Effect, Forest, Strip, forest
from innovate.experiments.figures.plot import Plot

__all__ = ["Effect", "Forest", "Marked", "Plot", "Strip", "by_day", "curve", "effect_so_far", "forest"]
