"""The warnings beside a result: what its interval knows nothing of, each with what it means and what to do."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from innovate.core.wording import NBSP, plural
from innovate.core.wording import day as day_words
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind
from innovate.experiments.readout.estimating import growth_of
from innovate.experiments.readout.judging import is_apart
from innovate.experiments.readout.reading import Caveat, Comparison
from innovate.experiments.readout.terms import Observed, Promise, Series, Test
from innovate.experiments.statistics import checks, difference_of_means, mean_of_days

TWO_WEEKS = 14
ENOUGH_TEAMS = 10
NEARLY = 0.95  # of the planned size is as good as all of it
UNUSUAL = 0.05  # a week before the change that differs from the weeks before it with a lower p was not an ordinary one


def caveats(test: Test, comparisons: Sequence[Comparison]) -> tuple[Caveat, ...]:
    """Every warning that is due, what weighs most first."""
    found = (
        *_of_the_design(test),
        *_of_the_promise(test),
        *_of_the_arms(test),
        *_of_the_days(test),
        *_of_the_numbers(test, comparisons),
    )
    return tuple(found)


def latest_day(series: Sequence[Series]) -> date | None:
    """The last day with any number."""
    return max((arm.days[-1].day for arm in series if arm.days), default=None)


# What the design cannot know.


def _of_the_design(test: Test) -> Iterator[Caveat]:
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
        yield from _of_the_teams(test)
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


def _of_the_teams(test: Test) -> Iterator[Caveat]:
    teams = sum(bool(one.days) for one in test.series)
    if teams < ENOUGH_TEAMS:
        yield Caveat(
            "few_clusters",
            f"Only {plural(teams, 'team')} took part, so much hangs on each of them. The interval is widened for that; "
            f"with {ENOUGH_TEAMS} teams or more it could say more.",
        )
    growing = growth_of(test.metric, test.series)
    if growing and is_apart(test.metric.effect_of(growing.low), test.metric.effect_of(growing.high)):
        yield Caveat(
            "growing",
            "The effect changes with the weeks since a team began, and the one number mixes early and late weeks; it "
            "may lie below the true one. Look at each team's own line, and wait until it is steady.",
        )


# What was promised.


def _of_the_promise(test: Test) -> Iterator[Caveat]:
    promise = test.promise
    if promise is None:
        days = len({one.day for arm in _with_the_change(test) for one in arm.days})
        if days < TWO_WEEKS:
            yield Caveat("too_short", _short_of_weeks(days))
        return
    if promise.amendments:
        yield Caveat(
            "changed_after_sealing",
            f"The plan was changed {_times(promise.amendments)} after the start. Read the changes beside the result "
            "before you rely on it.",
        )
    if promise.early_days:
        yield Caveat(
            "early_numbers",
            f"The numbers of {plural(promise.early_days, 'day')} are from before the plan was sealed: whoever knew "
            "them could choose the target to fit. Rely on the days after.",
        )
    yield from _too_short(test, promise)


def _too_short(test: Test, promise: Promise) -> Iterator[Caveat]:
    last = latest_day(test.series)
    first = promise.switch_on if test.design is Design.BEFORE_AFTER and promise.switch_on else promise.starts_on
    days = max(0, (last - first).days + 1) if last else 0
    is_over = promise.is_concluded or promise.today > promise.ends_on
    if days < TWO_WEEKS:
        yield Caveat("too_short", _short_of_weeks(days, is_over=is_over))
        return
    size, planned = sum(arm.base for arm in test.series) * test.metric.per, promise.planned_size or 0.0
    if is_over and size < planned * test.metric.per * NEARLY:
        due = test.metric.sample(round(planned * test.metric.per) / test.metric.per)
        yield Caveat(
            "too_short",
            f"It has {math.floor(size):,} of the {due} that were planned, so it can miss an effect that is there. Let "
            "it run on, or plan a longer round.",
        )


def _with_the_change(test: Test) -> list[Series]:
    """Whose days are counted: of a before and after those after."""
    return [arm for arm in test.series if test.design is not Design.BEFORE_AFTER or not arm.is_control]


def _short_of_weeks(days: int, *, is_over: bool = False) -> str:
    has, what = ("had", "Plan a longer round.") if is_over else ("has", "Wait before you decide.")
    so_far = "" if is_over else " so far"
    return f"It {has} {plural(days, 'day')}{so_far}: weekdays differ, and a test needs two whole weeks of them. {what}"


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n:,} times")


# Who was in which arm.


def _of_the_arms(test: Test) -> Iterator[Caveat]:
    if test.design is not Design.PARALLEL or not all(arm.base for arm in test.series):
        return
    counts = [arm.base * test.metric.per for arm in test.series]
    if any(abs(count - round(count)) > 1e-6 * count for count in counts):
        return  # hours and the like are measured, not allocated
    weights = [arm.weight for arm in test.series]
    if checks.sample_ratio(counts, weights) >= checks.RATIO_ALARM:
        return
    parts = [count / sum(counts) for count in counts]
    due = [weight / sum(weights) for weight in weights]
    worst = max(range(len(counts)), key=lambda place: abs(parts[place] - due[place]) / due[place])
    has, planned = f"“{test.series[worst].name}” has {_percent(parts[worst])} of all cases", _percent(due[worst])
    if test.promise:
        words = f"{has} where {planned} were planned: more than chance explains."
    else:
        words = (
            f"{has}, equal arms would have {planned} each: more than chance explains, unless they were meant to differ."
        )
    yield Caveat("sample_ratio", f"{words} Find out who is missing before you rely on the result.")


def _percent(part: float) -> str:
    return f"{part * 100:.1f}{NBSP}%"


# Which days there are.


def _of_the_days(test: Test) -> Iterator[Caveat]:
    missing = missing_days(test)
    if missing:
        named = day_words(missing[0]) + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
        yield Caveat(
            "missing_days",
            f"{plural(len(missing), 'day')} without the numbers of every arm ({named}). Enter them or find out why "
            "they are missing: days seldom go missing by chance.",
        )
    if _has_other_weekdays(test):
        yield Caveat(
            "weekday_imbalance",
            "The arms do not cover the same weekdays alike, so part of the difference may be one between weekdays. "
            "Compare whole weeks.",
        )
    far = _outlying(test)
    if far:
        arm, day = far[0]
        more = f" and {len(far) - 1} more" if len(far) > 1 else ""
        lies = "lies" if len(far) == 1 else "lie"
        yield Caveat(
            "outliers",
            f"{day_words(day)} of “{arm}”{more} {lies} far from the other days. Check the numbers: a slip or a special "
            "day can make a difference or hide one.",
        )


def missing_days(test: Test) -> tuple[date, ...]:
    """Days on which an arm has no numbers, of those weekdays on which there are any at all."""
    series = [arm for arm in test.series if arm.days]
    if not series:
        return ()
    known = [{one.day for one in arm.days} for arm in series]
    everywhere = set.union(*known) if test.design is Design.BEFORE_AFTER else set.intersection(*known)
    anywhere = set.union(*known)
    first, last = min(anywhere), max(anywhere)
    if test.promise:
        yesterday = test.promise.today - timedelta(days=1)
        first, last = test.promise.starts_on, max(last, min(yesterday, test.promise.ends_on))
    weekdays = {day.weekday() for day in anywhere}
    is_open = len(anywhere) < 7
    return tuple(
        day
        for day in checks.missing_days(everywhere, first, last)
        if day in anywhere or is_open or day.weekday() in weekdays
    )


def _has_other_weekdays(test: Test) -> bool:
    arms = [arm for arm in test.series if arm.base]
    control = next((arm for arm in arms if arm.is_control), None)
    if control is None:
        return False
    others = [arm for arm in arms if not arm.is_control]
    if test.design is Design.BEFORE_AFTER and all(_has_every_weekday_twice(arm) for arm in arms):
        return False  # the regression tells weekdays apart by itself
    return any(_differs_in_weekdays(test.metric, arm, control) for arm in others)


def _has_every_weekday_twice(arm: Series) -> bool:
    return len(arm.weekdays) == 7 and all(count >= 2 for _, count, _ in arm.weekdays)


def _differs_in_weekdays(metric: Metric, arm: Series, control: Series) -> bool:
    """By the days themselves, or by how many cases fell on them, beyond what chance does."""
    days = checks.weekdays_apart(*([(day, float(count)) for day, count, _ in side.weekdays] for side in (arm, control)))
    if days >= checks.WEEKDAYS_APART:
        return True
    cases = checks.weekdays_apart(*([(day, base) for day, _, base in side.weekdays] for side in (arm, control)))
    chance = 2 * math.sqrt(1 / (arm.base * metric.per) + 1 / (control.base * metric.per))
    return cases >= max(checks.WEEKDAYS_APART, chance)


def _outlying(test: Test) -> list[tuple[str, date]]:
    found = []
    for arm in test.series:
        days = [one for one in arm.days if one.base > 0]
        values = [one.amount / one.base for one in days]
        places = checks.outlying([one.day for one in days], values, _errors(test.metric, arm.value or 0.0, days))
        found += [(arm.name, days[place].day) for place in places]
    return sorted(found, key=lambda one: one[1])


def _errors(metric: Metric, value: float, days: Sequence[Observed]) -> list[float] | None:
    """How far chance alone moves each day's value, where that is known."""
    if metric.kind is MetricKind.MEAN:
        if any(not one.spread for one in days):
            return None
        return [(one.spread or 0.0) / math.sqrt(one.base) for one in days]
    varies = value * (1 - value) if metric.kind is MetricKind.SHARE else value
    return [math.sqrt(max(varies, 1 / one.base) / one.base) for one in days]


# Whether the method can be relied on with these numbers.


def _of_the_numbers(test: Test, comparisons: Sequence[Comparison]) -> Iterator[Caveat]:
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
