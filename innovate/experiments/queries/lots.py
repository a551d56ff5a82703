"""The lots of an experiment: who was drawn into which group, every drawing that there was, and who could be drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import orjson
import sqlalchemy as sa

from innovate.accounts.models import Person, Site, Team
from innovate.accounts.queries import Face
from innovate.core.db import rows
from innovate.core.journal import JournalEntry
from innovate.events import LotsDrawn, LotsVoided
from innovate.experiments.allocation import Unit, digest
from innovate.experiments.models import Allocation, Arm, Experiment, UnitKind
from innovate.permissions import Role

MOST = 2000


@dataclass(frozen=True, slots=True)
class Lot:
    """One team, person or day, and where chance put it; `mark` begins the digest that says why."""

    unit: str
    stratum: str
    arm: str
    begins_on: date | None
    mark: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One time that lots were drawn, or were made void."""

    by: Face | None
    at: datetime
    seed: str  # nothing where they were made void


def lots(experiment: Experiment) -> tuple[Lot, ...]:
    """Every lot, by stratum and in the order of their digests, as anybody can draw them again; days as they come."""
    seed = experiment.seed
    if seed is None:
        return ()
    query = (
        sa.select(Allocation.unit, Allocation.stratum, Arm.name, Arm.treated_from)
        .join(Arm, Arm.id == Allocation.arm_id)
        .where(Allocation.experiment_id == experiment.id)
    )
    found = [Lot(row.unit, row.stratum, row.name, row.treated_from, digest(seed, row.unit)) for row in rows(query)]
    if experiment.unit_kind is UnitKind.DAY:
        return tuple(sorted(found, key=lambda lot: lot.unit))
    return tuple(sorted(found, key=lambda lot: (lot.stratum, lot.mark)))


def drawings(experiment: Experiment) -> tuple[Drawing, ...]:
    """Every drawing, the latest first, so that nobody draws again unseen."""
    query = (
        sa.select(JournalEntry.name, JournalEntry.payload, JournalEntry.at, Person.id, Person.name.label("person"))
        .outerjoin(Person, Person.id == JournalEntry.actor_id)
        .where(
            JournalEntry.stream == f"idea:{experiment.idea_id}",
            JournalEntry.name.in_([LotsDrawn.__name__, LotsVoided.__name__]),
        )
        .order_by(JournalEntry.position.desc())
    )
    found = [(row, orjson.loads(row.payload)) for row in rows(query)]
    return tuple(
        Drawing(Face(row.id, row.person) if row.id else None, row.at, facts.get("seed", ""))
        for row, facts in found
        if facts["experiment_id"] == experiment.id
    )


def could_be_drawn(experiment: Experiment, by: str) -> tuple[Unit, ...]:
    """The company's teams or people with what they shall be even within, or the days with their weekdays."""
    if experiment.unit_kind is UnitKind.DAY:
        return tuple(days_of(experiment.starts_on, experiment.ends_on))
    if experiment.unit_kind is UnitKind.TEAM:
        return _teams(by)
    return _people(experiment.team_id, by)


def days_of(first: date, last: date) -> Sequence[Unit]:
    """Every day, each with its weekday as stratum."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [Unit(day.isoformat(), f"{day:%A}") for day in days]


def _teams(by: str) -> tuple[Unit, ...]:
    query = sa.select(Team.name, Site.name.label("site")).outerjoin(Site, Site.id == Team.site_id)
    return tuple(
        Unit(row.name, row.site or "" if by == "site" else "") for row in rows(query.order_by(Team.name).limit(MOST))
    )


def _with_teams_below(team_id: int) -> sa.Select[tuple[int]]:
    """The team and every team below it; teams that are below one another are met once."""
    tree = sa.select(Team.id).where(Team.id == team_id).cte("tree", recursive=True)
    tree = tree.union(sa.select(Team.id).join(tree, Team.parent_id == tree.c.id))
    return sa.select(tree.c.id)


def _people(team_id: int | None, by: str) -> tuple[Unit, ...]:
    """Those of the team that it is tried in and of those below it, or all; of two with one name, one gets a number."""
    works_here = sa.type_coerce(Person.roles, sa.Integer).bitwise_and(
        sum(role.bit for role in Role if role is not Role.CUSTOMER)
    )
    query = (
        sa.select(Person.id, Person.name, Person.shift, Team.name.label("team"), Site.name.label("site"))
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Site, Site.id == Team.site_id)
        .where(Person.deactivated_at.is_(None), works_here != 0)
        .order_by(Person.name, Person.id)
        .limit(MOST)
    )
    if team_id is not None:
        query = query.where(Person.team_id.in_(_with_teams_below(team_id)))
    found, seen = [], set()
    for row in rows(query):
        stratum = {"site": row.site, "team": row.team, "shift": row.shift and row.shift.label}.get(by)
        name = row.name.replace(",", " ")
        found.append(Unit(f"{name} ({row.id})" if name.casefold() in seen else name, (stratum or "").replace(",", " ")))
        seen.add(name.casefold())
    return tuple(found)
