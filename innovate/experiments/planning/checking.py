"""What must be true of a plan before anybody may save it: each refusal stands at its field."""

import math

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.core.db import db
from innovate.core.errors import BadInput
from innovate.core.wording import money
from innovate.experiments.models import Design, Direction, LibraryMetric, MeasureRole, MetricKind
from innovate.experiments.planning.terms import (
    BIGGEST,
    FIRST_DAY,
    LAST_DAY,
    LONGEST_ARM,
    LONGEST_DAYS,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_ARMS,
    MOST_MEASURES,
    MeasurePlan,
    Plan,
)

_TEXTS = ("risks", "conditions", "stop_rules", "if_better", "if_unclear", "if_worse")


def check(plan: Plan, *, budget_left: int) -> None:
    """Raise BadInput, at its field, for what is missing or cannot be."""
    for field, sentence in (
        ("change", "Say what you want to change."),
        ("customers", "Say whom it is for."),
        ("metric", "Name the number that will show it."),
    ):
        if not plan[field].strip():  # type: ignore[literal-required]  # the three are keys of Plan
            raise BadInput(sentence, field)
    check_promise(plan)
    if plan["budget_cents"] < 0:
        raise BadInput("A budget cannot be negative.", "budget")
    if plan["budget_cents"] > budget_left:
        raise BadInput(f"The area has {money(budget_left)} left. Ask for less.", "budget")
    _check_rows(plan)
    _check_people(plan)


def check_promise(plan: Plan) -> None:
    """The same for what the test promises: its numbers, days and arms, and what else is measured."""
    for field in _TEXTS:
        if len(str(plan.get(field) or "")) > LONGEST_TEXT:
            raise BadInput(f"Keep this within {LONGEST_TEXT:,} characters.", field)
    _check_numbers(plan)
    _check_days(plan)
    _check_arms(plan)
    _check_comparison(plan)
    _check_measures(plan)


def _check_numbers(plan: Plan) -> None:
    kind, baseline, target = plan["metric_kind"], plan["baseline"], plan["target"]
    _check_level(kind, baseline, "baseline")
    _check_level(kind, target, "target")
    if plan["direction"] is Direction.UP and target <= baseline:
        raise BadInput("Higher is better here, so the target must lie above the baseline.", "target")
    if plan["direction"] is Direction.DOWN and target >= baseline:
        raise BadInput("Lower is better here, so the target must lie below the baseline.", "target")
    for field in ("spread", "traffic"):
        value = plan.get(field)
        if value is not None and not _is_positive(value):
            raise BadInput("Give a number above zero, or leave it empty.", field)


def _check_level(kind: MetricKind, value: float, field: str) -> None:
    """Where a number of that kind may stand."""
    if not math.isfinite(value) or abs(value) > BIGGEST:
        raise BadInput("Give a number that can be measured.", field)
    if kind is MetricKind.SHARE and not 0 <= value <= 1:
        raise BadInput("A share lies between 0 and 100 percent.", field)
    if kind is MetricKind.RATE and value < 0:
        raise BadInput("A rate cannot be negative.", field)
    if kind is MetricKind.RATE and value == 0 and field.endswith("baseline"):
        raise BadInput("A rate needs a baseline above zero.", field)


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and 0 < value <= BIGGEST


def _check_days(plan: Plan) -> None:
    starts_on, ends_on = plan["starts_on"], plan["ends_on"]
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on), ("decide_on", plan.get("decide_on"))):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise BadInput(f"Choose a day between {FIRST_DAY:%Y} and {LAST_DAY:%Y}.", field)
    if ends_on < starts_on:
        raise BadInput("The last day comes before the first. Choose a later one.", "ends_on")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        raise BadInput("An experiment lasts two years at most. Choose an earlier last day.", "ends_on")
    decide_on = plan.get("decide_on")
    if decide_on is not None and decide_on < ends_on:
        raise BadInput("Decide when the last day is over, not before it.", "decide_on")
    switch_on = plan.get("switch_on")
    if plan["design"] is Design.BEFORE_AFTER and switch_on is not None and not starts_on < switch_on <= ends_on:
        raise BadInput("The change begins after the first day and by the last, so that there is a before.", "switch_on")


def _check_arms(plan: Plan) -> None:
    names = [name.strip() for name in plan["arms"]]
    if len(names) < 2 or not all(names):
        raise BadInput("A comparison needs at least two arms, each with a name.", "arms")
    if len(names) > MOST_ARMS:
        raise BadInput(f"Keep it to {MOST_ARMS} arms at most.", "arms")
    for place, name in enumerate(names):
        if len(name) > LONGEST_ARM:
            raise BadInput(f"Keep the name of each arm within {LONGEST_ARM} characters.", f"arms-{place}-name")
    if len({name.casefold() for name in names}) < len(names):
        raise BadInput("Give the arms different names.", "arms")
    if plan["design"] is Design.BEFORE_AFTER and len(names) != 2:
        raise BadInput("Before and after has just two arms.", "arms")


def _check_comparison(plan: Plan) -> None:
    """The shares of the arms, and in a stepped rollout the day on which each team begins."""
    weights = plan.get("weights")
    if weights and len(weights) != len(plan["arms"]):
        raise BadInput("Give each arm its share, or none of them.", "arms")
    for place, weight in enumerate(weights or ()):
        if not _is_positive(weight) or weight > 1000:
            raise BadInput("A share is a number above zero, such as 1, or 2 for twice as many.", f"arms-{place}-weight")
    if plan["design"] is not Design.STEPPED or not plan.get("treated_from"):
        return
    days = plan["treated_from"]
    if len(days) != len(plan["arms"]):
        raise BadInput("Say of each team when it begins.", "arms")
    for place, begins_on in enumerate(days):
        if begins_on is not None and not plan["starts_on"] <= begins_on <= plan["ends_on"]:
            raise BadInput("A team begins between the first and the last day.", f"arms-{place}-treated_from")
    if len(set(days)) < 2 and set(days) != {None}:
        raise BadInput("If all teams begin on the same day, there is nothing to compare them with.", "arms")


def _check_measures(plan: Plan) -> None:
    measures = plan.get("measures") or []
    if len(measures) > MOST_MEASURES:
        raise BadInput(f"Keep it to {MOST_MEASURES} further metrics at most.", "measures")
    taken = {plan["metric"].strip().casefold()}
    for place, measure in enumerate(measures):
        at = f"measures-{place}"
        name = measure["name"].strip()
        if not name:
            raise BadInput("Name what is measured.", f"{at}-name")
        if len(name) > LONGEST_NAME:
            raise BadInput(f"Keep this within {LONGEST_NAME} characters.", f"{at}-name")
        if name.casefold() in taken:
            raise BadInput("This is measured already. Take another, or leave the line empty.", f"{at}-name")
        taken.add(name.casefold())
        baseline = measure.get("baseline")
        if baseline is not None:
            _check_level(measure["kind"], baseline, f"{at}-baseline")
        _check_margin(measure, f"{at}-margin")


def _check_margin(measure: MeasurePlan, field: str) -> None:
    if measure["role"] is not MeasureRole.GUARDRAIL:
        return
    margin = measure.get("margin")
    if margin is None:
        raise BadInput("Say how much worse you could still bear. A guardrail without a margin guards nothing.", field)
    if not _is_positive(margin):
        raise BadInput("Give a number above zero.", field)
    if measure["kind"] is not MetricKind.MEAN and margin >= 1:
        raise BadInput("Give less than 100, or nothing is guarded.", field)


def _check_rows(plan: Plan) -> None:
    """What the plan points at is there."""
    wanted = {plan.get("metric_id"), *(one.get("metric_id") for one in plan.get("measures") or ())} - {None}
    present = sa.select(sa.func.count()).where(LibraryMetric.id.in_(wanted))
    if wanted and db.session.scalar(present) != len(wanted):
        raise BadInput("The library does not hold this metric. Choose another.", "metric_id")
    team_id = plan.get("team_id")
    if team_id is not None and db.session.get(Team, team_id) is None:
        raise BadInput("There is no such team any more. Choose another.", "team_id")


def _check_people(plan: Plan) -> None:
    wanted = {plan["owner_id"], *plan["member_ids"]}
    query = sa.select(Person.id).where(Person.id.in_(wanted), Person.deactivated_at.is_(None)).order_by(Person.id)
    present = set(db.session.scalars(query.with_for_update(read=True)))  # nobody is deactivated meanwhile
    if plan["owner_id"] not in present:
        raise BadInput("Choose who runs the experiment.", "owner_id")
    if wanted - present:
        raise BadInput("Somebody on the team is not here any more. Choose again.", "member_ids")
