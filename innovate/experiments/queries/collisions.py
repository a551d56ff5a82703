"""What else is tried on the same customers, in the same team or on the same number, in the same weeks."""

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from innovate.accounts.models import Team
from innovate.core.db import rows
from innovate.experiments.models import Experiment, ExperimentState
from innovate.ideas.models import Idea

MOST = 5
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
    query = (
        sa.select(
            *(Experiment.id, Idea.title, Experiment.state, Experiment.starts_on, Experiment.ends_on),
            *(Experiment.customers, Experiment.metric, Experiment.metric_id, Experiment.team_id),
            Team.name.label("team"),
        )
        .join(Idea, Idea.id == Experiment.idea_id)
        .outerjoin(Team, Team.id == Experiment.team_id)
        .where(
            Experiment.state.in_([ExperimentState.PLANNED, ExperimentState.RUNNING]),
            Experiment.starts_on <= footprint.ends_on,
            Experiment.ends_on >= footprint.starts_on,
            Experiment.id != (but or 0),
        )
        .order_by(Experiment.ends_on.desc())
        .limit(SEARCHED)
    )
    wanted, found = words_of(footprint.customers), []
    for row in rows(query):
        shared = []
        if are_alike(wanted, words_of(row.customers)):
            shared.append("the same customers")
        if footprint.team_id is not None and row.team_id == footprint.team_id:
            shared.append(f"the same team, {row.team}")
        if _is_same_metric(footprint, row.metric, row.metric_id):
            shared.append("the same number")
        if shared:
            found.append(Collision(row.id, row.title, row.state.label, row.starts_on, row.ends_on, tuple(shared)))
    return tuple(sorted(found, key=lambda one: -len(one.shared))[:MOST])


def words_of(customers: str) -> frozenset[str]:
    """The words that say who they are."""
    return frozenset(re.findall(r"\w+", customers.casefold())) - _SMALL


def are_alike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two descriptions seem to mean the same people."""
    return bool(some and others) and len(some & others) >= ALIKE * min(len(some), len(others))


def _is_same_metric(footprint: Footprint, metric: str, metric_id: int | None) -> bool:
    if footprint.metric_id is not None and footprint.metric_id == metric_id:
        return True
    return bool(footprint.metric) and footprint.metric.casefold() == metric.casefold()
