"""What is recorded while an experiment runs: the numbers, the diary, and what was changed after the start."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from innovate.core.db import BigId, Model


def _where(words: str) -> dict[str, Any]:
    """The rows that an index is about, for either database."""
    return {"sqlite_where": sa.text(words), "postgresql_where": sa.text(words)}


class Measurement(Model):
    """What one arm showed on one day of the primary metric, or of another measure.

    share: `amount` successes of `base` trials. mean: sum `amount` over `base` values, with `spread`, their standard
    deviation, where it is known. rate: `amount` events in `base` units of exposure. The database refuses to change
    what was measured in an experiment that is concluded.
    """

    __tablename__ = "measurements"
    __table_args__ = (
        sa.Index("uq_measurements_primary", "arm_id", "day", unique=True, **_where("measure_id IS NULL")),
        sa.Index(
            "uq_measurements_other", "arm_id", "measure_id", "day", unique=True, **_where("measure_id IS NOT NULL")
        ),
        sa.CheckConstraint("base > 0", name="base_positive"),
        sa.CheckConstraint("spread >= 0", name="spread_not_negative"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), index=True)
    arm_id: Mapped[int] = mapped_column(sa.ForeignKey("arms.id"))
    measure_id: Mapped[int | None] = mapped_column(sa.ForeignKey("experiment_measures.id"), index=True)
    day: Mapped[date]
    amount: Mapped[float]
    base: Mapped[float]
    spread: Mapped[float | None]
    entered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    entered_at: Mapped[datetime]


class Amendment(Model):
    """One thing of the sealed plan that was changed after the start; the database keeps it for good."""

    __tablename__ = "amendments"

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), index=True)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    field: Mapped[str] = mapped_column(sa.String(40))  # a key of the sealed plan
    before: Mapped[Any] = mapped_column(sa.JSON)
    after: Mapped[Any] = mapped_column(sa.JSON)
    reason: Mapped[str] = mapped_column(sa.String(300))


class DiaryEntry(Model):
    """What somebody saw or heard on a day of the experiment."""

    __tablename__ = "diary_entries"
    __table_args__ = (sa.Index("ix_diary_entries_experiment", "experiment_id", "day", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"))
    author_id: Mapped[int] = mapped_column(sa.ForeignKey("people.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    is_customer: Mapped[bool] = mapped_column(default=False)  # a customer's own words
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column()

    photos: Mapped[list[Photo]] = relationship(
        back_populates="entry", cascade="all, delete-orphan", order_by="Photo.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it


class Photo(Model):
    """A picture in the diary; the file lies outside the web root under its random name."""

    __tablename__ = "photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("diary_entries.id"), index=True)
    file: Mapped[str] = mapped_column(sa.String(64), unique=True)
    words: Mapped[str] = mapped_column(sa.String(200))  # what it shows, for those who cannot see it
    width: Mapped[int]
    height: Mapped[int]

    entry: Mapped[DiaryEntry] = relationship(back_populates="photos")
