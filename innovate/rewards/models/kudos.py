"""Kudos, what they are tied to, and the allowances that they are given out of."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.db import BigId, Model
from innovate.permissions import Role


class CompanyValue(Model):
    """Something that the company stands for, and thanks can be tied to."""

    __tablename__ = "company_values"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)


class Allowance(Model):
    """How many points a month people of a role may give; who has several roles gets the largest."""

    __tablename__ = "allowances"
    __table_args__ = (sa.CheckConstraint("points >= 0", name="points_not_negative"),)

    role: Mapped[Role] = mapped_column(primary_key=True)
    points: Mapped[int]


class Kudos(Model):
    """Thanks from one colleague to others, perhaps with points out of the month's allowance, `points` to each.

    With a `parent` it adds on to thanks that stand: to the same people, in one's own words.
    """

    __tablename__ = "kudos"
    __table_args__ = (
        sa.UniqueConstraint("giver_id", "form_key"),
        sa.CheckConstraint("points >= 0", name="points_not_negative"),
        sa.CheckConstraint("(points > 0) = (ledger_journal_id IS NOT NULL)", name="points_move_in_the_ledger"),
        sa.CheckConstraint("(reversed_at IS NULL) = (reversal_reason IS NULL)", name="reversed_with_a_reason"),
        sa.Index("ix_kudos_at", sa.desc("at"), sa.desc("id")),
        sa.Index("ix_kudos_giver", "giver_id", sa.desc("id")),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    giver_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    points: Mapped[int]
    words: Mapped[str] = mapped_column(sa.String(500))
    value_id: Mapped[int | None] = mapped_column(sa.ForeignKey("company_values.id"))
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"), index=True)  # what it is for
    experiment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("experiments.id"))
    comment_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comments.id"))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("kudos.id"), index=True)
    at: Mapped[datetime]
    form_key: Mapped[str] = mapped_column(sa.String(32))
    ledger_journal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"))
    reversed_at: Mapped[datetime | None]
    reversal_reason: Mapped[str | None] = mapped_column(sa.String(300))

    receivers: Mapped[list[KudosReceiver]] = relationship(order_by=lambda: KudosReceiver.person_id)


class KudosReceiver(Model):
    """One of those whom kudos go to."""

    __tablename__ = "kudos_receivers"

    kudos_id: Mapped[int] = mapped_column(sa.ForeignKey("kudos.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
