"""The planner's numbers in words: what the planned days can show, what stands against the test, what would help."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from innovate.core.wording import NBSP, number, plural
from innovate.experiments import figures
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, MetricKind, UnitKind
from innovate.experiments.planner.sketch import Sketch
from innovate.experiments.planner.working_out import IMPOSSIBLE, Found
from innovate.experiments.statistics import power
from innovate.experiments.statistics.power import Question, Reason, Why

ENOUGH = power.POWER
ASSUMED = {
    Design.BEFORE_AFTER: (
        "Before and after shares its days between both, and days differ by more than chance: "
        "half as much variation again is allowed for."
    ),
    Design.STEPPED: "Customers of one team on one day are a little alike, which is allowed for.",
}
NOT_ALLOWED_FOR = {
    UnitKind.TEAM: "Teams differ, which is not allowed for: it takes longer, and with few teams no time is enough. A "
    "stepped rollout is read team by team.",
    UnitKind.AGENT: "People who serve customers differ, which is not allowed for: it takes longer, the fewer they are.",
    UnitKind.DAY: "Days differ by more than chance, which is not allowed for: it takes longer than this says.",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The numbers of one plan, said in words."""

    metric: Metric
    sketch: Sketch
    question: Question
    days: int
    found: Found

    def sentences(self) -> tuple[str, ...]:
        found = self.found
        if {reason.code for reason in found.reasons} & IMPOSSIBLE:
            return ()
        wanted = self._size(self.question.effect)
        if found.smallest is None:
            first = f"{self._traffic()}, {plural(self.days, 'day')} can show no effect that there could be."
        else:
            first = f"{self._traffic()}, {plural(self.days, 'day')} can show {self._at_least(found.smallest)} or more."
        if found.needed is not None and found.needed <= self.days:
            second = f"That is enough for the {wanted} that you want."
        elif found.needed is None or found.needed > power.LONGEST:
            second = f"To see the {wanted} that you want you need more than a year{self._or_traffic()}."
        else:
            second = f"To see the {wanted} that you want you need {plural(found.needed, 'day')}{self._or_traffic()}."
        chance = math.floor(found.power * 100)
        often = "fewer than 1" if chance < 1 else "more than 99" if chance > 99 else chance
        third = f"If the effect is there, {often} of 100 such tests would find it"
        return first, second, f"{third}." if found.power >= ENOUGH else f"{third}; {ENOUGH * 100:.0f} are usual."

    def _traffic(self) -> str:
        groups = len(self.question.weights)
        where = "" if self.sketch.design is Design.BEFORE_AFTER else " in all teams together"
        if self.sketch.design is Design.PARALLEL:
            where = " in both groups together" if groups == 2 else f" in all {groups} groups together"
        return f"With {self.metric.usual(self.sketch.traffic or 0.0)} a day{where}"

    def _or_traffic(self) -> str:
        if self.found.traffic is None:
            return ""
        amount = self.found.traffic * self.metric.per
        digits = max(1, 10 ** (math.floor(math.log10(amount)) - 1)) if amount > 0 else 1
        rounded = math.ceil(amount / digits) * digits
        return f", or {self.metric.sample(rounded / self.metric.per)} a day"

    def _size(self, effect: float) -> str:
        return self._sized(abs(effect) * self.metric.effect_scale)

    def _at_least(self, effect: float) -> str:
        """Rounded up, so that nothing is promised that the test cannot keep."""
        size = abs(effect) * self.metric.effect_scale
        step = 0.1 if self.metric.kind is not MetricKind.MEAN else 10.0 ** (math.floor(math.log10(size)) - 1)
        return f"a difference of {self._sized(math.ceil(size / step - 1e-9) * step)}"

    def _sized(self, size: float) -> str:
        unit = self.metric.effect_unit
        return f"{number(float(f'{size:.3g}'))}{NBSP}{unit}".rstrip()

    def assumed(self) -> str:
        """What is taken for granted, in a line."""
        more = ASSUMED.get(self.sketch.design, "")
        if self.question.comparisons > 1:
            more = f"{self.question.comparisons} groups are compared with the first, so each has to show more."
        return f"Found means that the 95 % interval leaves no difference out. {more}".strip()

    def not_allowed_for(self) -> str:
        """What the numbers leave out where not single customers are drawn; nothing where they are."""
        if self.sketch.design is not Design.PARALLEL or self.sketch.drawn is None:
            return ""
        return NOT_ALLOWED_FOR[self.sketch.drawn]

    def problem(self, reason: Reason) -> str:
        """Why the test cannot answer, in a sentence; nothing where the sentences say it already."""
        said = _PROBLEMS.get(reason.code)
        return said(self.metric, reason.numbers) if said else ""

    def helps(self) -> tuple[str, ...]:
        """What would make the test answer."""
        codes = {reason.code for reason in self.found.reasons}
        found, wanted = self.found, []
        weeks = None if found.needed is None else power.whole_weeks(found.needed)
        if weeks is not None and weeks <= power.LONGEST:
            wanted.append(f"Let it run for {plural(weeks // 7, 'week')}.")
        if codes & {Why.TOO_FEW_TEAMS, Why.TOO_FEW_STEPS}:
            return ("Add teams, and let them begin on different days; or compare before and after.",)
        if codes & IMPOSSIBLE:
            return ()  # what is wrong with the plan says what to do
        if self.sketch.design is Design.PARALLEL and self.question.comparisons > 1:
            fewer = replace(self.question, weights=self.question.weights[:2])
            days = power.days_needed(fewer, self.sketch.traffic or 0)
            if days is not None:
                wanted.append(f"Try one change at a time: with two groups {plural(days, 'day')} are enough.")
        elif self.sketch.design is Design.PARALLEL and len(set(self.question.weights)) > 1:
            wanted.append("Make the groups of one size: that tells the most.")
        if self.sketch.design is Design.BEFORE_AFTER:
            wanted.append("Compare two groups on the same days, if you can: that needs fewer days.")
        if found.smallest is not None:
            wanted.append(f"Look for a larger effect: {self._at_least(found.smallest)} can be seen on these days.")
        if found.needed is None or found.needed > power.LONGEST:
            wanted.append("Measure something that more customers give, or that moves more.")
        return tuple(wanted)

    def curve(self) -> figures.Plot | None:
        scale = self.metric.effect_scale
        wanted, needed = abs(self.question.effect) * scale, self.found.needed
        points = [(float(days), abs(effect) * scale) for days, effect in self.found.curve if days != needed]
        if points and needed is not None and needed <= points[-1][0]:
            points = sorted([*points, (float(needed), wanted)])
        if points and self.found.smallest is not None and self.days > points[-1][0]:
            points.append((float(self.days), abs(self.found.smallest) * scale))
        return figures.curve(points, unit=self.metric.effect_unit, wanted=wanted, planned_days=self.days)


_Numbers = Mapping[str, float]
_PROBLEMS: dict[Why, Callable[[Metric, _Numbers], str]] = {
    Why.NO_EFFECT: lambda _metric, _: "An effect of nought cannot be found. Say how much it has to move.",
    Why.BASELINE_IMPOSSIBLE: lambda metric, at: (
        f"It cannot stand at {metric.show(at['baseline'])} and be moved: give where it really stands."
    ),
    Why.TARGET_IMPOSSIBLE: lambda metric, at: (
        f"From {metric.show(at['baseline'])} it cannot move that far. Look for a smaller effect."
    ),
    Why.SPREAD_MISSING: lambda _metric, _: "Say how much single values spread; the library may know it.",
    Why.NO_TRAFFIC: lambda _metric, _: "Say how much a day brings.",
    Why.TOO_FEW_ARMS: lambda _metric, _: "There is nothing to compare: name at least two groups.",
    Why.BEFORE_TOO_SHORT: lambda _metric, at: (
        f"{plural(round(at['before']), 'day')} before the change are too few, however long it runs afterwards. "
        "Let it begin later, or begin to measure earlier."
    ),
    Why.TOO_FEW_TEAMS: lambda _metric, at: (
        f"A stepped rollout needs at least {at['needed']:.0f} teams to tell an effect from their differences; "
        f"here {'is' if at['teams'] == 1 else 'are'} {at['teams']:.0f}."
    ),
    Why.TOO_FEW_STEPS: lambda _metric, _: "Let the teams begin on at least two different days.",
    Why.TOO_FEW_EVENTS: lambda _metric, at: (
        f"A group would see only about {at['expected']:.1f} events. With fewer than {at['needed']:.0f} "
        "nothing can be told. Measure something that happens more often."
    ),
    Why.MORE_THAN_A_YEAR: lambda _metric, _: "As planned, this test cannot answer its question within a year.",
}
