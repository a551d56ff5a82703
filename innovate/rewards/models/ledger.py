"""The ledger: accounts, the movements between them, and its closed months."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.areas.models import Area
from innovate.core.db import BigId, Model


class AccountKind(StrEnum):
    """What an account of points is for."""

    OPENING = "opening"  # where points come from: by its nature below zero
    COMPANY = "company"  # the company's budget for recognition
    AREA = "area"  # an area's own
    TEAM = "team"  # a team's own
    GIVE = "give"  # what a person may thank others with
    SPEND = "spend"  # what a person has earned
    CATALOGUE = "catalogue"  # what rewards were paid with
    EXPIRED = "expired"  # what was not given in time
    VESTING = "vesting"  # awarded, and set aside until the benefit is confirmed

    @property
    def label(self) -> str:
        return _ACCOUNT_LABELS[self]

    @property
    def is_budget(self) -> bool:
        return self in BUDGETS

    @property
    def is_personal(self) -> bool:
        return self in PERSONAL


_ACCOUNT_LABELS = {
    AccountKind.OPENING: "Opening",
    AccountKind.COMPANY: "Company budget",
    AccountKind.AREA: "Area budget",
    AccountKind.TEAM: "Team budget",
    AccountKind.GIVE: "To give",
    AccountKind.SPEND: "To spend",
    AccountKind.CATALOGUE: "Catalogue",
    AccountKind.EXPIRED: "Expired",
    AccountKind.VESTING: "Vesting",
}
PERSONAL = (AccountKind.GIVE, AccountKind.SPEND)
BUDGETS = (AccountKind.COMPANY, AccountKind.AREA, AccountKind.TEAM)
OF_THE_COMPANY = (
    AccountKind.OPENING,
    AccountKind.COMPANY,
    AccountKind.CATALOGUE,
    AccountKind.EXPIRED,
    AccountKind.VESTING,
)


class Movement(StrEnum):
    """Why points move; MOVES says between which accounts."""

    FUNDING = "funding"
    ALLOTMENT = "allotment"
    AWARD = "award"
    ALLOWANCE = "allowance"
    KUDOS = "kudos"
    REDEMPTION = "redemption"
    REFUND = "refund"
    EXPIRY = "expiry"
    REVERSAL = "reversal"
    VESTING = "vesting"
    LAPSE = "lapse"

    @property
    def label(self) -> str:
        return _MOVEMENT_LABELS[self]


_MOVEMENT_LABELS = {
    Movement.FUNDING: "Points made available",
    Movement.ALLOTMENT: "Moved between budgets",
    Movement.AWARD: "Awards",
    Movement.VESTING: "Awards that vested",
    Movement.LAPSE: "Awards that lapsed",
    Movement.ALLOWANCE: "Allowances to give",
    Movement.KUDOS: "Kudos",
    Movement.REDEMPTION: "Rewards redeemed",
    Movement.REFUND: "Rewards refunded",
    Movement.EXPIRY: "Expired",
    Movement.REVERSAL: "Corrections",
}


class Account(Model):
    """An account of points; balance, what it received in all, and when it last moved are those of its last posting.

    The database refuses a balance that no posting says.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        sa.CheckConstraint("balance >= 0 OR is_overdrawable", name="balance_not_negative"),
        sa.CheckConstraint("received >= 0 AND received >= balance", name="received_in_all"),
        sa.CheckConstraint("(person_id IS NOT NULL) = (kind IN ('give', 'spend'))", name="person_where_personal"),
        sa.CheckConstraint("(area_id IS NOT NULL) = (kind = 'area')", name="area_of_its_budget"),
        sa.CheckConstraint("(team_id IS NOT NULL) = (kind = 'team')", name="team_of_its_budget"),
        sa.CheckConstraint("NOT is_overdrawable OR kind = 'opening'", name="only_the_opening_below_zero"),
        sa.UniqueConstraint("person_id", "kind"),
        sa.UniqueConstraint("area_id"),
        sa.UniqueConstraint("team_id"),
        sa.Index(
            "uq_accounts_of_the_company",
            "kind",
            unique=True,
            sqlite_where=sa.text("kind IN ('opening', 'company', 'catalogue', 'expired', 'vesting')"),
            postgresql_where=sa.text("kind IN ('opening', 'company', 'catalogue', 'expired', 'vesting')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AccountKind]
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    area_id: Mapped[int | None] = mapped_column(sa.ForeignKey("areas.id"))
    team_id: Mapped[int | None] = mapped_column(sa.ForeignKey("teams.id"))
    is_overdrawable: Mapped[bool] = mapped_column(default=False)
    balance: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    received: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    moved_at: Mapped[datetime | None]

    area: Mapped[Area | None] = relationship()
    team_people: Mapped[list[Person]] = relationship(
        primaryjoin=lambda: foreign(Person.team_id) == Account.team_id, viewonly=True
    )

    def is_kept_by(self, person_id: int) -> bool:
        """Whether that person leads the area of this budget, or manages somebody of its team."""
        if self.area is not None:
            return self.area.is_led_by(person_id)
        return any(one.manager_id == person_id and one.is_active for one in self.team_people)


class Posting(Model):
    """One leg of a journal; never edited, never deleted.

    `balance` and `received` are the account's after it, and `at` is its journal's moment, so that any span of an
    account is two look-ups. The database refuses one that does not follow the account's last.
    """

    __tablename__ = "postings"
    __table_args__ = (
        sa.CheckConstraint("amount <> 0", name="amount_not_zero"),
        sa.Index("ix_postings_account", "account_id", "at", "id"),
        sa.UniqueConstraint("journal_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    journal_id: Mapped[str] = mapped_column(
        sa.ForeignKey("ledger_journals.id", deferrable=True, initially="DEFERRED"), type_=sa.String(36)
    )
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"))
    at: Mapped[datetime]
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    balance: Mapped[int] = mapped_column(sa.BigInteger)
    received: Mapped[int] = mapped_column(sa.BigInteger)

    account: Mapped[Account] = relationship()


class LedgerJournal(Model):
    """One movement of points; it is inserted behind its postings and closes them.

    The database refuses a journal whose postings do not sum to zero or are not what their accounts hold, one in a
    closed month, a reversal that does not mirror, and a posting to a journal that is closed.
    """

    __tablename__ = "ledger_journals"
    __table_args__ = (
        sa.CheckConstraint("(reverses_id IS NOT NULL) = (kind = 'reversal')", name="reversal_of_another"),
        sa.Index("ix_ledger_journals_at", "at", "id"),
    )

    id: Mapped[str] = mapped_column(sa.String(36), primary_key=True)  # a UUID that grows with time
    key: Mapped[str] = mapped_column(sa.String(120), unique=True)  # the same key again is the same movement
    kind: Mapped[Movement]
    reason: Mapped[str] = mapped_column(sa.String(300))
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    cause_id: Mapped[int | None] = mapped_column(sa.ForeignKey("journal.id"), type_=BigId)
    reverses_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"), unique=True)
    at: Mapped[datetime]


class ClosingStep(StrEnum):
    """Where the close of a month has come to."""

    ACCOUNTS = "accounts"  # each account's line is written
    MOVEMENTS = "movements"  # what moved is counted by kind
    SUMS = "sums"  # all is compared and sealed
    DONE = "done"
    STOPPED = "stopped"  # something does not add up


class LedgerMonth(Model):
    """A month of the ledger that is closed or being closed: from its first row on nothing is posted into it.

    The worker closes it step by step; `cursor` is where it goes on. Once closed, the database keeps it as it is.
    """

    __tablename__ = "ledger_months"
    __table_args__ = (
        sa.CheckConstraint("starts_at < ends_at", name="span_forwards"),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name="progress_in_percent"),
        sa.CheckConstraint(
            "(closed_at IS NOT NULL) = (step = 'done') AND (seal IS NOT NULL) = (step = 'done')",
            name="closed_when_done",
        ),
        sa.CheckConstraint("point_cents > 0", name="point_cents_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)  # its first day
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(unique=True)  # the first moment that no longer belongs to it
    began_at: Mapped[datetime]
    began_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    point_cents: Mapped[int | None]  # what a point was worth at the close
    step: Mapped[ClosingStep] = mapped_column(default=ClosingStep.ACCOUNTS)
    cursor: Mapped[str] = mapped_column(sa.String(80), default="")
    progress: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str | None] = mapped_column(sa.String(300))
    owed: Mapped[int] = mapped_column(sa.BigInteger, default=0)  # points to spend and to give at its end
    closed_at: Mapped[datetime | None]
    seal: Mapped[str | None] = mapped_column(sa.String(64))  # SHA-256 of the snapshot behind the month before's


class MonthLine(Model):
    """An account in a closed month: what it held, what came and went, what it holds."""

    __tablename__ = "ledger_month_lines"
    __table_args__ = (
        sa.CheckConstraint("closing = opening + received - paid", name="adds_up"),
        sa.Index("ix_ledger_month_lines_account", "account_id", "month_id"),
    )

    month_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_months.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), primary_key=True)
    unit: Mapped[str] = mapped_column(sa.String(80))  # the area or team that it belonged to at the close
    opening: Mapped[int] = mapped_column(sa.BigInteger)
    received: Mapped[int] = mapped_column(sa.BigInteger)
    paid: Mapped[int] = mapped_column(sa.BigInteger)
    closing: Mapped[int] = mapped_column(sa.BigInteger)


class MonthMovement(Model):
    """How many journals of one kind a closed month has, and how many points they moved."""

    __tablename__ = "ledger_month_movements"

    month_id: Mapped[int] = mapped_column(sa.ForeignKey("ledger_months.id"), primary_key=True)
    kind: Mapped[Movement] = mapped_column(primary_key=True)
    journals: Mapped[int] = mapped_column(sa.BigInteger)
    points: Mapped[int] = mapped_column(sa.BigInteger)
