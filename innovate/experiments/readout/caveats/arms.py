"""Who was in which arm, and whether the method can be relied on with so many."""

import math
from collections.abc import Iterator, Mapping, Sequence

from innovate.core.wording import NBSP
from innovate.experiments.models import Design, MetricKind, UnitKind
from innovate.experiments.readout.reading import Caveat, Comparison
from innovate.experiments.readout.terms import Series, Test
from innovate.experiments.statistics import checks

ALIKE = 1e-9  # bounds that lie no further apart than rounding does
_RESEMBLING = (
    "Chance put whole {} into the groups, but cases are counted one by one, and those of one {} resemble one another: "
    "the interval is too narrow. Do not decide by it alone: {}."
)
CLUSTERED: Mapping[UnitKind | None, str] = {
    UnitKind.TEAM: _RESEMBLING.format("teams", "team", "plan a stepped rollout, which is read team by team"),
    UnitKind.AGENT: _RESEMBLING.format(
        "people", "person", "repeat it with others, or draw days, which are read as days"
    ),
}


def of_the_arms(test: Test) -> Iterator[Caveat]:
    if test.design is not Design.PARALLEL:
        return
    if test.drawn in CLUSTERED:
        yield Caveat("clustered", CLUSTERED[test.drawn])
    elif all(arm.base for arm in test.series):
        yield from _sample_ratio(test)


def _sample_ratio(test: Test) -> Iterator[Caveat]:
    """Whether each arm has its part of what was drawn: of days where days were, else of cases."""
    if test.has_drawn_days:
        counts, what = [float(len(arm.days)) for arm in test.series], "days"
    else:
        counts, what = [arm.base * test.metric.per for arm in test.series], "cases"
    if any(abs(count - round(count)) > 1e-6 * count for count in counts):
        return  # hours and the like are measured, not allocated
    weights = [arm.weight for arm in test.series]
    if checks.sample_ratio(counts, weights) >= checks.RATIO_ALARM:
        return
    parts = [count / sum(counts) for count in counts]
    due = [weight / sum(weights) for weight in weights]
    worst = max(range(len(counts)), key=lambda place: abs(parts[place] - due[place]) / due[place])
    has, planned = f"“{test.series[worst].name}” has {_percent(parts[worst])} of all {what}", _percent(due[worst])
    if test.promise:
        words = f"{has} where {planned} were planned: more than chance explains."
    else:
        words = (
            f"{has}, equal arms would have {planned} each: more than chance explains, unless they were meant to differ."
        )
    yield Caveat("sample_ratio", f"{words} Find out who is missing before you rely on the result.")


def _percent(part: float) -> str:
    return f"{part * 100:.1f}{NBSP}%"


def of_the_numbers(test: Test, comparisons: Sequence[Comparison]) -> Iterator[Caveat]:
    kind, arms = test.metric.kind, [arm for arm in test.series if arm.base]
    control = next((arm for arm in arms if arm.is_control), None)
    others = [arm for arm in arms if arm is not control]
    if kind is MetricKind.RATE and any(not arm.amount for arm in arms) and test.design is not Design.STEPPED:
        yield Caveat(
            "no_events",
            "An arm has no events at all, so nobody can say how many times more or fewer the other has. Wait for more.",
        )
    pairs = [((arm.amount, arm.base), (control.amount, control.base)) for arm in others] if control else []
    if kind is not MetricKind.MEAN and any(_is_small(kind, *pair) for pair in pairs):
        what = "cases of one outcome" if kind is MetricKind.SHARE else "events"
        yield Caveat(
            "small_counts",
            f"An arm has very few {what}, and one more or less changes a lot. Wait for more before you decide.",
        )
    if kind is MetricKind.MEAN and test.design is Design.PARALLEL:
        yield from _skewed(arms, control)
    if any(math.isclose(one.low, one.high, rel_tol=ALIKE) for one in comparisons):
        yield Caveat(
            "no_spread",
            "No value of an arm differs from another, so the interval has no width. Check that every value was entered "
            "as it was: real ones differ, and then the difference is less certain than it seems.",
        )
    alarm = checks.UNEVEN_ALARM / max(1, len(others))
    if control and test.design is Design.PARALLEL and any(_is_uneven(kind, arm, control, alarm) for arm in others):
        yield Caveat(
            "uneven",
            "The difference varies from day to day by more than chance, as it does when cases come in clusters. The "
            "interval is then too narrow: rely on a difference that is well away from no change.",
        )
    if any(not math.isfinite(value) for one in comparisons for value in (one.estimate, one.low, one.high)):
        yield Caveat("unbounded", "An interval has no end on one side yet: there is too little data to give one.")


def _is_small(kind: MetricKind, variant: tuple[float, float], control: tuple[float, float]) -> bool:
    few = checks.has_small_counts if kind is MetricKind.SHARE else checks.has_few_events
    return few(variant, control)


def _skewed(arms: Sequence[Series], control: Series | None) -> Iterator[Caveat]:
    means = [(arm, mean) for arm in arms if (mean := arm.mean)]
    reference = next((mean for arm, mean in means if arm is control), None)
    if reference is None:
        return
    pairs = [(mean, reference) for arm, mean in means if arm is not control]
    skewed = [pair for pair in pairs if checks.is_skewed(*pair)]
    if not skewed:
        return
    spreads = [(one.value, math.sqrt(one.variance * (one.freedom + 1))) for pair in skewed for one in pair]
    needed = math.ceil(max(checks.values_needed(*one) for one in spreads) / 50) * 50
    words = (
        "A few large values weigh heavily in these means, and there are not many values: the interval may be too "
        f"narrow. Wait for about {needed:,} values in each arm."
    )
    yield Caveat("skewed", words)


def _is_uneven(kind: MetricKind, arm: Series, control: Series, alarm: float) -> bool:
    if kind is MetricKind.MEAN:
        return False
    ours, theirs = arm.days, control.days
    if [one.day for one in ours] != [one.day for one in theirs]:
        there = {one.day: one for one in theirs}
        ours = tuple(one for one in ours if one.day in there)
        theirs = tuple(there[one.day] for one in ours)
    how = checks.uneven_shares if kind is MetricKind.SHARE else checks.uneven_rates
    found = how(ours, theirs)
    return found is not None and found.p_value < alarm
