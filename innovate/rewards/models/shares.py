"""Shares of credit: who had which part in an idea, and what they say to it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.core.db import BigId, Model


class ShareState(StrEnum):
    """What a person has said to the share that stands beside their name."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"

    @property
    def label(self) -> str:
        return {"suggested": "Not answered yet", "confirmed": "Confirmed", "objected": "Objected"}[self.value]


class CreditShare(Model):
    """A person's share of the credit for an idea, in whole percent; those of one idea sum to a hundred."""

    __tablename__ = "credit_shares"
    __table_args__ = (
        sa.UniqueConstraint("idea_id", "person_id"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="percent_of_a_whole"),
        sa.CheckConstraint("(state = 'suggested') = (answered_at IS NULL)", name="answered_with_a_moment"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    parts: Mapped[list[str]]  # author, coauthor, merged_author, suggestion, owner, member, reviewer
    percent: Mapped[int]
    state: Mapped[ShareState] = mapped_column(default=ShareState.SUGGESTED)
    words: Mapped[str] = mapped_column(sa.String(1000), default="")  # of who objects
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it
