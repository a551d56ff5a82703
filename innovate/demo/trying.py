"""How an experiment of the company runs: planned, forecast, started, measured week by week, written about, gone on."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.core.db import db
from innovate.demo import measurements, pictures
from innovate.demo.chronicle import Chronicle
from innovate.demo.leading import decider
from innovate.demo.story import Approved, Concluded, Plan, Started, Story
from innovate.demo.trial import Beside, Note
from innovate.demo.words.trials import FORECASTERS, FORECASTS
from innovate.experiments import commands as experiments
from innovate.experiments.allocation import Unit
from innovate.experiments.measuring import Row
from innovate.experiments.models import Design, Direction, LibraryMetric, MeasureRole, MetricKind, UnitKind
from innovate.experiments.planning import MeasurePlan
from innovate.experiments.planning import Plan as Typed
from innovate.ideas.models import Idea

DECIDED_AFTER = 5  # days between the last day and the decision, as plans have it


def plan(chronicle: Chronicle, leader: Person, idea: Idea, story: Story) -> None:
    """The area's leader plans the experiment, its first round if there are to be two."""
    assert story.plan is not None
    chosen = _first_plan(story)
    made = experiments.plan_experiment(leader, idea, **_typed(chronicle, story, chosen))
    chronicle.experiments[story.key] = made
    if story.trial.seats:
        experiments.draw_lots(made.owner, made, units=[Unit(name) for name in story.trial.seats])


def start(chronicle: Chronicle, story: Story) -> None:
    """Whoever runs it ticks the checklist and starts."""
    experiment = chronicle.experiments[story.key]
    experiments.start_experiment(experiment.owner, experiment, checklist_done=True)


def deeds(chronicle: Chronicle, story: Story) -> Iterator[tuple[float, Callable[[], object]]]:
    """All that happens around an experiment besides the steps of its story, each so many days ago."""
    if story.plan is None:
        return
    trial = story.trial
    yield from _forecasts(chronicle, story)
    for place, note in enumerate(trial.diary):
        yield note.day + 0.2 - place / 1000, partial(_write, chronicle, story, note)
    begins = next((step.day for step in story.steps if isinstance(step, Started)), None)
    if begins is None:
        return
    ends = next((step.day + 0.5 for step in story.steps if isinstance(step, Concluded)), 0.5)
    if trial.earlier:
        yield from _measuring(chronicle, story, _first_plan(story), begins, trial.earlier.iterated + 0.5)
        yield trial.earlier.iterated, partial(_iterate, chronicle, story)
        begins = trial.earlier.iterated - 0.9
        yield begins, partial(start, chronicle, story)
    yield from _measuring(chronicle, story, story.plan, begins, ends)
    if trial.amended:
        yield trial.amended.day, partial(_amend, chronicle, story)
    if trial.corrected:
        yield trial.corrected.day, partial(_correct, chronicle, story)


# The plan as it is typed.


def _first_plan(story: Story) -> Plan:
    assert story.plan is not None
    earlier = story.trial.earlier
    if earlier is None:
        return story.plan
    believed = replace(story.plan, change=earlier.believed, truth=earlier.truth, arms=earlier.arms)
    return replace(believed, starts=earlier.started, ends=earlier.ends)


def _typed(chronicle: Chronicle, story: Story, plan: Plan) -> Typed:
    trial, people = story.trial, chronicle.people
    design, kind = Design(plan.design), MetricKind(plan.kind)
    arms = [one.name for one in trial.steps] or [*plan.arms, *(name for name, _ in trial.more_arms)]
    begins = [None if one.begins is None else _date(chronicle, one.begins) for one in trial.steps]
    ends_on = _date(chronicle, plan.ends)
    in_all = 0.94 * plan.volume * (2 if trial.steps else 1 if design is Design.BEFORE_AFTER else len(arms))
    return {
        "change": plan.change,
        "customers": plan.customers,
        "insight": plan.insight,
        "metric": plan.metric,
        "metric_id": _metric_id(trial.library),
        "metric_kind": kind,
        "unit": plan.unit,
        "direction": Direction(plan.better),
        "baseline": plan.baseline,
        "target": plan.target,
        "spread": round(plan.spread * plan.baseline, 2) if kind is MetricKind.MEAN else None,
        "traffic": round(in_all) / 1000 if kind is MetricKind.RATE else round(in_all),
        "design": design,
        "unit_kind": UnitKind.AGENT if trial.seats else None,
        "owner_id": people[plan.owner].id,
        "member_ids": [people[name].id for name in plan.team],
        "team_id": _team_id(trial.team),
        "arms": arms,
        "treated_from": begins,
        "measures": [_measure(one) for one in trial.beside],
        "budget_cents": plan.budget * 100,
        "starts_on": _date(chronicle, plan.starts),
        "ends_on": ends_on,
        "switch_on": None if trial.switch is None else _date(chronicle, trial.switch),
        "decide_on": None if trial.amended else _date(chronicle, plan.ends - DECIDED_AFTER),
        "risks": trial.risks,
        "conditions": trial.conditions,
        "stop_rules": trial.stop_rules,
        "if_better": trial.outcomes[0],
        "if_unclear": trial.outcomes[1],
        "if_worse": trial.outcomes[2],
    }


def _measure(one: Beside) -> MeasurePlan:
    return {
        "role": MeasureRole.GUARDRAIL if one.is_guard else MeasureRole.SECONDARY,
        "name": one.name,
        "kind": MetricKind(one.kind),
        "unit": one.unit,
        "direction": Direction(one.better),
        "metric_id": _metric_id(one.library),
        "baseline": one.before,
        "margin": one.margin if one.is_guard else None,
    }


def _date(chronicle: Chronicle, days_ago: float) -> date:
    return chronicle.moment(days_ago).date()


def _metric_id(name: str) -> int | None:
    return db.session.scalar(sa.select(LibraryMetric.id).where(LibraryMetric.name == name)) if name else None


def _team_id(name: str) -> int | None:
    return db.session.scalar(sa.select(Team.id).where(Team.name == name)) if name else None


# What happens around it.


def _forecasts(chronicle: Chronicle, story: Story) -> Iterator[tuple[float, Callable[[], object]]]:
    """Given between the approval and the start."""
    approved = next((step.day for step in story.steps if isinstance(step, Approved)), None)
    if approved is None:
        return
    for place, (name, percent) in enumerate(zip(FORECASTERS, FORECASTS.get(story.key, ()), strict=False)):
        if percent is not None:
            yield approved - 0.5 - place / 20, partial(_forecast, chronicle, story, name, percent)


def _forecast(chronicle: Chronicle, story: Story, name: str, percent: int) -> None:
    experiments.give_forecast(chronicle.people[name], chronicle.experiments[story.key], percent=percent)


def _write(chronicle: Chronicle, story: Story, note: Note) -> None:
    shown = [pictures.taken(note.photo)] if note.photo else []
    experiments.write_diary(
        _on_it(chronicle, story, note.who),
        chronicle.experiments[story.key],
        day=_date(chronicle, note.day),
        body=note.text,
        is_customer=note.is_customer,
        photos=[one for one in shown if one],
    )


def _on_it(chronicle: Chronicle, story: Story, name: str) -> Person:
    """Somebody who is on the experiment: that person, or who runs it and passes their words on."""
    assert story.plan is not None
    return chronicle.people[name if name in (story.plan.owner, *story.plan.team) else story.plan.owner]


def _iterate(chronicle: Chronicle, story: Story) -> None:
    """The leader opens the next round, and whoever runs it puts what is different into its plan."""
    assert story.plan is not None
    earlier = story.trial.earlier
    assert earlier is not None
    following = experiments.open_next_round(
        decider(chronicle, story),
        chronicle.experiments[story.key],
        change=earlier.change,
        lesson=earlier.lesson,
        spent_cents=earlier.spent * 100,
        starts_on=_date(chronicle, story.plan.starts),
        ends_on=_date(chronicle, story.plan.ends),
    )
    typed = _typed(chronicle, story, story.plan)
    typed["budget_cents"] = following.budget_cents  # what the first round left of it
    experiments.change_plan(following.owner, following, **typed)
    chronicle.experiments[story.key] = following


def _amend(chronicle: Chronicle, story: Story) -> None:
    amended = story.trial.amended
    assert amended is not None
    experiments.amend_plan(
        chronicle.people[amended.who],
        chronicle.experiments[story.key],
        reason=amended.reason,
        ends_on=_date(chronicle, -amended.ends_in),
    )


# The numbers, typed once a week by the owner or somebody of the team.


def _measuring(
    chronicle: Chronicle, story: Story, plan: Plan, begins: float, last: float
) -> Iterator[tuple[float, Callable[[], object]]]:
    hands = (plan.owner, *plan.team)
    recorded = int(begins)  # days ago; what lies before is typed in already
    for turn in itertools.count(1):
        day = max(begins - 7 * turn + 0.3, last)
        until = max(int(day) + 1, plan.ends)
        if until <= recorded:
            name = hands[turn % len(hands)]
            yield day, partial(_record, chronicle, story, plan, name, recorded, until)
            recorded = until - 1
        if day == last:
            return


def _record(chronicle: Chronicle, story: Story, plan: Plan, name: str, since: int, until: int) -> None:
    experiment = chronicle.experiments[story.key]
    rows = measurements.draw(story, plan, experiment, _date(chronicle, since), _date(chronicle, until))
    if rows:
        experiments.record_measurements(chronicle.people[name], experiment, rows=rows)


def _correct(chronicle: Chronicle, story: Story) -> None:
    """One case fewer on a day of the control."""
    corrected = story.trial.corrected
    assert corrected is not None
    assert story.plan is not None
    experiment, day = chronicle.experiments[story.key], _date(chronicle, corrected.of)
    row = measurements.draw(story, story.plan, experiment, day, day)[0]
    is_mean = story.plan.kind == "mean"
    one = round(row.amount / row.base, 2) if is_mean else 1
    fewer = Row(row.arm_id, day, round(row.amount - one, 2), row.base - is_mean, row.spread)
    hand = chronicle.people[corrected.who]
    experiments.record_measurements(hand, experiment, rows=[fewer], reason=corrected.reason)
