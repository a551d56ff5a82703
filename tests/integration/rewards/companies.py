"""A company for the tests of rewards: a laid-out ledger, and ideas that wait for recognition."""

import itertools
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from innovate import events
from innovate.accounts.models import Person
from innovate.core.clock import now, today
from innovate.core.db import db
from innovate.experiments.models import Conclusion, Design, Direction, Experiment, ExperimentState, Member, MetricKind
from innovate.experiments.sealing import plan_of, seal_of
from innovate.ideas.models import Idea, StageKind
from innovate.rewards import commands, crediting, spans
from innovate.rewards.first_awards import FIRST
from innovate.rewards.models import AwardKind, LedgerMonth
from innovate.rewards.subscribers import lay_out_rewards
from tests import factories

_keys = itertools.count(1)


def key() -> str:
    """A new form's key."""
    return f"form-{next(_keys)}"


def laid_out(points: int = 1_000) -> Person:
    """The ledger and badges of a new company, a budget of so many points, and its HR person."""
    hr = factories.hr()
    lay_out_rewards(events.FirstAdministratorCreated(actor_id=hr.id, person_id=hr.id), 0)
    if points:
        commands.open_budget(hr, points=points, reason="Board decision", key=key())
    return hr


def kind(name: str = FIRST) -> AwardKind:
    """The kind of award of that name, of those that a company begins with."""
    return db.session.scalars(sa.select(AwardKind).where(AwardKind.name == name)).one()


def ledger_month(by: Person, **fields: Any) -> LedgerMonth:
    """A month long gone that is being closed."""
    first = date(2019, 1, 1)
    span = spans.of_month(first)
    values = {"month": first, "starts_at": span.starts_at, "ends_at": span.ends_at, "began_at": now()}
    return LedgerMonth(**{**values, "began_by_id": by.id, **fields})


@dataclass(frozen=True)
class Tried:
    """An idea at the reward stage and those who worked on it."""

    idea: Idea
    author: Person
    owner: Person
    member: Person


def tried_idea(conclusion: Conclusion = Conclusion.SCALE, author: Person | None = None, **fields: Any) -> Tried:
    """An idea whose experiment was concluded; it waits for HR. Fields are the experiment's."""
    by, owner, member = author or factories.person(), factories.person(), factories.person()
    idea = factories.idea(author=by)
    values: dict[str, Any] = {
        "state": ExperimentState.CONCLUDED,
        "change": "a call-back is offered",
        "customers": "people who wait",
        "metric": "First-contact resolution",
        "metric_kind": MetricKind.SHARE,
        "direction": Direction.UP,
        "baseline": 0.6,
        "target": 0.7,
        "design": Design.PARALLEL,
        "owner_id": owner.id,
        "budget_cents": 0,
        "starts_on": today(),
        "ends_on": today(),
        "sealed_at": now(),
        "concluded_at": now(),
        "conclusion": conclusion,
        "result": "Resolution rose by 8 points.",
        "lesson": "Offer it early.",
        "lesson_html": "<p>Offer it early.</p>",
    }
    experiment = Experiment(idea_id=idea.id, **(values | fields))
    experiment.members.append(Member(person_id=member.id))
    experiment.sealed = plan_of(experiment)
    experiment.seal = seal_of(experiment.sealed)
    factories.save(experiment)
    idea.stage = factories.stages()[StageKind.REWARD]
    idea.due_at = now() + factories.days(10)
    factories.save(idea)
    crediting.suggest(idea)
    return Tried(idea, by, owner, member)
