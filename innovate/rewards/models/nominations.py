"""Nominations for an award, and the chain that says yes or no to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.clock import now
from innovate.core.db import Model
from innovate.permissions import Role
from innovate.rewards.models.awards import Approver, AwardKind


class NominationState(StrEnum):
    """Where a nomination stands."""

    WAITING = "waiting"  # for the next approver
    APPROVED = "approved"  # by all of them: HR awards it
    AWARDED = "awarded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()


OPEN_NOMINATIONS = frozenset({NominationState.WAITING, NominationState.APPROVED})


class Nomination(Model):
    """Somebody proposes a colleague for an award, with reasons and links."""

    __tablename__ = "nominations"
    __table_args__ = (
        sa.CheckConstraint("nominee_id <> nominator_id", name="not_of_oneself"),
        sa.CheckConstraint(
            "(state IN ('awarded', 'declined', 'withdrawn')) = (closed_at IS NOT NULL)", name="closed_when_over"
        ),
        sa.UniqueConstraint("nominator_id", "form_key"),
        sa.Index("ix_nominations_nominee", "nominee_id", sa.desc("id")),
        sa.Index("ix_nominations_state", "state", sa.desc("id")),
        sa.Index(
            "uq_nominations_open",  # nobody nominates a colleague for the same award twice at a time
            *("nominator_id", "nominee_id", "kind_id"),
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'approved')"),
            postgresql_where=sa.text("state IN ('waiting', 'approved')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(sa.ForeignKey("award_kinds.id"))
    nominee_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    nominator_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    reason_html: Mapped[str] = mapped_column(sa.Text)
    links: Mapped[list[str]]  # http and https addresses
    state: Mapped[NominationState] = mapped_column(default=NominationState.WAITING)
    at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closing_words: Mapped[str | None] = mapped_column(sa.String(1000))  # why it was withdrawn, or ended after the chain
    form_key: Mapped[str] = mapped_column(sa.String(32))
    version: Mapped[int] = mapped_column()

    kind: Mapped[AwardKind] = relationship()
    nominee: Mapped[Person] = relationship(foreign_keys=[nominee_id])
    nominator: Mapped[Person] = relationship(foreign_keys=[nominator_id])
    steps: Mapped[list[NominationStep]] = relationship(
        back_populates="nomination", order_by=lambda: NominationStep.position
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it

    @property
    def is_open(self) -> bool:
        """Whether it still waits, for an approver or for the award."""
        return self.state in OPEN_NOMINATIONS

    @property
    def step(self) -> NominationStep | None:
        """The step whose answer it waits for."""
        if self.state is not NominationState.WAITING:
            return None
        return next((step for step in self.steps if step.verdict is None), None)

    def concerns(self, person_id: int) -> bool:
        """Whether it is that person's own: they nominated, or are nominated."""
        return person_id in (self.nominee_id, self.nominator_id)


class StepVerdict(StrEnum):
    """What an approver said."""

    APPROVED = "approved"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class NominationStep(Model):
    """One approver's answer to a nomination, promised by `due_at`; it is their turn once it has begun.

    It is asked of one person, or of an area's leader and deputies, or else of anybody in HR.
    """

    __tablename__ = "nomination_steps"
    __table_args__ = (
        sa.UniqueConstraint("nomination_id", "position"),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided_with_a_verdict"),
        sa.CheckConstraint("(began_at IS NULL) = (due_at IS NULL)", name="promised_when_begun"),
        sa.Index("ix_nomination_steps_waiting", "approver_id", "verdict", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    nomination_id: Mapped[int] = mapped_column(sa.ForeignKey("nominations.id"))
    position: Mapped[int]
    approver: Mapped[Approver]
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("areas.id"), index=True)
    in_place_of_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))  # who cannot answer
    days: Mapped[int]
    began_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[StepVerdict | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(1000), default="")

    nomination: Mapped[Nomination] = relationship(back_populates="steps")
    area: Mapped[Area | None] = relationship()

    @property
    def is_late(self) -> bool:
        """Whether its answer was promised for a time that is over."""
        return self.verdict is None and self.due_at is not None and self.due_at < now()

    @property
    def is_for_hr(self) -> bool:
        """Whether anybody in HR is asked."""
        return self.approver_id is None and self.area_id is None

    def is_for(self, person: Person) -> bool:
        """Whether that person is asked; nobody is for their own nomination, nor twice in one chain."""
        if self.nomination.concerns(person.id):
            return False
        if self.approver_id is not None:
            return self.approver_id == person.id
        if any(step.decided_by_id == person.id for step in self.nomination.steps):
            return False
        return self.area.is_led_by(person.id) if self.area else person.has(Role.HR)
