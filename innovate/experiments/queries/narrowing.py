"""By what the list of all experiments can be narrowed: where they stand, how they ended, whose they are, when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from innovate.experiments.models import Conclusion, Verdict


class Standing(StrEnum):
    """What an experiment is doing, as the list can be narrowed by."""

    DUE = "due"
    RUNNING = "running"
    PLANNED = "planned"
    CONCLUDED = "concluded"

    @property
    def label(self) -> str:
        return {"due": "Needs a decision", "running": "Running", "planned": "Planned", "concluded": "Concluded"}[self]


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def named(cls, text: str) -> "Quarter | None":
        """The quarter that “2026-4” names; None for anything else."""
        year, _, number = text.partition("-")
        is_one = len(year) == 4 and year.isascii() and year.isdigit() and number in {"1", "2", "3", "4"}
        return cls(int(year), int(number)) if is_one and int(year) > 0 else None

    @property
    def name(self) -> str:
        return f"{self.year:04}-{self.number}"

    @property
    def label(self) -> str:
        return f"{['Jan to Mar', 'Apr to Jun', 'Jul to Sep', 'Oct to Dec'][self.number - 1]} {self.year}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        """The first day after it, or the last that there is."""
        return (
            date(self.year + self.number // 4, 3 * (self.number % 4) + 1, 1) if self.year < date.max.year else date.max
        )


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which experiments are asked for."""

    standing: Standing | None = None
    conclusion: Conclusion | None = None
    verdict: Verdict | None = None
    area_id: int | None = None
    team_id: int | None = None
    mine: bool = False
    started: Quarter | None = None
