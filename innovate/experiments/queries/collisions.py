"""What else is tried on the same customers, in the same team or on the same number, in the same weeks."""

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Team
from innovate.core.clock import today
from innovate.core.db import rows
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import Idea, Stage, StageKind

MOST = 5
MOST_NAMED = 2  # of one experiment in a list
SEARCHED = 500
ALIKE = 0.6  # so much of the words of two descriptions of customers are the same
_SMALL = frozenset(
    {"a", "all", "an", "and", "are", "at", "by", "customers", "everybody", "for", "from", "have", "in", "is", "of"}
    | {"on", "or", "our", "people", "the", "their", "to", "us", "we", "who", "with"}
)


@dataclass(frozen=True, slots=True)
class Footprint:
    """Where and when something is tried."""

    customers: str
    metric: str
    metric_id: int | None
    team_id: int | None
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Collision:
    """Another experiment in the same weeks, and what both have in common."""

    id: int
    title: str
    state_label: str
    starts_on: date
    ends_on: date
    shared: tuple[str, ...]


def collisions(experiment: Experiment) -> tuple[Collision, ...]:
    """What is planned or running beside that experiment, the closest first."""
    found = Footprint(
        experiment.customers,
        experiment.metric,
        experiment.metric_id,
        experiment.team_id,
        experiment.starts_on,
        experiment.ends_on,
    )
    return collisions_of(found, but=experiment.id)


def collisions_of(footprint: Footprint, *, but: int | None = None) -> tuple[Collision, ...]:
    """The same of something that may not be saved yet; `but` is the experiment itself."""
    if footprint.starts_on is None or footprint.ends_on is None:
        return ()
    query = _alive(
        Experiment.starts_on <= footprint.ends_on,
        Experiment.ends_on >= footprint.starts_on,
        Experiment.id != (but or 0),
    )
    wanted, found = words_of(footprint.customers), []
    for row in rows(query):
        shared = _shared(footprint, wanted, row, words_of(row.customers))
        if footprint.team_id is not None and row.team_id == footprint.team_id:
            shared.append(f"the same team, {row.team}")
        if shared:
            found.append(Collision(row.id, row.title, row.state.label, row.starts_on, row.ends_on, tuple(shared)))
    return tuple(sorted(found, key=lambda one: -len(one.shared))[:MOST])


def collisions_among(experiment_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Of each of these that is not over, what it collides with, in words; a team has its limit, and is not named."""
    if not experiment_ids:
        return {}
    alive = {row.id: (row, words_of(row.customers)) for row in rows(_alive(Experiment.ends_on >= today()))}
    found = {}
    for id_ in experiment_ids:
        if id_ not in alive:
            continue
        row, wanted = alive[id_]
        said = (
            f"In the same weeks as “{other.title}”: {' and '.join(shared)}"
            for other, theirs in alive.values()
            if other.id != id_
            and row.starts_on <= other.ends_on
            and other.starts_on <= row.ends_on
            and (shared := _shared(row, wanted, other, theirs))
        )
        found[id_] = tuple(itertools.islice(said, MOST_NAMED))
    return found


def _alive(*conditions: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    """What is planned or running and may still be; of an idea that was shelved, the plan is history."""
    return (
        sa.select(
            *(Experiment.id, Idea.title, Experiment.state, Experiment.starts_on, Experiment.ends_on),
            *(Experiment.customers, Experiment.metric, Experiment.metric_id, Experiment.team_id),
            Team.name.label("team"),
        )
        .join(Idea, Idea.id == Experiment.idea_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .outerjoin(Team, Team.id == Experiment.team_id)
        .where(
            Experiment.state.in_((ExperimentState.PLANNED, ExperimentState.RUNNING)),
            Stage.kind.in_((StageKind.REVIEW, StageKind.EXPERIMENT)),
            *conditions,
        )
        .order_by(Experiment.ends_on.desc())
        .limit(SEARCHED)
    )


def _shared(one: Any, wanted: frozenset[str], other: Any, theirs: frozenset[str]) -> list[str]:
    """What two have in common: the customers, by their words, and the number."""
    shared = ["the same customers"] if are_alike(wanted, theirs) else []
    is_same = one.metric_id is not None and one.metric_id == other.metric_id
    if is_same or (one.metric and one.metric.casefold() == other.metric.casefold()):
        shared.append("the same number")
    return shared


def words_of(customers: str) -> frozenset[str]:
    """The words that say who they are."""
    return frozenset(re.findall(r"\w+", customers.casefold())) - _SMALL


def are_alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two descriptions seem to mean the same people."""
    return bool(some and others) and len(some & others) >= ALIKE * min(len(some), len(others))
