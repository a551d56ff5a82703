"""What a design cannot know, however many numbers there are."""

from collections.abc import Iterator

from innovate.core.wording import plural
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design
from innovate.experiments.readout.caveats.promise import TWO_WEEKS
from innovate.experiments.readout.judging import is_apart
from innovate.experiments.readout.reading import Caveat
from innovate.experiments.readout.terms import Test
from innovate.experiments.statistics import checks, difference_of_means, mean_of_days
from innovate.experiments.statistics.stepped import Panel

ENOUGH_TEAMS = 10
UNUSUAL = 0.05  # a week before the change that differs from the weeks before it with a lower p was not an ordinary one


def of_the_design(test: Test, panel: Panel | None) -> Iterator[Caveat]:
    if test.design is Design.BEFORE_AFTER:
        yield Caveat(
            "confounded",
            "Days before are compared with days after: whatever else changed at the same time is part of the "
            "difference. Ask what else happened then.",
        )
        if words := _unusual_before(test):
            yield Caveat("regression_to_the_mean", words)
    if test.design is Design.STEPPED:
        yield Caveat(
            "confounded",
            "Teams began one after another: whatever else happened to a team as it began is part of the difference. "
            "Ask what else happened then.",
        )
        yield from _of_the_teams(test, panel)
    if test.design is Design.PARALLEL and len(test.series) > 2:
        yield Caveat(
            "several_arms",
            f"{len(test.series) - 1} arms are compared with the control, and the more there are, the likelier a chance "
            "finding. A difference counts only if it also passes the stricter test for several (Holm).",
        )


def _unusual_before(test: Test) -> str:
    before = next((one for one in test.series if one.is_control and one.days), None)
    if before is None:
        return ""
    metric, numbers = test.metric, before.days
    if len(numbers) < TWO_WEEKS:
        return (
            f"{plural(len(numbers), 'day')} before the change cannot show what is usual. If they were unusually bad, "
            "part of the difference is a return to normal. Measure two weeks or more before the next one."
        )
    bad = (
        "{} before the change {} worse than usual. What was unusually bad gets better by itself, so part of the "
        "difference may be no effect of the change. Repeat it at a usual time, or with a group beside it."
    )
    if metric.baseline is not None:
        apart = checks.apart_from_baseline(numbers, metric.baseline)
        if apart and apart.p_value < checks.BASELINE_ALARM and _is_bad(metric, apart.distance):
            return bad.format("The days", "were")
    week, earlier = mean_of_days(numbers[-7:]), mean_of_days(numbers[:-7])
    if week and earlier and len(numbers) >= TWO_WEEKS + 7:
        apart_by = difference_of_means(week, earlier)
        if (apart_by.p_value or 0.0) < UNUSUAL and _is_bad(metric, apart_by.effect):
            return bad.format("The week", "was").replace("worse than usual", _than_usual(metric))
    return ""


def _is_bad(metric: Metric, distance: float) -> bool:
    """Whether so far from the usual makes a later gain likely by itself; either way, where no direction is named."""
    return distance != 0 and (metric.direction is None or not metric.is_better(distance))


def _than_usual(metric: Metric) -> str:
    return "unlike the weeks before it" if metric.direction is None else "worse than usual"


def _of_the_teams(test: Test, panel: Panel | None) -> Iterator[Caveat]:
    teams = sum(bool(one.days) for one in test.series)
    if teams < ENOUGH_TEAMS:
        yield Caveat(
            "few_clusters",
            f"Only {plural(teams, 'team')} took part, so much hangs on each of them. The interval is widened for that; "
            f"with {ENOUGH_TEAMS} teams or more it could say more.",
        )
    growing = panel.growth() if panel else None
    if growing and is_apart(test.metric.effect_of(growing.low), test.metric.effect_of(growing.high)):
        yield Caveat(
            "growing",
            "The effect changes with the weeks since a team began, and the one number mixes early and late weeks; it "
            "may lie below the true one. Look at each team's own line, and wait until it is steady.",
        )
