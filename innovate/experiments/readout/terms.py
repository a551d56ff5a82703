"""What goes into a read-out: what each arm showed, and what was promised before anybody looked."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from innovate.experiments.metric import Metric
from innovate.experiments.models import Design, UnitKind
from innovate.experiments.statistics import Mean, mean_of_values


@dataclass(frozen=True, slots=True)
class Observed:
    """What one arm showed on one day; `is_treated` is asked in a stepped rollout only."""

    day: date
    amount: float
    base: float
    spread: float | None = None
    is_treated: bool = False


@dataclass(frozen=True)
class Series:
    """An arm with all its days, in order.

    Parallel groups: one arm is the control, and `weight` is its planned part. Before and after: the control holds the
    days before. Stepped rollout: each series is a team, none is the control, and its days know whether it had begun.
    """

    name: str
    is_control: bool
    days: tuple[Observed, ...]
    weight: float = 1.0

    @cached_property
    def amount(self) -> float:
        return sum([one.amount for one in self.days])

    @cached_property
    def base(self) -> float:
        return sum([one.base for one in self.days])

    @cached_property
    def weekdays(self) -> tuple[tuple[date, int, float], ...]:
        """Each weekday by one of its days, with how many there are and their base."""
        found: dict[int, tuple[date, int, float]] = {}
        for one in self.days:
            first, count, base = found.get(one.day.weekday(), (one.day, 0, 0.0))
            found[first.weekday()] = first, count + 1, base + one.base
        return tuple(found.values())

    @cached_property
    def mean(self) -> Mean | None:
        """Of its single values, where their spread is known."""
        return mean_of_values(self.days)

    @property
    def value(self) -> float | None:
        """Amount over base: a share, a mean or a rate; None before any number."""
        return self.amount / self.base if self.base else None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was sealed at the start, and how it was kept; a bare file has none.

    `today` is the day of the reading: of a concluded experiment, the day on which it was concluded. `planned_size` is
    the base that was planned in all arms together. `early_days` are days with numbers from before the seal, and
    `has_moved_end` says that the last day was changed after numbers could be seen.
    """

    starts_on: date
    ends_on: date
    today: date
    switch_on: date | None = None
    planned_size: float | None = None
    amendments: int = 0
    early_days: int = 0
    sealed_days: int | None = None  # how many days the sealed plan has, whatever was amended since
    is_concluded: bool = False
    has_moved_end: bool = False

    @property
    def tuned_days(self) -> int:
        """The days that intervals are tuned to: nothing that was decided later may move them."""
        return self.sealed_days or self.days

    @property
    def days(self) -> int:
        """How many days were planned."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def days_left(self) -> int:
        """How many planned days come after the day of the reading."""
        return max(0, (self.ends_on - max(self.today, self.starts_on)).days)


@dataclass(frozen=True, slots=True)
class Side:
    """What is measured beside the primary metric: a guardrail has a margin, a secondary metric none.

    The margin is how much worse is still bearable: a share as 0 to 1, a mean in its unit, a rate as a part of the
    control's.
    """

    name: str
    metric: Metric
    series: tuple[Series, ...]
    margin: float | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One experiment as its numbers stand; the first arm that is not the control is the one it was made for.

    `drawn` says what chance put into one arm or another of parallel groups; None where single cases were.
    """

    metric: Metric
    design: Design
    series: tuple[Series, ...]
    promise: Promise | None = None
    secondaries: tuple[Side, ...] = ()
    guardrails: tuple[Side, ...] = ()
    drawn: UnitKind | None = None

    @property
    def has_drawn_days(self) -> bool:
        """Whether each arm has days of its own, so that days are compared and not cases."""
        return self.design is Design.PARALLEL and self.drawn is UnitKind.DAY

    @property
    def latest_day(self) -> date | None:
        """The last day with any number."""
        return max((arm.days[-1].day for arm in self.series if arm.days), default=None)
