"""One figure of an experiment by its name, with the words of a file that stands by itself."""

from dataclasses import dataclass
from textwrap import wrap

from innovate.core.wording import day as day_words
from innovate.experiments import figures
from innovate.experiments.models import Experiment
from innovate.experiments.queries.numbers import Numbers
from innovate.experiments.queries.overview import overview
from innovate.experiments.queries.result import Result

LINE = 78  # characters of a title on one line


@dataclass(frozen=True, slots=True)
class Figure:
    """What is drawn, its title, and where its numbers come from; one of plot, forest and interval is set."""

    title: str
    note: str
    source: str
    plot: figures.Plot | None = None
    forest: figures.Forest | None = None
    interval: Result | None = None

    @property
    def title_lines(self) -> list[str]:
        """The title, broken where it would be wider than the drawing."""
        return wrap(self.title, LINE)


def figure_of(experiment: Experiment, numbers: Numbers, name: str) -> Figure | None:
    """The figure of that name, where the experiment has it."""
    seen = overview(experiment, numbers)
    source = _source(experiment, numbers)
    for known, title, plot in seen.plots:
        if known == name:
            note = "The bands are 95 % intervals of each point." if plot.has_bands else ""
            return Figure(title, note, source, plot=plot)
    if name == "effect" and seen.effect_so_far:
        note = "The band is the interval that is valid on every day."
        return Figure("The effect as it came about", note, source, plot=seen.effect_so_far)
    if name == "interval" and seen.result:
        return Figure(seen.result.sentence, seen.result.interval_words, source, interval=seen.result)
    listed = {
        "arms": ("Each arm against the control", seen.arms_forest),
        "guardrails": ("Guardrails", seen.guardrails),
        "secondaries": ("Secondary metrics", seen.secondaries),
    }
    title, forest = listed.get(name, ("", None))
    return Figure(title, seen.result.interval_words if seen.result else "", source, forest=forest) if forest else None


def _source(experiment: Experiment, numbers: Numbers) -> str:
    """“Label on the phone, round 1. Numbers to Fri 20 Nov.”."""
    days = [one.day for arm in numbers.test.series for one in arm.days]
    upto = f" Numbers to {day_words(max(days))}." if days else ""
    return f"{experiment.idea.title}, round {experiment.round}.{upto}"
