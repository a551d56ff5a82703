"""What outlives one experiment: the metrics that can be chosen, and the cases that were learned."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from innovate.core.db import Model
from innovate.experiments.models.kinds import Direction, MetricKind


class LibraryMetric(Model):
    """A number that the company measures, with what is known of it; experiments copy it when they are planned."""

    __tablename__ = "metrics"
    __table_args__ = (sa.CheckConstraint("spread > 0", name="spread_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    definition: Mapped[str] = mapped_column(sa.String(400), default="")  # how it is counted
    kind: Mapped[MetricKind]
    unit: Mapped[str] = mapped_column(sa.String(30), default="")
    direction: Mapped[Direction]
    source: Mapped[str] = mapped_column(sa.String(120), default="")  # where the numbers come from
    baseline: Mapped[float | None]  # where it typically stands; a share is kept as 0 to 1
    spread: Mapped[float | None]  # standard deviation of single values; means only
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it


class Case(Model):
    """What was learned from an experiment, written when it was concluded, for the next person with such an idea."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    experiment_id: Mapped[int] = mapped_column(sa.ForeignKey("experiments.id"), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    context: Mapped[str] = mapped_column(sa.Text)  # why it was tried and where
    context_html: Mapped[str] = mapped_column(sa.Text)
    caveats: Mapped[list[str]] = mapped_column(sa.JSON)  # what the read-out warned of, in sentences
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own way to say it
