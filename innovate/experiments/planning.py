"""What a plan holds, and what must be true of it before anybody may save it."""

import math
from datetime import date
from typing import TypedDict

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.wording import money
from innovate.experiments.models import Arm, Design, Direction, Experiment, Member, MetricKind

MOST_ARMS = 4
BIGGEST = 1e9
LONGEST_DAYS = 366


class Plan(TypedDict):
    """What people type of an experiment; a share's baseline and target are 0 to 1, the first arm is the control."""

    change: str
    customers: str
    insight: str
    metric: str
    metric_kind: MetricKind
    unit: str
    direction: Direction
    baseline: float
    target: float
    design: Design
    owner_id: int
    member_ids: list[int]
    arms: list[str]
    budget_cents: int
    starts_on: date
    ends_on: date


def check(plan: Plan, *, budget_left: int) -> None:
    """Raise BadInput, at its field, for what is missing or cannot be."""
    for field, sentence in (
        ("change", "Say what you want to change."),
        ("customers", "Say whom it is for."),
        ("metric", "Name the number that will show it."),
    ):
        if not plan[field].strip():  # type: ignore[literal-required]  # the three are keys of Plan
            raise BadInput(sentence, field)
    _check_numbers(plan)
    _check_arms(plan)
    if plan["ends_on"] < plan["starts_on"]:
        raise BadInput("The last day comes before the first. Choose a later one.", "ends_on")
    if (plan["ends_on"] - plan["starts_on"]).days >= LONGEST_DAYS:
        raise BadInput("An experiment lasts a year at most. Choose an earlier last day.", "ends_on")
    if plan["budget_cents"] < 0:
        raise BadInput("A budget cannot be negative.", "budget")
    if plan["budget_cents"] > budget_left:
        raise BadInput(f"The area has {money(budget_left)} left. Ask for less.", "budget")
    _check_people(plan)


def _check_numbers(plan: Plan) -> None:
    kind, baseline, target = plan["metric_kind"], plan["baseline"], plan["target"]
    for field, value in (("baseline", baseline), ("target", target)):
        if not math.isfinite(value) or abs(value) > BIGGEST:
            raise BadInput("Give a number that can be measured.", field)
        if kind is MetricKind.SHARE and not 0 <= value <= 1:
            raise BadInput("A share lies between 0 and 100 percent.", field)
        if kind is MetricKind.RATE and value < 0:
            raise BadInput("A rate cannot be negative.", field)
    if kind is MetricKind.RATE and baseline == 0:
        raise BadInput("A rate needs a baseline above zero.", "baseline")
    if plan["direction"] is Direction.UP and target <= baseline:
        raise BadInput("Higher is better here, so the target must lie above the baseline.", "target")
    if plan["direction"] is Direction.DOWN and target >= baseline:
        raise BadInput("Lower is better here, so the target must lie below the baseline.", "target")


def _check_arms(plan: Plan) -> None:
    names = [name.strip() for name in plan["arms"]]
    if len(names) < 2 or not all(names):
        raise BadInput("A comparison needs at least two arms, each with a name.", "arms")
    if len(names) > MOST_ARMS:
        raise BadInput(f"Keep it to {MOST_ARMS} arms at most.", "arms")
    if any(len(name) > 60 for name in names):
        raise BadInput("Keep the name of each arm within 60 characters.", "arms")
    if len({name.casefold() for name in names}) < len(names):
        raise BadInput("Give the arms different names.", "arms")
    if plan["design"] is Design.BEFORE_AFTER and len(names) != 2:
        raise BadInput("Before and after has just two arms.", "arms")


def _check_people(plan: Plan) -> None:
    wanted = {plan["owner_id"], *plan["member_ids"]}
    query = sa.select(Person.id).where(Person.id.in_(wanted), Person.deactivated_at.is_(None)).order_by(Person.id)
    present = set(db.session.scalars(query.with_for_update(read=True)))  # nobody is deactivated meanwhile
    if plan["owner_id"] not in present:
        raise BadInput("Choose who runs the experiment.", "owner_id")
    if wanted - present:
        raise BadInput("Somebody on the team is not here any more. Choose again.", "member_ids")


def lay_down(experiment: Experiment, plan: Plan) -> None:
    """Put the plan on the experiment; its arms are made anew when their names changed."""
    experiment.change, experiment.customers, experiment.insight = (
        plan["change"],
        plan["customers"],
        plan["insight"],
    )
    experiment.metric, experiment.metric_kind, experiment.unit = (
        plan["metric"],
        plan["metric_kind"],
        "" if plan["metric_kind"] is MetricKind.SHARE else plan["unit"],
    )
    experiment.direction, experiment.baseline, experiment.target = (
        plan["direction"],
        float(plan["baseline"]),
        float(plan["target"]),
    )
    experiment.design, experiment.owner_id = plan["design"], plan["owner_id"]
    experiment.budget_cents = plan["budget_cents"]
    experiment.starts_on, experiment.ends_on = plan["starts_on"], plan["ends_on"]
    names = [name.strip() for name in plan["arms"]]
    if [arm.name for arm in experiment.arms] != names:
        experiment.arms.clear()
        db.session.flush()  # names may be swapped, and are unique within the experiment
        experiment.arms.extend(
            Arm(name=name, is_control=place == 0, position=place) for place, name in enumerate(names)
        )
    members = set(plan["member_ids"]) - {plan["owner_id"]}
    for member in list(experiment.members):
        if member.person_id not in members:
            experiment.members.remove(member)
    present = {member.person_id for member in experiment.members}
    experiment.members.extend(Member(person_id=person_id) for person_id in sorted(members - present))


def copied(experiment: Experiment) -> Plan:
    """The plan of that experiment, to begin another from."""
    return {
        "change": experiment.change,
        "customers": experiment.customers,
        "insight": experiment.insight,
        "metric": experiment.metric,
        "metric_kind": experiment.metric_kind,
        "unit": experiment.unit,
        "direction": experiment.direction,
        "baseline": experiment.baseline,
        "target": experiment.target,
        "design": experiment.design,
        "owner_id": experiment.owner_id,
        "member_ids": [member.person_id for member in experiment.members],
        "arms": [arm.name for arm in experiment.arms],
        "budget_cents": experiment.budget_cents,
        "starts_on": experiment.starts_on,
        "ends_on": experiment.ends_on,
    }
