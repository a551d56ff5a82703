"""Shares of credit as pages show them: who has which, for what, what they say to it, and what HR settled."""

import json
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from innovate import events, permissions
from innovate.accounts.models import Person
from innovate.accounts.queries import Face
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.journal import JournalEntry
from innovate.ideas.models import Idea, StageKind
from innovate.rewards import crediting
from innovate.rewards.models import CreditShare, ShareState
from innovate.rewards.shares import in_words


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One person's share, and what they say to it."""

    id: int
    person: Face
    part: str
    percent: int
    state: ShareState
    words: str
    answered_at: datetime | None
    version: int
    is_here: bool  # still with the company

    @property
    def is_objected(self) -> bool:
        return self.state is ShareState.OBJECTED

    @property
    def is_confirmed(self) -> bool:
        return self.state is ShareState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Settled:
    """That HR settled the shares, and why."""

    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Credit:
    """All that the page of an idea's shares shows."""

    idea_id: int
    title: str
    rows: tuple[ShareRow, ...]
    settled: Settled | None
    mine: ShareRow | None
    is_open: bool  # it waits for recognition, so all of it can still change
    may_settle: bool

    @property
    def confirmed(self) -> int:
        return sum(row.is_confirmed for row in self.rows)

    @property
    def objections(self) -> int:
        return sum(row.is_objected for row in self.rows)


def credit(viewer: Person, idea: Idea) -> Credit:
    """The shares of that idea. Raises NotAllowed for who has none in it, does not lead its area and is not in HR."""
    of_it = crediting.of(idea)
    permissions.see_shares.require(viewer, of_it)
    found, is_open = shares_of(idea.id), idea.stage.kind is StageKind.REWARD
    mine = next((row for row in found if row.person.id == viewer.id), None)
    may_settle = is_open and permissions.settle_shares.allows(viewer, of_it)
    return Credit(idea.id, idea.title, found, _settled(idea.id), mine, is_open, may_settle)


def shares_of(idea_id: int) -> tuple[ShareRow, ...]:
    """The shares of that idea, the largest first."""
    query = (
        sa.select(
            CreditShare.id,
            CreditShare.person_id,
            Person.name,
            CreditShare.parts,
            CreditShare.percent,
            CreditShare.state,
            CreditShare.words,
            CreditShare.answered_at,
            CreditShare.version,
            Person.deactivated_at.is_(None).label("is_here"),
        )
        .join(Person, Person.id == CreditShare.person_id)
        .where(CreditShare.idea_id == idea_id)
        .order_by(CreditShare.percent.desc(), CreditShare.id)
    )
    return tuple(
        ShareRow(
            id=row.id,
            person=Face(row.person_id, row.name),
            part=in_words(row.parts),
            percent=row.percent,
            state=row.state,
            words=row.words,
            answered_at=row.answered_at,
            version=row.version,
            is_here=bool(row.is_here),
        )
        for row in rows(query)
    )


def get_share(idea: Idea, person: Person) -> CreditShare:
    """That person's share in that idea. Raises NotFound."""
    query = sa.select(CreditShare).where(CreditShare.idea_id == idea.id, CreditShare.person_id == person.id)
    found: CreditShare | None = db.session.scalar(query)
    if found is None:
        raise NotFound("You have no share in this idea.")
    return found


def _settled(idea_id: int) -> Settled | None:
    query = (
        sa.select(Person.name, JournalEntry.payload, JournalEntry.at)
        .join(Person, Person.id == JournalEntry.actor_id)
        .where(JournalEntry.stream == f"idea:{idea_id}", JournalEntry.name == events.SharesSettled.__name__)
        .order_by(JournalEntry.position.desc())
        .limit(1)
    )
    row = rows(query).first()
    return Settled(row.name, json.loads(row.payload)["reason"], row.at) if row else None
