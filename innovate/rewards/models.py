"""The ledger, and the awards and badges that it pays for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.core.db import BigId, Model


class AccountKind(StrEnum):
    """What an account of points is for."""

    OPENING = "opening"  # where budgets come from: the only account below zero
    BUDGET = "budget"  # what HR may award
    SPEND = "spend"  # what a person has earned

    @property
    def label(self) -> str:
        return {"opening": "Opening", "budget": "Recognition budget", "spend": "Points to spend"}[self.value]


class Account(Model):
    """An account of points; its balance is the sum of its postings, kept in the same transaction."""

    __tablename__ = "accounts"
    __table_args__ = (
        sa.CheckConstraint("balance >= 0 OR kind = 'opening'", name="balance_not_negative"),
        sa.CheckConstraint("(person_id IS NOT NULL) = (kind = 'spend')", name="person_where_personal"),
        sa.UniqueConstraint("kind", "person_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AccountKind]
    name: Mapped[str] = mapped_column(sa.String(80))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), unique=True)
    balance: Mapped[int] = mapped_column(sa.BigInteger, default=0)


class Posting(Model):
    """One leg of a journal; never edited, never deleted. `balance` is the account's after it."""

    __tablename__ = "postings"
    __table_args__ = (
        sa.CheckConstraint("amount <> 0", name="amount_not_zero"),
        sa.Index("ix_postings_account", "account_id", sa.desc("id")),
        sa.Index("ix_postings_journal", "journal_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    journal_id: Mapped[str] = mapped_column(
        sa.ForeignKey("ledger_journals.id", deferrable=True, initially="DEFERRED"), type_=sa.String(36)
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    balance: Mapped[int] = mapped_column(sa.BigInteger)

    account: Mapped[Account] = relationship()


class LedgerJournal(Model):
    """One movement of points; it is inserted behind its postings and closes them.

    The database refuses a journal whose postings do not sum to zero, and a posting to a journal that is closed.
    """

    __tablename__ = "ledger_journals"

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)  # a random UUID
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)  # the same key again is the same movement
    reason: Mapped[str] = mapped_column(sa.String(300))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    cause_id: Mapped[int | None] = mapped_column(sa.ForeignKey("journal.id"), type_=BigId)
    reverses_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"), unique=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Badge(Model):
    """A sign of what somebody did; `drawing` names its picture."""

    __tablename__ = "badges"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(200))
    drawing: Mapped[str] = mapped_column(sa.String(40))
    is_active: Mapped[bool] = mapped_column(default=True)


class Award(Model):
    """Recognition from HR to one person: points, a badge, a citation."""

    __tablename__ = "awards"
    __table_args__ = (
        sa.UniqueConstraint("key", "person_id"),
        sa.CheckConstraint("points >= 0", name="points_not_negative"),
        sa.CheckConstraint("points > 0 OR badge_id IS NOT NULL", name="points_or_badge"),
        sa.Index("ix_awards_at", sa.desc("at"), sa.desc("id")),
        sa.Index("ix_awards_person", "person_id", sa.desc("id")),
        sa.Index("ix_awards_idea", "idea_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(64))  # of the form that it was given with
    idea_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ideas.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    giver_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    points: Mapped[int]
    badge_id: Mapped[int | None] = mapped_column(sa.ForeignKey("badges.id"))
    citation: Mapped[str] = mapped_column(sa.String(400))
    ledger_journal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"))
    at: Mapped[datetime]
    reversed_at: Mapped[datetime | None]  # taken back: the thanks are no longer shown, the ledger keeps both sides
    reversal_reason: Mapped[str | None] = mapped_column(sa.String(300))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    badge: Mapped[Badge | None] = relationship()
