"""Votes: one row for each person and idea."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from innovate.core.db import BigId, Model


class Vote(Model):
    """One person's support for one idea; `via_idea_id` is the merged idea that it was given to."""

    __tablename__ = "votes"
    __table_args__ = (
        sa.UniqueConstraint("idea_id", "person_id"),
        sa.Index("ix_votes_person_idea", "person_id", "idea_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    idea_id: Mapped[int] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime]
    via_idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
