"""The planner: how many days, how small an effect, how likely it is found, and why a test cannot answer.

Every power is that of the method which will read the result at its planned end: detection.py for parallel groups, and
for the other designs the noncentral t with the standard error and the freedom that segmented.py and stepped.py work
out from the days and teams planned. Several arms are planned for the first step of Holm's procedure, each against the
control at its part of the error, and for the arm that is hardest to tell.

Day-to-day noise beyond chance, which no baseline tells, is assumed and said:
- before/after: a day's value varies OVERDISPERSION times as much as its base alone would make it, and days in a row
  share AUTOCORRELATION;
- stepped rollout: values of one team on one day are alike by CORRELATION (the intraclass correlation of Hussey and
  Hughes, 2007, Contemp Clin Trials 28:182, for teams within days; the teams' own levels are in the model). Of a rate
  it is the squared coefficient of variation of a team's rate from day to day: 0.01 is a tenth up or down.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from innovate.experiments.statistics.detection import finds, finds_mean, finds_rate, finds_share
from innovate.experiments.statistics.estimate import LEVEL
from innovate.experiments.statistics.segmented import precision_of_days
from innovate.experiments.statistics.stepped import precision_of_steps

POWER = 0.8  # how often a test shall find the effect that it is planned for
OVERDISPERSION = 1.5
AUTOCORRELATION = 0.2
CORRELATION = 0.01
LONGEST = 365  # days; a longer test answers a question that nobody asks any more
SEARCHED = 728  # days up to which a before/after test or a stepped rollout is worked out
FEWEST_TEAMS = 4  # of a stepped rollout; with fewer no error can be told from theirs
FEWEST_EVENTS = 5.0  # that an arm is expected to have: successes and failures of a share, events of a rate
A_WEEK = 7
MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """What a test shall answer.

    `baseline` and `effect` are in the metric's natural unit: of a share 0 to 1 and a difference of shares, of a mean
    its unit, of a rate events for one of the base and the change as a fraction of the baseline (-0.15: 15 % fewer).
    `spread` is the standard deviation of single values (of a mean alone). `weights` are the arms' parts, the control
    first. `before` is how many days before the switch there are; None: half of all.
    """

    kind: str
    baseline: float
    effect: float
    spread: float | None = None
    weights: tuple[float, ...] = (1.0, 1.0)
    design: str = "parallel"
    level: float = LEVEL
    power: float = POWER
    before: int | None = None
    overdispersion: float = OVERDISPERSION
    autocorrelation: float = AUTOCORRELATION
    teams: int = 0
    steps: int = 0
    correlation: float = CORRELATION

    @property
    def comparisons(self) -> int:
        """How many arms are compared with the control."""
        return max(1, len(self.weights) - 1) if self.design == "parallel" else 1

    @property
    def reached(self) -> float:
        """Where the metric stands if the effect is there."""
        return self.baseline * (1 + self.effect) if self.kind == "rate" else self.baseline + self.effect

    @property
    def strictness(self) -> float:
        """The level of the first comparison, by Holm's first step."""
        return 1 - (1 - self.level) / self.comparisons


class Why(StrEnum):
    """Why a test cannot answer its question; the numbers of each in brackets."""

    NO_EFFECT = "no_effect"
    """The smallest effect worth having is nought, which no test can find."""
    BASELINE_IMPOSSIBLE = "baseline_impossible"
    """The metric cannot stand at its baseline: a share is between 0 and 1, a rate above 0 (baseline)."""
    TARGET_IMPOSSIBLE = "target_impossible"
    """The metric cannot reach the baseline with the effect: a share ends at 0 and 1, a rate at 0 (baseline, target)."""
    SPREAD_MISSING = "spread_missing"
    """A mean is planned from the spread of its single values, which is not given or not above nought."""
    NO_TRAFFIC = "no_traffic"
    """Nothing is expected to be counted on a day (traffic)."""
    TOO_FEW_ARMS = "too_few_arms"
    """There are no two arms that get a part (arms)."""
    BEFORE_TOO_SHORT = "before_too_short"
    """With so few days before the switch, no number of days after it finds the effect (before)."""
    TOO_FEW_TEAMS = "too_few_teams"
    """A stepped rollout needs more teams, and at least one for each step (teams, needed)."""
    TOO_FEW_STEPS = "too_few_steps"
    """A stepped rollout needs teams to begin on different days (steps, needed)."""
    TOO_FEW_EVENTS = "too_few_events"
    """An arm would see too few events, or too few that are none, to tell anything (expected, needed)."""
    MORE_THAN_A_YEAR = "more_than_a_year"
    """The test would have to run for more than a year (days, or none given where it is far more; limit)."""
    TOO_FEW_DAYS = "too_few_days"
    """The days planned find the effect less often than they should (days, power, needed where it is known)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not, with the numbers behind it."""

    code: Why
    numbers: Mapping[str, float]


def power_at(question: Question, traffic: float, days: float) -> float:
    """How often the effect is found after so many days with so much of the base a day, all arms or teams together."""
    if question.design == "parallel":
        return power_of_size(question, traffic * days)
    expected = _expected(question, int(days))
    if expected is None or traffic <= 0:
        return 0.0
    unit, freedom = expected
    return finds(_distance(question, unit, traffic), freedom, question.level)


def power_of_size(question: Question, size: float) -> float:
    """How often parallel groups find the effect with so much of the base in all arms together."""
    whole = sum(question.weights)
    control = size * question.weights[0] / whole
    variant = size * min(question.weights[1:]) / whole
    if min(control, variant) <= 0:
        return 0.0
    if question.kind == "share":
        return finds_share(variant, question.reached, control, question.baseline, question.strictness)
    if question.kind == "mean":
        return finds_mean(variant, control, question.effect, question.spread or 0.0, question.strictness)
    return finds_rate(variant, question.reached, control, question.baseline, question.strictness)


def size_needed(question: Question, traffic: float | None = None) -> float | None:
    """How much of the base all arms need together; designs other than parallel groups need the traffic to say."""
    if _impossible(question):
        return None
    if question.design == "parallel":
        return _parallel_size(question)
    days = days_needed(question, traffic) if traffic else None
    return None if days is None or traffic is None else days * traffic


def days_needed(question: Question, traffic: float) -> int | None:
    """How many days find the effect as often as asked; None where none do, or two years do not.

    Of a before/after test these are the days before and after together. `whole_weeks` makes them what to plan.
    """
    if traffic <= 0 or _impossible(question):
        return None
    if question.design == "parallel":
        size = _parallel_size(question)
        return None if size is None else max(1, math.ceil(size / traffic - 1e-9))

    def enough(days: int) -> bool:
        return power_at(question, traffic, days) >= question.power

    shortest = (question.before or 0) + A_WEEK
    days = shortest
    while not enough(days):
        if days >= SEARCHED:
            return None
        days = min(SEARCHED, max(days + A_WEEK, days * 3 // 2))
    return _smallest(enough, max(1, min(shortest, days * 2 // 3 - A_WEEK)), days)


def whole_weeks(days: int) -> int:
    """So many days and what is missing to the end of a week, so that every weekday counts alike."""
    return -(-days // A_WEEK) * A_WEEK


def smallest_effect(question: Question, traffic: float, days: float) -> float | None:
    """The smallest effect, on the side of the question's own, that so many days find as often as asked.

    None where even the largest that can be is not found.
    """
    side = math.copysign(1.0, question.effect)
    if traffic <= 0 or _impossible(replace(question, effect=side * 1e-9)):
        return None

    def power(size: float) -> float:
        return power_at(replace(question, effect=side * size), traffic, days)

    largest = _largest_effect(question, side)
    high = min(largest, _first_guess(question, traffic * days))
    low = high / 1.5
    while power(high) < question.power:
        if high >= largest:
            return None
        low, high = high, min(largest, high * 1.5)
    while power(low) >= question.power:
        low, high = low / 1.5, low
    while high - low > 1e-3 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if power(middle) >= question.power else (middle, high)
    return side * high


def curve(question: Question, traffic: float, longest: int | None = None) -> tuple[tuple[int, float], ...]:
    """The smallest effect against whole weeks: (days, effect), as far as twice the days needed, at least 12 weeks."""
    if longest is None:
        needed = days_needed(question, traffic)
        longest = min(LONGEST, max(84, 2 * (needed if needed is not None else LONGEST)))
    weeks = max(1, longest // A_WEEK)
    chosen = sorted({max(1, round(weeks * (part / 24) ** 1.5)) for part in range(1, 25)})
    found = ((week * A_WEEK, smallest_effect(question, traffic, week * A_WEEK)) for week in chosen)
    return tuple((days, effect) for days, effect in found if effect is not None)


def reasons(question: Question, traffic: float, days: int | None = None) -> tuple[Reason, ...]:
    """Why the test cannot answer its question, the gravest first; with `days`, why it cannot within these."""
    found = [*_impossible(question)]
    if traffic <= 0:
        found.append(Reason(Why.NO_TRAFFIC, {"traffic": traffic}))
    if found:
        return tuple(found)
    needed = days_needed(question, traffic)
    if needed is None and question.before is not None and days_needed(replace(question, before=None), traffic):
        found.append(Reason(Why.BEFORE_TOO_SHORT, {"before": question.before}))
    elif needed is None or needed > max(LONGEST, days or 0):
        numbers: dict[str, float] = {"limit": LONGEST} if needed is None else {"days": needed, "limit": LONGEST}
        found.append(Reason(Why.MORE_THAN_A_YEAR, numbers))
    if days is not None and (needed is None or days < needed):
        planned: dict[str, float] = {"days": days, "power": power_at(question, traffic, days)}
        found.append(Reason(Why.TOO_FEW_DAYS, planned if needed is None else {**planned, "needed": needed}))
    expected = _fewest_events(question, traffic * (days or min(needed or LONGEST, LONGEST)))
    if expected is not None and expected < FEWEST_EVENTS:
        found.append(Reason(Why.TOO_FEW_EVENTS, {"expected": expected, "needed": FEWEST_EVENTS}))
    return tuple(found)


def _impossible(question: Question) -> tuple[Reason, ...]:
    """What stands against the question itself, whatever the days."""
    baseline, reached = question.baseline, question.reached
    found = []
    highest = 1.0 if question.kind == "share" else math.inf
    lowest = -math.inf if question.kind == "mean" else 0.0
    if question.effect == 0 or not math.isfinite(question.effect):
        found.append(Reason(Why.NO_EFFECT, {}))
    if not lowest < baseline < highest:
        found.append(Reason(Why.BASELINE_IMPOSSIBLE, {"baseline": baseline}))
    elif not lowest <= reached <= highest:
        found.append(Reason(Why.TARGET_IMPOSSIBLE, {"baseline": baseline, "target": reached}))
    if question.kind == "mean" and not (question.spread or 0) > 0:
        found.append(Reason(Why.SPREAD_MISSING, {}))
    if question.design == "parallel" and sum(weight > 0 for weight in question.weights) < max(2, len(question.weights)):
        found.append(Reason(Why.TOO_FEW_ARMS, {"arms": sum(weight > 0 for weight in question.weights)}))
    if question.design == "stepped":
        needed = max(FEWEST_TEAMS, question.steps)
        if question.steps < 2:
            found.append(Reason(Why.TOO_FEW_STEPS, {"steps": question.steps, "needed": 2}))
        if question.teams < needed:
            found.append(Reason(Why.TOO_FEW_TEAMS, {"teams": question.teams, "needed": needed}))
    return tuple(found)


def _fewest_events(question: Question, size: float) -> float | None:
    """How many events, of a share also trials without one, the arm with the most of them is expected to see."""
    if question.kind == "mean":
        return None
    weights = question.weights if question.design == "parallel" else (1.0, 1.0)
    arms = [
        (size * weight / sum(weights), value)
        for weight, value in zip((weights[0], min(weights[1:])), (question.baseline, question.reached), strict=True)
    ]
    seen = max(base * value for base, value in arms)
    return min(seen, max(base * (1 - value) for base, value in arms)) if question.kind == "share" else seen


def _parallel_size(question: Question) -> float | None:
    def enough(size: int) -> bool:
        return power_of_size(question, size) >= question.power

    high = 4
    while not enough(high):
        high *= 2
        if high > 1e12:
            return None
    return float(_smallest(enough, high // 2, high))


def _smallest(enough: Callable[[int], bool], low: int, high: int) -> int:
    """The smallest number that is enough, above one that is not and up to one that is."""
    while high - low > max(1, high // 2000):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _largest_effect(question: Question, side: float) -> float:
    """The size beyond which no effect on that side can be."""
    if question.kind == "share":
        return 1 - question.baseline if side > 0 else question.baseline
    if question.kind == "mean":
        return 1e6 * (question.spread or 0.0)
    return 1e6 if side > 0 else 1 - 1e-9


def _first_guess(question: Question, size: float) -> float:
    """About what two even arms find, to begin the search with."""
    noise = {"share": question.baseline * (1 - question.baseline), "rate": 1 / question.baseline}
    return 5.6 * math.sqrt(noise.get(question.kind, (question.spread or 0.0) ** 2) / size)


# Before/after and stepped rollout: the noise of a value, times what the design makes of it.


def _distance(question: Question, unit: float, traffic: float) -> float:
    """How many standard errors the effect lies from none; of a rate on the scale of the logarithm."""
    before, after = question.baseline, question.reached
    effect = question.effect
    if question.kind == "share":
        noise = (before * (1 - before) + after * (1 - after)) / 2
    elif question.kind == "mean":
        noise = (question.spread or 0.0) ** 2
    elif after > 0:
        effect = math.log1p(effect)
        noise = 1 / before if question.design == "before_after" else (1 / before + 1 / after) / 2
    else:
        return 0.0
    variance = unit**2 * noise / traffic * _beyond_chance(question, traffic)
    return abs(effect) / math.sqrt(variance) if variance > 0 else math.inf


def _beyond_chance(question: Question, traffic: float) -> float:
    """How many times the variance of a day's value is what its base alone would make it."""
    if question.design == "before_after":
        return question.overdispersion
    cell = traffic / question.teams
    if question.kind == "rate":
        return question.teams * (1 + cell * (question.baseline + question.reached) / 2 * question.correlation)
    return question.teams * (1 + max(0.0, cell - 1) * question.correlation)


def _expected(question: Question, days: int) -> tuple[float, float] | None:
    """The standard error and the freedom of the design, for noise of variance one on a day (of a team).

    A rate that falls has fewer events to tell it by: its days after the switch weigh less.
    """
    if question.design == "stepped":
        return _of_steps(question.teams, question.steps, days)
    before = days // 2 if question.before is None else question.before
    weight = max(0.01, round(1 + question.effect, 2)) if question.kind == "rate" else 1.0
    return _of_days(before, days - before, weight, question.autocorrelation)


@lru_cache(maxsize=4096)
def _of_days(before: int, after: int, weight: float, autocorrelation: float) -> tuple[float, float] | None:
    """The days before weigh one, those after as given."""
    if min(before, after) <= 0:
        return None
    days = [MONDAY + timedelta(day) for day in range(before + after)]
    weights = [1.0] * before + [weight] * after
    return precision_of_days(days, weights, days[before], correlation=autocorrelation)


@lru_cache(maxsize=4096)
def _of_steps(teams: int, steps: int, days: int) -> tuple[float, float] | None:
    """Teams shared out over the steps; a stretch of days before the first step and after each, as even as can be."""
    ends = [days * (stretch + 1) // (steps + 1) for stretch in range(steps + 1)]
    lengths = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    if min(lengths) < 1:
        return None
    begun = [[stretch > team * steps // teams for team in range(teams)] for stretch in range(steps + 1)]
    return precision_of_steps([[float(length)] * teams for length in lengths], begun)
