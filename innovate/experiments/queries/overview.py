"""What people see of an experiment: where it stands, what the numbers say, what holds and what would stop it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from innovate.core.clock import today
from innovate.core.wording import NBSP, plural, sentence
from innovate.core.wording import day as day_words
from innovate.experiments import figures
from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, Direction, Experiment, Verdict
from innovate.experiments.queries.amendments import AmendmentLine
from innovate.experiments.queries.amendments import amendments as amendments_of
from innovate.experiments.queries.numbers import Numbers
from innovate.experiments.queries.result import Result, result_of
from innovate.experiments.readout import Comparison, GuardState, Reading, Series, Test
from innovate.experiments.readout.digits import chosen
from innovate.experiments.readout.so_far import so_far

MOST_NAMED = 5  # of days that are missing


@dataclass(frozen=True, slots=True)
class ArmLine:
    """What one arm brought, beside the part that it was to have."""

    name: str
    is_control: bool
    value: str
    sample: str
    days: int
    planned_part: str
    part: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A guardrail or a secondary metric of which there are no numbers yet."""

    name: str
    margin: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the plan says will be done; the one that the numbers point to now is marked."""

    when: str
    then: str
    verdict: str
    is_likely: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the first page of an experiment shows beside what every tab does."""

    amendments: tuple[AmendmentLine, ...]
    result: Result | None
    arms: tuple[ArmLine, ...]
    are_teams: bool  # in a stepped rollout each arm is a team
    arms_forest: figures.Forest | None
    guardrails: figures.Forest | None
    guard_words: tuple[tuple[str, str], ...]  # state and words, each
    guardrails_waiting: tuple[Beside, ...]
    secondaries: figures.Forest | None
    secondaries_waiting: tuple[Beside, ...]
    sample: float
    sample_planned: float | None
    sample_words: str
    sample_ratio: str  # kept | broken | nothing where there is none to check
    missing: tuple[tuple[str, str], ...]  # an arm, of drawn days none, and its days in words
    has_numbers: bool
    stop_rules: str
    conditions: str
    risks: str
    decide_on: date | None
    outcomes: tuple[Outcome, ...]
    broken: tuple[str, ...]
    plots: tuple[tuple[str, str, figures.Plot], ...]  # name of the file, title, and the drawing
    effect_so_far: figures.Plot | None


def overview(experiment: Experiment, numbers: Numbers) -> Overview:
    """That experiment as it stands."""
    test, reading = numbers.test, numbers.reading
    guarded = reading.guardrails if reading else ()
    amendments = amendments_of(experiment, numbers.amended)
    return Overview(
        amendments=amendments,
        result=result_of(reading) if reading else None,
        arms=_arm_lines(test),
        are_teams=experiment.design is Design.STEPPED,
        arms_forest=_arms_forest(reading) if reading and len(reading.comparisons) > 1 else None,
        guardrails=_guard_forest(reading, several=len(reading.comparisons) > 1) if reading and guarded else None,
        guard_words=tuple((one.state.value, one.words) for one in guarded),
        guardrails_waiting=_waiting(test, {one.name for one in guarded}, is_guard=True),
        secondaries=_secondary_forest(reading) if reading and reading.secondaries else None,
        secondaries_waiting=_waiting(
            test, {one.name for one in reading.secondaries} if reading else set(), is_guard=False
        ),
        sample=sum(arm.base for arm in test.series),
        sample_planned=test.promise.planned_size if test.promise else None,
        sample_words=_sample_words(test),
        sample_ratio=_sample_ratio(test, reading),
        missing=_missing(experiment, test),
        has_numbers=any(arm.days for arm in test.series),
        stop_rules=experiment.stop_rules,
        conditions=experiment.conditions,
        risks=experiment.risks,
        decide_on=experiment.decide_on,
        outcomes=_outcomes(experiment, reading),
        broken=tuple(one.name for one in guarded if one.state is GuardState.BROKEN),
        plots=plots(experiment, test, amendments),
        effect_so_far=effect_so_far(test),
    )


# The comparisons beside the main one.


def _arms_forest(reading: Reading) -> figures.Forest:
    metric = reading.metric
    effects = [_effect(one.arm, one, mark=one.target) for one in reading.comparisons]
    return figures.forest(effects, unit=f"Difference from the control ({metric.effect_unit})".replace(" ()", ""))


def _effect(
    name: str, one: Comparison, *, mark: float | None = None, per: float = 1.0, note: str = ""
) -> figures.Effect:
    return figures.Effect(
        name,
        one.effect_low,
        one.effect,
        one.effect_high,
        one.short,
        verdict=one.verdict.value,
        state=one.verdict.label,
        mark=mark,
        per=per,
        note=note,
    )


def _guard_forest(reading: Reading, *, several: bool) -> figures.Forest:
    effects = []
    for one in reading.guardrails:
        margin, margin_words = one.metric.margin_effect(one.margin), _margin(one.metric, one.margin)
        found = one.comparison
        effects.append(
            figures.Effect(
                sentence(one.metric.subject),
                found.effect_low,
                found.effect,
                found.effect_high,
                found.short,
                verdict=one.state.value,
                state=one.state.label,
                mark=margin if one.metric.direction is Direction.DOWN else -margin,
                per=margin,
                note=f"with {found.arm}, {margin_words}" if several else margin_words,
            )
        )
    return figures.forest(effects, mark_words="as much worse as we allow")


def _margin(metric: Metric, margin: float) -> str:
    way = "rise" if metric.direction is Direction.DOWN else "fall"
    size = chosen(metric.margin_effect(margin))
    unit = "point" if metric.effect_unit == "points" and size == "1" else metric.effect_unit
    return f"may {way} by {f'{size}{NBSP}{unit}'.rstrip()}"


def _secondary_forest(reading: Reading) -> figures.Forest:
    """Each on a scale of its own, as their units differ."""
    several = len(reading.comparisons) > 1
    effects = []
    for one in reading.secondaries:
        found = one.comparison
        ends = [abs(v) for v in (found.effect_low, found.effect, found.effect_high) if math.isfinite(v)]
        note = f"with {found.arm}" if several else ""
        effects.append(_effect(sentence(one.metric.subject), found, per=max(ends, default=1.0) or 1.0, note=note))
    return figures.forest(effects)


def _waiting(test: Test, read: set[str], *, is_guard: bool) -> tuple[Beside, ...]:
    sides = test.guardrails if is_guard else test.secondaries
    return tuple(
        Beside(one.name, "" if one.margin is None else _margin(one.metric, one.margin))
        for one in sides
        if one.name not in read
    )


# How far along it is.


def _arm_lines(test: Test) -> tuple[ArmLine, ...]:
    metric, whole = test.metric, sum(arm.base for arm in test.series)
    weights = sum(arm.weight for arm in test.series)
    is_split = test.design is Design.PARALLEL
    return tuple(
        ArmLine(
            arm.name,
            arm.is_control,
            "" if arm.value is None else metric.show_found(arm.value),
            metric.sample(arm.base),
            sum(one.base > 0 for one in arm.days),
            _percent(arm.weight / weights) if is_split and weights else "",
            _percent(arm.base / whole) if is_split and whole else "",
        )
        for arm in test.series
    )


def _percent(part: float) -> str:
    return f"{part * 100:.0f}{NBSP}%"


def _sample_words(test: Test) -> str:
    size, planned = sum(arm.base for arm in test.series), test.promise.planned_size if test.promise else None
    if planned is None:
        return test.metric.sample(size)
    return f"{test.metric.sample(size).split(' ')[0]} of {test.metric.sample(round(planned))}"


def _sample_ratio(test: Test, reading: Reading | None) -> str:
    if test.design is not Design.PARALLEL or reading is None or not all(arm.days for arm in test.series):
        return ""
    if "clustered" in reading.codes:
        return ""  # teams and people are of unlike size: nobody promised how many cases they bring
    return "broken" if "sample_ratio" in reading.codes else "kept"


def _missing(experiment: Experiment, test: Test) -> tuple[tuple[str, str], ...]:
    """Days that are over and of which an arm has no number."""
    if not experiment.sealed_at:
        return ()
    over = today() - timedelta(days=1)
    concluded = experiment.concluded_at.date() if experiment.concluded_at else experiment.ends_on
    last = min(over, experiment.ends_on, concluded)
    found = []
    arms = [(arm, arm.days) for arm in test.series]
    if test.has_drawn_days:  # each day belongs to one of them
        arms = [(replace(test.series[0], name=""), tuple(one for arm in test.series for one in arm.days))]
    for arm, numbers in arms:
        first, until = _asked(experiment, test, arm, last)
        known = {one.day for one in numbers if one.base > 0}
        days = [first + timedelta(days=away) for away in range((until - first).days + 1)]
        gone = [day for day in days if day not in known]
        if gone:
            found.append((arm.name, _days(gone, len(days))))
    return tuple(found)


def _asked(experiment: Experiment, test: Test, arm: Series, last: date) -> tuple[date, date]:
    """The days of which this arm is to have numbers: of before and after each has its own."""
    switch = switch_of(experiment, test)
    if switch and arm.is_control:
        return experiment.starts_on, min(last, switch - timedelta(days=1))
    return switch or experiment.starts_on, last


def switch_of(experiment: Experiment, test: Test) -> date | None:
    """Of before and after, the first day of the change: as planned, or as the numbers say where no plan did."""
    if experiment.design is not Design.BEFORE_AFTER:
        return None
    changed = [one.day for arm in test.series if not arm.is_control for one in arm.days]
    return experiment.switch_on or min(changed, default=None)


def _days(gone: Sequence[date], asked: int) -> str:
    if len(gone) == asked:
        return f"all {plural(asked, 'day')} so far" if asked > 1 else day_words(gone[0])
    named = ", ".join(day_words(day) for day in gone[:MOST_NAMED])
    more = len(gone) - MOST_NAMED
    return f"{named} and {plural(more, 'more day')}" if more > 0 else named


# What is done then.


def _outcomes(experiment: Experiment, reading: Reading | None) -> tuple[Outcome, ...]:
    likely = experiment.verdict or (reading.verdict if reading else None)
    listed = (
        ("If it is better", experiment.if_better, Verdict.BETTER),
        ("If nobody can tell", experiment.if_unclear, Verdict.UNCLEAR),
        ("If it is worse", experiment.if_worse, Verdict.WORSE),
    )
    return tuple(Outcome(when, then, verdict.value, verdict is likely) for when, then, verdict in listed if then)


# The figures.


def plots(
    experiment: Experiment, test: Test, amendments: Iterable[AmendmentLine]
) -> tuple[tuple[str, str, figures.Plot], ...]:
    """Every metric of which there are numbers, by arm over time, the primary one first."""
    switch = switch_of(experiment, test)
    marks = tuple(_marks(experiment, switch, amendments))
    found = []
    for name, metric, series in _measured(experiment, test).values():
        drawn = figures.by_day(metric, test.design, series, target=metric.target, switch_on=switch, marks=marks)
        if drawn is not None:
            found.append((name, sentence(metric.subject), drawn))
    return tuple(found)


def plots_about(
    experiment: Experiment, numbers: Numbers, measure_id: int | None
) -> tuple[tuple[str, str, figures.Plot], ...]:
    """The same of one metric alone; without an id, of the primary one."""
    test = numbers.test
    name, _, _ = _measured(experiment, test).get(measure_id, ("", test.metric, ()))
    drawn = plots(experiment, test, amendments_of(experiment, numbers.amended))
    return tuple(one for one in drawn if one[0] == name)


def _measured(experiment: Experiment, test: Test) -> dict[int | None, tuple[str, Metric, Sequence[Series]]]:
    """Every metric of the plan by its id, with the name of its figure: the primary one first."""
    sides = {one.name: one for one in (*test.guardrails, *test.secondaries)}
    found: dict[int | None, tuple[str, Metric, Sequence[Series]]] = {None: ("by-day", test.metric, test.series)}
    for place, one in enumerate(experiment.measures, start=1):
        if one.name in sides:
            found[one.id] = (f"by-day-{place}", sides[one.name].metric, sides[one.name].series)
    return found


def _marks(
    experiment: Experiment, switch: date | None, amendments: Iterable[AmendmentLine]
) -> Iterable[figures.Marked]:
    if switch:
        yield figures.Marked(switch, "the change begins", "switch")
    if experiment.design is Design.STEPPED:
        for arm in experiment.arms:
            if arm.treated_from:
                yield figures.Marked(arm.treated_from, f"{arm.name} begins", "step")
    for day in sorted({one.at.date() for one in amendments}):
        yield figures.Marked(day, "plan amended", "amended")


def effect_so_far(test: Test) -> figures.Plot | None:
    """How the main comparison came about."""
    metric = test.metric
    wanted = metric.target_effect
    words = f"worth having: {chosen(wanted)}{NBSP}{metric.effect_unit}".rstrip() if wanted else ""
    better = metric.direction.label if metric.direction else ""
    return figures.effect_so_far(
        so_far(test), unit=metric.effect_unit, better=better, target=wanted, target_words=words
    )
