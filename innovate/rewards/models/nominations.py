"""Nominations for an award, and the chain that says yes or no to them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.core.db import Model
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
    form_key: Mapped[str] = mapped_column(sa.String(32))
    version: Mapped[int] = mapped_column()

    kind: Mapped[AwardKind] = relationship()
    nominee: Mapped[Person] = relationship(foreign_keys=[nominee_id])
    nominator: Mapped[Person] = relationship(foreign_keys=[nominator_id])
    steps: Mapped[list[NominationStep]] = relationship(
        back_populates="nomination", order_by=lambda: NominationStep.position
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it


class StepVerdict(StrEnum):
    """What an approver said."""

    APPROVED = "approved"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class NominationStep(Model):
    """One approver's answer to a nomination, promised by `due_at`; it is their turn once it has begun."""

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
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))  # None: anybody in HR
    days: Mapped[int]
    began_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    reminders: Mapped[int] = mapped_column(default=0)
    verdict: Mapped[StepVerdict | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(sa.String(1000), default="")

    nomination: Mapped[Nomination] = relationship(back_populates="steps")
