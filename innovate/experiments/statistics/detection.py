"""How often a difference between two arms that is there is found by the very method that reads it.

Found means that the interval lies on the right side of no difference. Shares: Newcombe's interval, exactly by adding up
all outcomes where counts are small, else by the normal distribution of its nearer bound (the pooled z test agrees
within a point). Means: Welch's t, by the noncentral t (Johnson, Kotz and Balakrishnan, 1995, ch. 31). Rates: the exact
conditional test, by adding up over all numbers of events (Gu, Ng, Tang and Schucany, 2008, Biometrical J 50:283,
compare it with others), or by the
normal distribution where events are many.
"""

import math
from typing import TYPE_CHECKING, Any

from innovate.experiments.statistics.distributions import normal_reach, t_reach
from innovate.experiments.statistics.shares import difference_of_shares

if TYPE_CHECKING:
    from numpy import ndarray

    Numbers = ndarray[Any, Any]

FEW_OUTCOMES = 150.0  # product of the arms' standard deviations up to which all outcomes are added up
FAR = 25.0  # standard errors, beyond which the noncentral t is hard to compute
TAIL = 7.0  # standard deviations within which outcomes are added up
MANY_EVENTS = 100  # numbers of events that are looked at; of more, evenly chosen ones
NORMAL_EVENTS = 500.0  # expected in both arms, from which on the normal distribution is within half a point
LARGE = 1e6  # degrees of freedom from which on Student's t is the normal distribution


def finds_share(trials: float, share: float, others: float, other_share: float, level: float) -> float:
    """For a variant's trials and true share and the control's; each arm with one trial at least."""
    if share < other_share:  # the method treats successes and failures alike
        share, other_share = 1 - share, 1 - other_share
    ours, theirs = max(1, round(trials)), max(1, round(others))
    spreads = math.sqrt(ours * share * (1 - share) * theirs * other_share * (1 - other_share))
    if spreads <= FEW_OUTCOMES:
        return _of_all_outcomes(ours, share, theirs, other_share, level)
    low = _nearer_bound(ours, share, theirs, other_share, level)
    step = 1e-5 * min(share, 1 - share, other_share, 1 - other_share)
    slope = (_nearer_bound(ours, share + step, theirs, other_share, level) - low) / step
    other_slope = (_nearer_bound(ours, share, theirs, other_share + step, level) - low) / step
    variance = slope**2 * share * (1 - share) / ours + other_slope**2 * other_share * (1 - other_share) / theirs
    return _normal_cdf(low / math.sqrt(variance))


def finds_mean(count: float, others: float, difference: float, spread: float, level: float) -> float:
    """For the two arms' numbers of values, and a spread that both share."""
    if min(count, others) < 2:
        return 0.0
    error = spread * math.sqrt(1 / count + 1 / others)
    freedom = (1 / count + 1 / others) ** 2 / (1 / (count**2 * (count - 1)) + 1 / (others**2 * (others - 1)))
    return finds(abs(difference) / error, freedom, level)


def finds(distance: float, freedom: float, level: float) -> float:
    """For an effect so many standard errors from none, and Student's t with that freedom."""
    if freedom >= LARGE:
        return _normal_cdf(distance - normal_reach(level))
    from scipy.special import chdtrc, nctdtr

    reach = t_reach(level, freedom)
    if reach > 1e6:
        return 0.0
    if distance > FAR:  # there the noncentral t is that of the error alone, to the digits that anybody reads
        return float(1 - chdtrc(freedom, freedom * (distance / reach) ** 2))
    return float(1 - nctdtr(freedom, distance, reach))


def finds_rate(exposure: float, rate: float, other_exposure: float, other_rate: float, level: float) -> float:
    """For a variant's exposure and true rate and the control's."""
    import numpy as np
    from scipy.special import gammaln

    ours, theirs = exposure * rate, other_exposure * other_rate
    expected = ours + theirs
    if expected <= 0:
        return 0.0
    if expected > NORMAL_EVENTS:
        return _of_many_events(ours, theirs, exposure / (exposure + other_exposure), level)
    lowest = max(0, math.floor(expected - TAIL * math.sqrt(expected) - 10))
    highest = math.ceil(expected + TAIL * math.sqrt(expected) + 20)
    step = max(1, (highest - lowest) // MANY_EVENTS)
    events = np.arange(lowest, highest + 1, step).astype(float)
    chances = np.exp(events * math.log(expected) - expected - gammaln(events + 1))
    chances /= chances.sum()
    part, null = ours / expected, exposure / (exposure + other_exposure)
    if rate < other_rate:  # too many in one arm are too few in the other
        part, null = 1 - part, 1 - null
    found = _at_least(_fewest(events, null, (1 - level) / 2), events, part)
    return float((chances * found).sum())


def _of_many_events(ours: float, theirs: float, null: float, level: float) -> float:
    """By the normal distribution of one arm's events beyond their part, with half an event for their being whole."""
    beyond = abs((1 - null) * ours - null * theirs)
    spread = math.sqrt((1 - null) ** 2 * ours + null**2 * theirs)
    needed = normal_reach(level) * math.sqrt((ours + theirs) * null * (1 - null)) + 0.5
    return _normal_cdf((beyond - needed) / spread)


def _fewest(events: "Numbers", null: float, tail: float) -> "Numbers":
    """Of each number of events, how many in one arm are too many for chance; more than there are where none is."""
    import numpy as np
    from scipy.special import bdtrik

    with np.errstate(all="ignore"):
        first = np.nan_to_num(bdtrik(1 - tail, events, null))
    fewest = np.clip(np.ceil(first), 0, events) + 1
    for _ in range(3):  # a rounded quantile may be one off
        fewest = np.where(_at_least(fewest - 1, events, null) <= tail, fewest - 1, fewest)
    for _ in range(3):
        fewest = np.where(_at_least(fewest, events, null) > tail, fewest + 1, fewest)
    found: Numbers = fewest
    return found


def _at_least(counts: "Numbers", events: "Numbers", part: float) -> "Numbers":
    """The chance that so many or more of the events are in an arm which gets each with this chance."""
    import numpy as np
    from scipy.special import betainc

    inside = (counts >= 1) & (counts <= events)
    safe = np.where(inside, counts, 1.0)
    known = betainc(safe, np.where(inside, events - safe + 1, 1.0), part)
    chances: Numbers = np.where(inside, known, np.where(counts < 1, 1.0, 0.0))
    return chances


def _of_all_outcomes(ours: int, share: float, theirs: int, other_share: float, level: float) -> float:
    """By adding up the chances of all outcomes whose interval lies above nought."""
    import numpy as np

    one, one_chances = _outcomes(ours, share)
    other, other_chances = _outcomes(theirs, other_share)
    value, low, _ = _scores(one, ours, level)
    other_value, _, other_high = _scores(other, theirs, level)
    difference = value[:, None] - other_value
    below = (value - low)[:, None] ** 2 + (other_high - other_value) ** 2
    found = (difference > 0) & (difference**2 > below)
    return float(np.clip(one_chances @ found @ other_chances, 0, 1))


def _outcomes(trials: int, share: float) -> tuple["Numbers", "Numbers"]:
    """Successes that can be, and the chance of each."""
    import numpy as np
    from scipy.special import gammaln, xlog1py, xlogy

    reach = TAIL * math.sqrt(trials * share * (1 - share)) + 10
    lowest = max(0, math.floor(trials * share - reach))
    successes = np.arange(lowest, min(trials, math.ceil(trials * share + reach)) + 1).astype(float)
    ways = gammaln(trials + 1) - gammaln(successes + 1) - gammaln(trials - successes + 1)
    return successes, np.exp(ways + xlogy(successes, share) + xlog1py(trials - successes, -share))


def _scores(successes: "Numbers", trials: int, level: float) -> tuple["Numbers", "Numbers", "Numbers"]:
    """Shares with Wilson's bounds, many at once."""
    import numpy as np

    z = normal_reach(level)
    share = successes / trials
    centre, whole = share + z * z / (2 * trials), 1 + z * z / trials
    reach = z * np.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return share, (centre - reach) / whole, (centre + reach) / whole


def _nearer_bound(ours: int, share: float, theirs: int, other_share: float, level: float) -> float:
    return difference_of_shares((share * ours, ours), (other_share * theirs, theirs), level).low


def _normal_cdf(value: float) -> float:
    return math.erfc(-value / math.sqrt(2)) / 2
