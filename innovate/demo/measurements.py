"""The made-up daily numbers of the demo company's experiments: a weekday's rhythm around a known truth."""

import math
import random
from datetime import date, timedelta

from innovate.demo.story import Plan, Story
from innovate.demo.trial import Beside
from innovate.experiments.measuring import Row
from innovate.experiments.models import Arm, Design, Experiment

_RHYTHM = (1.18, 1.08, 1.0, 0.98, 1.05, 0.84, 0.66)  # Monday to Sunday
_MOODS = (1.012, 1.006, 0.998, 0.995, 0.99, 0.997, 1.004)  # of the value itself, likewise
Drawn = tuple[float, float, float | None]


def draw(story: Story, plan: Plan, experiment: Experiment, since: date, until: date) -> list[Row]:
    """Each arm's rows of every metric from one day to another, both included, on days that the experiment covers."""
    rows: list[Row] = []
    day = max(since, experiment.starts_on)
    besides = {one.name: one for one in story.trial.beside}
    while day <= min(until, experiment.ends_on):
        through = (day - experiment.starts_on).days
        busy = _RHYTHM[day.weekday()] * random.Random(f"{story.key} {experiment.round} {through}").gauss(1, 0.06)
        for arm in experiment.arms:
            if not _is_measured(experiment, arm, day):
                continue
            chance = random.Random(f"{story.key} {experiment.round} {arm.position} {through}")
            rows.append(Row(arm.id, day, *_primary(story, plan, experiment, arm, day, busy, chance)))
            for measure in experiment.measures:
                one = besides[measure.name]
                numbers = _beside(one, busy, chance, is_changed=_is_changed(experiment, arm, day))
                rows.append(Row(arm.id, day, *numbers, measure.id))
        day += timedelta(days=1)
    return rows


def _is_measured(experiment: Experiment, arm: Arm, day: date) -> bool:
    """Before and after has one arm a day; otherwise every arm has every day."""
    if experiment.switch_on is None:
        return True
    return arm.is_control == (day < experiment.switch_on)


def _is_changed(experiment: Experiment, arm: Arm, day: date) -> bool:
    if experiment.design is Design.STEPPED:
        return arm.treated_from is not None and day >= arm.treated_from
    return not arm.is_control


def _primary(
    story: Story, plan: Plan, experiment: Experiment, arm: Arm, day: date, busy: float, chance: random.Random
) -> Drawn:
    truths = (plan.truth, *(truth for _, truth in story.trial.more_arms))
    truth = truths[min(max(arm.position - 1, 0), len(truths) - 1)]
    value, seen = truth if _is_changed(experiment, arm, day) else plan.baseline, float(plan.volume)
    if experiment.design is Design.STEPPED:
        seen *= 2 / len(experiment.arms)
        value *= 1 + 0.04 * math.sin(3 * arm.position)  # teams differ, as teams do
    return _numbers(plan.kind, value * _MOODS[day.weekday()], seen * busy, plan.spread, chance)


def _beside(one: Beside, busy: float, chance: random.Random, *, is_changed: bool) -> Drawn:
    return _numbers(one.kind, one.after if is_changed else one.before, one.volume * busy, one.spread, chance)


def _numbers(kind: str, value: float, volume: float, spread: float, chance: random.Random) -> Drawn:
    """One arm's day around that value: amount, base and, for a mean, the standard deviation of its values."""
    seen = max(2, round(chance.gauss(volume, math.sqrt(volume))))
    if kind == "share":
        return float(_binomial(seen, value, chance)), float(seen), None
    if kind == "rate":
        expected = value * seen / 1000
        return float(max(0, round(chance.gauss(expected, math.sqrt(expected))))), seen / 1000, None
    deviation = value * spread
    mean = chance.gauss(value, deviation / math.sqrt(seen))
    found = deviation * math.sqrt(max(0.05, chance.gauss(1, math.sqrt(2 / max(1, seen - 1)))))
    return round(mean * seen, 2), float(seen), round(found, 2)


def _binomial(seen: int, share: float, chance: random.Random) -> int:
    """How many of so many: counted out where they are few, else from the bell curve that they come to."""
    if seen * min(share, 1 - share) < 12:
        return sum(chance.random() < share for _ in range(seen))
    return min(seen, max(0, round(chance.gauss(seen * share, math.sqrt(seen * share * (1 - share))))))
