"""How an experiment of the demo company is written down beside its plan: what is measured besides, and what happens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Beside:
    """Another metric, drawn around `before` in the control and around `after` in every other arm; days as the plan's.

    With `is_guard` it is a guardrail with that margin: a share 0 to 1, a mean in its unit, a rate as a part.
    """

    name: str
    kind: str
    before: float
    after: float
    volume: int
    better: str = "up"
    unit: str = ""
    margin: float = 0.0
    spread: float = 0.6  # of a mean: the standard deviation of one value, as a share of it
    library: str = ""
    is_guard: bool = True


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a stepped rollout and its first day with the change, in days ago; None: not within the test."""

    name: str
    begins: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the diary, so many days ago; `photo` is the seed of a drawing that stands for one."""

    day: int
    who: str
    text: str
    is_customer: bool = False
    photo: int = 0


@dataclass(frozen=True, slots=True)
class Amended:
    """The last day is moved to so many days ahead of today, openly."""

    day: float
    who: str
    ends_in: int
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """The control's number of the day `of` days ago turns out to be one less."""

    day: float
    who: str
    of: int
    reason: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A round before the one that the plan describes, what it believed in, and what was to change after it; days ago."""

    believed: str
    started: int
    ends: int
    iterated: float
    truth: float
    arms: tuple[str, str]
    change: str
    lesson: str
    spent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What an experiment holds beside its plan; `outcomes` are what is done if it is better, unclear or worse."""

    library: str = ""  # the metric's name in the library
    team: str = ""
    risks: str = ""
    conditions: str = ""
    stop_rules: str = ""
    outcomes: tuple[str, str, str] = ("", "", "")
    switch: int | None = None  # before and after: the first day of the change, in days ago
    steps: tuple[Team, ...] = ()
    more_arms: tuple[tuple[str, float], ...] = ()  # beyond two, each with its truth
    seats: tuple[str, ...] = ()  # among which lots are drawn
    beside: tuple[Beside, ...] = ()
    diary: tuple[Note, ...] = ()
    earlier: Earlier | None = None
    amended: Amended | None = None
    corrected: Corrected | None = None
