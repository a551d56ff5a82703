"""The made-up daily numbers of the demo company's experiments: a weekday's rhythm around a known truth."""

import math
import random
from datetime import date, timedelta
from statistics import stdev

from innovate.demo.story import Plan, Story
from innovate.experiments.models import Experiment

_RHYTHM = (1.18, 1.08, 1.0, 0.98, 1.05, 0.84, 0.66)  # Monday to Sunday
Row = tuple[int, date, float, float, float | None]


def draw(story: Story, experiment: Experiment, since: date, until: date) -> list[Row]:
    """Each arm's rows from one day to another, both included, but only on days that the plan covers."""
    plan = story.plan
    assert plan is not None
    rows: list[Row] = []
    day = max(since, experiment.starts_on)
    while day <= min(until, experiment.ends_on):
        through = (day - experiment.starts_on).days / max((experiment.ends_on - experiment.starts_on).days, 1)
        for arm in experiment.arms:
            part = _part(plan, arm.is_control, through)
            if part:
                chance = random.Random(f"{story.key} {arm.position} {(day - experiment.starts_on).days}")
                rows.append((arm.id, day, *_numbers(plan, arm.is_control, part * _RHYTHM[day.weekday()], chance)))
        day += timedelta(days=1)
    return rows


def _part(plan: Plan, is_control: bool, through: float) -> float:
    """How much of the day's customers an arm sees, so far through the experiment."""
    if plan.design == "before_after":
        return float((through < 0.45) == is_control)
    if plan.design == "stepped":
        new = 0.15 + 0.7 * through
        return 2 * ((1 - new) if is_control else new)
    return 1.0


def _numbers(plan: Plan, is_control: bool, part: float, chance: random.Random) -> tuple[float, float, float | None]:
    """One arm's day: amount, base and, for a mean, the spread of its values."""
    value = plan.baseline * chance.gauss(1, 0.012) if is_control else plan.truth * chance.gauss(1, 0.012)
    seen = max(1, round(plan.volume * part * chance.gauss(1, 0.07)))
    if plan.kind == "share":
        return sum(chance.random() < value for _ in range(seen)), seen, None
    if plan.kind == "rate":
        expected = value * seen / 1000
        return max(0, round(chance.gauss(expected, math.sqrt(expected)))), seen / 1000, None
    values = [max(value * 0.15, chance.gauss(value, value * plan.spread)) for _ in range(seen)]
    values = [round(one, 2) for one in values]
    return round(sum(values), 2), len(values), round(stdev(values), 2) if seen > 1 else None
