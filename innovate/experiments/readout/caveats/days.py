"""Which days there are: missing ones, other weekdays in other arms, and days that lie far out."""

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from innovate.core.wording import day as day_words
from innovate.core.wording import plural
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind
from innovate.experiments.readout.estimating import tells_weekdays_apart
from innovate.experiments.readout.reading import Caveat
from innovate.experiments.readout.terms import Observed, Series, Test
from innovate.experiments.statistics import checks


def of_the_days(test: Test) -> Iterator[Caveat]:
    missing = missing_days(test)
    if missing:
        named = day_words(missing[0]) + (f" and {len(missing) - 1} more" if len(missing) > 1 else "")
        yield Caveat(
            "missing_days",
            f"{plural(len(missing), 'day')} without {_whose(test)} ({named}). Enter them or find out why "
            "they are missing: days seldom go missing by chance.",
        )
    if test.design is Design.BEFORE_AFTER:
        if not tells_weekdays_apart(test.metric, test.series, test.promise):
            yield Caveat(
                "weekday_imbalance",
                "There are too few days to tell weekdays from the change. Where weekdays differ, the interval is too "
                "narrow. Wait for more weeks, or measure longer before the next one.",
            )
    elif _has_other_weekdays(test):
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


def _whose(test: Test) -> str:
    return "numbers" if test.has_drawn_days else "the numbers of every arm"


def missing_days(test: Test) -> tuple[date, ...]:
    """Days on which an arm that should have numbers has none, of those weekdays on which there are any at all."""
    series = [arm for arm in test.series if arm.days]
    if not series:
        return ()
    known = [{one.day for one in arm.days} for arm in series]
    is_one_arms = test.design is Design.BEFORE_AFTER or test.has_drawn_days  # every day belongs to one arm
    everywhere = set.union(*known) if is_one_arms else set.intersection(*known)
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
    return any(_differs_in_weekdays(test.metric, arm, control) for arm in others)


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
