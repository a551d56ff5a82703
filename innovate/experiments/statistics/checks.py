"""What may be wrong with the data of a test: numbers for the warnings beside a result.

Each function answers a number or a place; which of them deserves a warning is said by the constants beside them.

Sources: A. Fabijan and others (2019), Diagnosing sample ratio mismatch, KDD 2019, for the sample ratio; B. Iglewicz and
D. Hoaglin (1993), How to Detect and Handle Outliers, for the median distance; W. G. Cochran (1954), Biometrics
10:417-451, for small counts, and (1977), Sampling Techniques, 3rd ed., 2.15, for skewed values; F. Galton (1886),
Journal of the Anthropological Institute 15:246-263, for regression to the mean.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from innovate.experiments.statistics.distributions import chi_square_p, normal_quantile, t_p, t_reach
from innovate.experiments.statistics.estimate import Shown
from innovate.experiments.statistics.means import Mean, mean_of_days

RATIO_ALARM = 0.001  # a sample ratio with a lower p is no accident: it is looked at on every day
OUTLYING_CHANCE = 0.01  # how often a test whose days only vary by chance has a day called outlying
MEDIAN_WORTH = 0.37  # a median distance tells the spread as well as so many of its values by their squares
OUTLYING_NEEDS = 14  # days: below two weeks a weekday cannot be told from an accident
FEW = 5  # expected of either outcome, below which shares and rates are small counts
LOPSIDED = 3  # how many times as large as the other an arm may be before skewness misleads who looks often
SKEW_AT_MOST = 10  # what a spread is taken to say of the skewness at most
WEEKDAYS_APART = 0.1  # the part of the data on other weekdays, from which on the weeks are unequal
BASELINE_ALARM = 0.05  # a period that differs from the stated baseline with a lower p was not an ordinary one
UNEVEN_ALARM = 0.01  # effects that vary from day to day with a lower p vary by more than chance


# Whether the arms got what they were meant to get.


def sample_ratio(bases: Sequence[float], weights: Sequence[float]) -> float:
    """The p-value of the arms' numbers of cases, were they allocated by these weights (Pearson's chi-square).

    The bases must be counts of what was allocated; a base in thousands is typed out first.
    """
    total, whole = math.fsum(bases), math.fsum(weights)
    expected = [total * weight / whole for weight in weights]
    if len(bases) < 2 or total == 0:
        return 1.0
    return chi_square_p(
        math.fsum((base - due) ** 2 / due for base, due in zip(bases, expected, strict=True)), len(bases) - 1
    )


def missing_days(found: Iterable[date], first: date, last: date) -> tuple[date, ...]:
    """The days from the first to the last of which nothing is known."""
    known = set(found)
    days = (first + timedelta(days=place) for place in range((last - first).days + 1))
    return tuple(day for day in days if day not in known)


def weekdays_apart(one: Iterable[tuple[date, float]], other: Iterable[tuple[date, float]]) -> float:
    """The part of the one's base that lies on other weekdays than the other's: 0 for equal weeks, 1 for none shared."""
    ours, theirs = _by_weekday(one), _by_weekday(other)
    return sum(abs(ours[weekday] - theirs[weekday]) for weekday in range(7)) / 2


def _by_weekday(days: Iterable[tuple[date, float]]) -> dict[int, float]:
    """Which part of the base lies on each weekday."""
    found = dict.fromkeys(range(7), 0.0)
    for day, base in days:
        found[day.weekday()] += base
    whole = math.fsum(found.values()) or 1.0
    return {weekday: base / whole for weekday, base in found.items()}


# Whether the days look alike.


def outlying(days: Sequence[date], values: Sequence[float], errors: Sequence[float] | None = None) -> tuple[int, ...]:
    """The positions of days whose value lies too far from the others, seen from the median and by the median distance.

    `errors` are the values' own standard errors: a day of few cases may lie further out, and what they explain is never
    outlying. A day is compared with its own weekday where there are three of each, and is else called outlying only if
    it lies as far from the other days of its weekday. Nothing is said of fewer than two weeks.
    """
    count = len(values)
    if count < OUTLYING_NEEDS:
        return ()
    noise = list(errors) if errors else [1.0] * count
    weekdays = [day.weekday() for day in days]
    is_weekly = min(Counter(weekdays).values()) >= 3
    centres = _medians_of_others(weekdays if is_weekly else [0] * count, values)
    apart = [
        (value - centre) / error if error else 0.0 for value, centre, error in zip(values, centres, noise, strict=True)
    ]
    limit = t_reach(1 - OUTLYING_CHANCE / count, MEDIAN_WORTH * count) * _scale(apart)
    if errors:
        others = (count / 7 if is_weekly else count) - 1
        own = math.sqrt(1 + math.pi / 2 / others)  # the median of the others varies as well
        limit = max(limit, own * normal_quantile(1 - OUTLYING_CHANCE / 2 / count))
    if limit == 0:
        return ()
    far = [place for place, distance in enumerate(apart) if abs(distance) > limit]
    if is_weekly:
        return tuple(far)
    return tuple(place for place in far if _is_alone(place, values, weekdays, limit * noise[place]))


def _medians_of_others(groups: Sequence[int], values: Sequence[float]) -> list[float]:
    """For each value the median of the others of its group: its own would be nearest to itself."""
    members = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    found = [0.0] * len(values)
    for places in members.values():
        places.sort(key=lambda place: values[place])
        ordered, others = [values[place] for place in places], len(places) - 1
        low, high = (others - 1) // 2, others // 2
        for rank, place in enumerate(places):
            found[place] = (ordered[low + (low >= rank)] + ordered[high + (high >= rank)]) / 2
    return found


def _scale(distances: Sequence[float]) -> float:
    """A standard deviation that a few far values do not move; the mean distance where most are equal."""
    sizes = [abs(distance) for distance in distances]
    middle = median(sizes) / normal_quantile(0.75)
    return middle or math.fsum(sizes) / len(sizes) * math.sqrt(math.pi / 2)


def _is_alone(place: int, values: Sequence[float], weekdays: Sequence[int], limit: float) -> bool:
    """Whether a value is as far from the others of its weekday, so that the weekday does not explain it."""
    others = [value for at, value in enumerate(values) if weekdays[at] == weekdays[place] and at != place]
    return not others or abs(values[place] - median(others)) > limit


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more the effect varies from day to day than chance makes it: 1 as chance does, with its p-value."""

    ratio: float
    p_value: float


def uneven_rates(variant: Sequence[Shown], control: Sequence[Shown]) -> Dispersion | None:
    """Whether the events of each day (the same days in both arms, in order) are split as one ratio would split them.

    What both arms share on a day, such as its weekday, cancels. Days are put together until five events of either arm
    are expected of them. More variation than chance means that events come in clusters, and that an interval which
    takes them for independent is too narrow. None for fewer than two groups of days.
    """
    events, others = (math.fsum(day.amount for day in arm) for arm in (variant, control))
    exposure, other_exposure = (math.fsum(day.base for day in arm) for arm in (variant, control))
    if not events or not others:
        return None
    ratio = events / exposure * other_exposure / others
    groups, found = [], (0.0, 0.0, 0.0)
    for one, other in zip(variant, control, strict=True):
        both = one.amount + other.amount
        expected = both * ratio * one.base / (ratio * one.base + other.base) if both else 0.0
        found = (found[0] + one.amount, found[1] + both, found[2] + expected)
        if min(found[2], found[1] - found[2]) >= FEW:
            groups.append((found[0] - found[2], found[2] * (1 - found[2] / found[1])))
            found = (0.0, 0.0, 0.0)
    return _dispersion([apart * apart / variance for apart, variance in groups])


def uneven_shares(variant: Sequence[Shown], control: Sequence[Shown]) -> Dispersion | None:
    """The same for shares: whether the difference on each day is the difference of all days, but for chance.

    Only days on which five of either outcome are expected in both arms are used.
    """
    found = []
    for one, other in zip(variant, control, strict=True):
        ours, theirs = one.base, other.base
        if not ours or not theirs:
            continue
        pooled = (one.amount + other.amount) / (ours + theirs)
        if min(pooled, 1 - pooled) * min(ours, theirs) >= FEW:
            variance = pooled * (1 - pooled) * (1 / ours + 1 / theirs)
            found.append((one.amount / ours - other.amount / theirs, variance))
    if len(found) < 2:
        return None
    whole = math.fsum(1 / variance for _, variance in found)
    centre = math.fsum(apart / variance for apart, variance in found) / whole
    return _dispersion([(apart - centre) ** 2 / variance for apart, variance in found])


def _dispersion(squares: Sequence[float]) -> Dispersion | None:
    if len(squares) < 2:
        return None
    total, freedom = math.fsum(squares), len(squares) - 1
    return Dispersion(total / freedom, chi_square_p(total, freedom))


# Whether the method can be trusted with so little.


def has_small_counts(variant: tuple[float, float], control: tuple[float, float]) -> bool:
    """Whether, were the shares (successes, trials) equal, five of either outcome would be too many to expect."""
    pooled = (variant[0] + control[0]) / (variant[1] + control[1])
    return min(pooled, 1 - pooled) * min(variant[1], control[1]) < FEW


def has_few_events(variant: tuple[float, float], control: tuple[float, float]) -> bool:
    """The same for rates (events, exposure): whether fewer than five events are to be expected in an arm."""
    part = min(variant[1], control[1]) / (variant[1] + control[1])
    return (variant[0] + control[0]) * part < FEW


def is_skewed(variant: Mean, control: Mean) -> bool:
    """Whether there are too few values in an arm for tails as long as these, so that an interval may miss too often.

    Both arms are asked for what the more skewed of them needs: the one that has not met its tail yet looks tame.
    """
    return min(_counts(variant, control)) < max(_needed(variant), _needed(control))


def is_out_of_balance(variant: Mean, control: Mean) -> bool:
    """Whether they are skewed and one arm is also far larger than the other, so that looking often would mislead.

    Where arms are about equally large, skewness cancels in their difference, and the always-valid interval holds all
    the same. Where they are not, it is not to be read until there are values enough.
    """
    counts = _counts(variant, control)
    return max(counts) > LOPSIDED * min(counts) and is_skewed(variant, control)


def _counts(variant: Mean, control: Mean) -> tuple[float, float]:
    return variant.freedom + 1, control.freedom + 1


def _needed(mean: Mean) -> float:
    return values_needed(mean.value, math.sqrt(mean.variance * (mean.freedom + 1)))


def values_needed(value: float, spread: float) -> float:
    """How many values a mean needs before its interval can be trusted, judged by their spread.

    A spread of half the mean or more is that of values with a long tail. Its skewness is taken to be that of a gamma
    distribution, twice the spread over the mean, and Cochran's rule asks for 25 times its square. Values around or
    below zero say nothing of their tails: nothing is asked of them.
    """
    if value <= 0 or spread < value / 2:
        return 2
    return 25 * min(2 * spread / value, SKEW_AT_MOST) ** 2


# Whether the time before was an ordinary one.


@dataclass(frozen=True, slots=True)
class Apart:
    """How far the days before lay from the baseline that was stated, and how likely chance alone is to do that."""

    distance: float
    p_value: float


def apart_from_baseline(days: Sequence[Shown], baseline: float) -> Apart | None:
    """A period before, of any kind of metric, against its stated baseline; None for fewer than two days.

    Where it lay apart, part of any change after it is a return to what is usual, which no before and after can tell
    from the effect. The days' own variation is what the distance is measured by.
    """
    found = mean_of_days(days)
    if found is None:
        return None
    distance = found.value - baseline
    if found.variance == 0:
        return Apart(distance, float(distance == 0))
    return Apart(distance, t_p(distance / math.sqrt(found.variance), found.freedom))
