"""What a plan holds, as people type it and commands take it."""

from datetime import date
from typing import NotRequired, TypedDict

from innovate.experiments.models import Design, Direction, MeasureRole, MetricKind, UnitKind

MOST_ARMS = 20
MOST_MEASURES = 10
BIGGEST = 1e9
LONGEST_DAYS = 731  # two years, one of them a leap year
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)  # so that days can be added to every day of a plan
LONGEST_TEXT = 2000
LONGEST_NAME = 120
LONGEST_ARM = 60


class MeasurePlan(TypedDict):
    """Something else that is measured; a share's baseline and margin are 0 to 1, a rate's margin is a part of it."""

    role: MeasureRole
    name: str
    kind: MetricKind
    unit: str
    direction: Direction
    metric_id: NotRequired[int | None]  # where in the library it was taken from
    baseline: NotRequired[float | None]
    margin: NotRequired[float | None]  # guardrails: how much worse is still bearable


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
    metric_id: NotRequired[int | None]  # where in the library it was taken from
    spread: NotRequired[float | None]  # of single values; means only
    traffic: NotRequired[float | None]  # what a day brings in all arms together, in the unit that bases are kept in
    weights: NotRequired[list[float]]  # one an arm: its part of the customers, as a ratio
    treated_from: NotRequired[list[date | None]]  # stepped, one an arm, which is a team: its first day with the change
    switch_on: NotRequired[date | None]  # before and after: the first day of the change
    unit_kind: NotRequired[UnitKind | None]  # what chance puts into one arm or another
    decide_on: NotRequired[date | None]
    team_id: NotRequired[int | None]  # where it is tried
    measures: NotRequired[list[MeasurePlan]]
    risks: NotRequired[str]
    conditions: NotRequired[str]  # from compliance
    stop_rules: NotRequired[str]
    if_better: NotRequired[str]
    if_unclear: NotRequired[str]
    if_worse: NotRequired[str]
