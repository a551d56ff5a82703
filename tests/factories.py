"""Test data: a function a noun, with sensible defaults; each saves what it makes."""

import itertools
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.areas.models import Area, AreaReviewer
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.experiments.models import Design, Direction, MeasureRole, MetricKind
from innovate.ideas.lifecycle import move
from innovate.ideas.models import Credit, CreditPart, Idea, Stage, StageKind
from innovate.permissions import Role
from innovate.rewards.models import Approver, AwardKind, AwardKindStep

_count = itertools.count(1)
EMPLOYEE = frozenset({Role.EMPLOYEE})


def save(thing: Any) -> Any:
    """Add it and give it its id; the caller's transaction keeps it."""
    db.session.add(thing)
    db.session.flush()
    return thing


def person(name: str | None = None, *roles: Role, **fields: Any) -> Person:
    """Somebody with these roles, an employee always."""
    n = next(_count)
    values: dict[str, Any] = {"name": name or f"Person {n}", "email": f"person{n}@example.test", "joined_on": today()}
    found: Person = save(Person(**{**values, "roles": EMPLOYEE | set(roles), **fields}))
    return found


def reviewer(**fields: Any) -> Person:
    return person(None, Role.REVIEWER, **fields)


def leader(**fields: Any) -> Person:
    return person(None, Role.LEADER, **fields)


def hr(**fields: Any) -> Person:
    return person(None, Role.HR, **fields)


def admin(**fields: Any) -> Person:
    return person(None, Role.ADMIN, **fields)


def team(**fields: Any) -> Team:
    made: Team = save(Team(**{"name": f"Team {next(_count)}", **fields}))
    return made


def stages() -> dict[StageKind, Stage]:
    """The five stages, made once."""
    found = list(db.session.scalars(sa.select(Stage).order_by(Stage.position)))
    if not found:
        promises = {StageKind.OPEN: 14, StageKind.REVIEW: 10, StageKind.EXPERIMENT: 60, StageKind.REWARD: 14}
        found = [
            save(Stage(kind=kind, name=kind.label, position=place, promised_days=promises.get(kind)))
            for place, kind in enumerate(StageKind)
        ]
    return {stage.kind: stage for stage in found}


def area(*, reviewers: tuple[Person, ...] = (), **fields: Any) -> Area:
    n = next(_count)
    lead = fields.pop("leader", None) or leader()
    made: Area = save(Area(**{"name": f"Area {n}", "leader_id": lead.id, "budget_cents": 1_000_000, **fields}))
    for one in reviewers:
        save(AreaReviewer(area_id=made.id, person_id=one.id))
    return made


def idea(*, author: Person | None = None, area: Area | None = None, title: str | None = None, **fields: Any) -> Idea:
    """An idea in the open stage, submitted by its author just now."""
    stages()
    by = author or person()
    where = area or globals()["area"]()
    words = {"problem": "Customers wait.", "proposal": "Answer sooner."}
    made = Idea(
        title=title or f"Idea {next(_count)}",
        **{**words, **fields},
        problem_html=f"<p>{words['problem']}</p>",
        proposal_html=f"<p>{words['proposal']}</p>",
        summary=words["problem"],
        author=by,
        area=where,
        team_id=by.team_id,
        submitted_at=now(),
        entered_at=now(),
    )
    made.credits.append(Credit(person_id=by.id, part=CreditPart.AUTHOR))
    move(by, made, "submit")
    return made


def award_kind(*steps: tuple[Approver, int] | tuple[Approver, int, Person], **fields: Any) -> AwardKind:
    """A kind of award that takes nominations, each step with its approver, the days it promises, and who is named."""
    values = {"name": f"Award {next(_count)}", "purpose": "For whoever helps.", "most_points": 500}
    who = {"givers": frozenset({Role.HR}), "eligible": frozenset(Role), "takes_nominations": True}
    made = AwardKind(**{**values, **who, **fields})
    for position, (approver, promised, *named) in enumerate(steps, start=1):
        step = AwardKindStep(position=position, approver=approver, days=promised)
        step.person_id = named[0].id if named else None
        made.steps.append(step)
    kind: AwardKind = save(made)
    return kind


def guardrail(**fields: Any) -> Any:
    """A guardrail of a plan, with what differs."""
    words = {
        "role": MeasureRole.GUARDRAIL,
        "name": "handling time",
        "kind": MetricKind.MEAN,
        "unit": "min",
        "direction": Direction.DOWN,
        "baseline": 6.0,
        "margin": 0.5,
    }
    return words | fields


def plan(owner: Person | None = None, **fields: Any) -> dict[str, Any]:
    """What a leader types to plan an experiment, with what differs."""
    words: dict[str, Any] = {
        "change": "showing the return label on the phone",
        "customers": "people who return a parcel",
        "insight": "half of them have no printer",
        "metric": "first-contact resolution",
        "metric_kind": MetricKind.SHARE,
        "unit": "",
        "direction": Direction.UP,
        "baseline": 0.62,
        "target": 0.68,
        "design": Design.PARALLEL,
        "owner_id": (owner or person()).id,
        "member_ids": [],
        "arms": ["Today", "Phone label"],
        "budget_cents": 0,
        "starts_on": today() - timedelta(days=10),
        "ends_on": today() + timedelta(days=10),
    }
    return words | fields


def days(n: int) -> timedelta:
    return timedelta(days=n)
