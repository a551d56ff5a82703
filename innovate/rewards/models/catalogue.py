"""The catalogue: what points are spent on, and what becomes of each redemption."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.accounts.models import Person
from innovate.core.db import Model
from innovate.rewards.models.awards import Period


class ItemKind(StrEnum):
    """What sort of reward it is."""

    GOODS = "goods"
    EXPERIENCE = "experience"
    CHARITY = "charity"
    TIME_OFF = "time_off"

    @property
    def label(self) -> str:
        return {"goods": "Something to keep", "experience": "An experience", "charity": "For a good cause"}.get(
            self.value, "Time off"
        )


class ItemApprover(StrEnum):
    """Who says yes before a reward is handed over."""

    MANAGER = "manager"
    HR = "hr"

    @property
    def label(self) -> str:
        return {"manager": "Their manager", "hr": "HR"}[self.value]


class CatalogueItem(Model):
    """A reward in the catalogue; its stock is taken by guarded updates only and never falls below zero."""

    __tablename__ = "catalogue_items"
    __table_args__ = (
        sa.CheckConstraint("price > 0", name="price_positive"),
        sa.CheckConstraint("stock >= 0", name="stock_not_negative"),
        sa.CheckConstraint("most_each > 0", name="most_each_positive"),
        sa.CheckConstraint("days > 0", name="days_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    purpose: Mapped[str] = mapped_column(sa.String(600), default="")
    kind: Mapped[ItemKind]
    price: Mapped[int]
    stock: Mapped[int | None]  # None: as many as are wanted
    most_each: Mapped[int | None]  # for one person, in `period` or at all
    period: Mapped[Period | None]
    approver: Mapped[ItemApprover | None]  # None: nobody need say yes
    fulfiller_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"), index=True)
    days: Mapped[int] = mapped_column(default=7)  # within which it is promised, once approved
    asks: Mapped[str] = mapped_column(sa.String(120), default="")  # what must be known, such as a size
    picture: Mapped[str | None] = mapped_column(sa.String(64))  # the name of its file
    picture_words: Mapped[str | None] = mapped_column(sa.String(200))  # what it shows, for those who cannot see it
    picture_width: Mapped[int | None]
    picture_height: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    fulfiller: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it

    @property
    def limit_words(self) -> str:
        """How many one person may have: “one”, “one each month”, “2 each year”; nothing for as many as they like."""
        if self.most_each is None:
            return ""
        many = "one" if self.most_each == 1 else str(self.most_each)
        return f"{many} each {self.period.value}" if self.period else many


class RedemptionState(StrEnum):
    """Where a redemption stands."""

    ASKED = "asked"  # waits for a yes
    APPROVED = "approved"  # waits to be handed over
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return {"asked": "Waits for a yes", "approved": "On its way", "fulfilled": "Handed over"}.get(
            self.value, self.value.capitalize()
        )

    @property
    def is_open(self) -> bool:
        """Whether it can still be cancelled."""
        return self in (RedemptionState.ASKED, RedemptionState.APPROVED)


class Redemption(Model):
    """A reward that somebody spent points on: an order. Declined or cancelled, its points and stock have come back."""

    __tablename__ = "redemptions"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "form_key"),
        sa.CheckConstraint("points > 0", name="points_positive"),
        sa.CheckConstraint(
            "(state IN ('declined', 'cancelled')) = (refund_journal_id IS NOT NULL)", name="refunded_when_not_given"
        ),
        sa.CheckConstraint("(state = 'fulfilled') = (fulfilled_at IS NOT NULL)", name="fulfilled_with_a_moment"),
        sa.CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name="cancelled_with_a_moment"),
        sa.CheckConstraint("ledger_journal_id IS NOT NULL OR state = 'asked'", name="paid_before_it_goes_on"),
        sa.Index("ix_redemptions_item", "item_id", "person_id"),
        sa.Index("ix_redemptions_person", "person_id", sa.desc("id")),
        sa.Index("ix_redemptions_state", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("catalogue_items.id"))
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    approver_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))  # whose yes it waits for; None: HR's
    points: Mapped[int]
    words: Mapped[str] = mapped_column(sa.String(300), default="")  # what the item asked for
    state: Mapped[RedemptionState]
    at: Mapped[datetime]
    due_at: Mapped[datetime | None]  # when it is promised, or an answer is
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    fulfilled_at: Mapped[datetime | None]
    fulfilled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"))
    note: Mapped[str] = mapped_column(sa.String(300), default="")  # why not, or how to get it
    form_key: Mapped[str] = mapped_column(sa.String(32))
    ledger_journal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"))  # once it is paid
    refund_journal_id: Mapped[str | None] = mapped_column(sa.ForeignKey("ledger_journals.id"))
    version: Mapped[int] = mapped_column()

    item: Mapped[CatalogueItem] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it
