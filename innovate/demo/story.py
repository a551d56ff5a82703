"""How an idea's story is written down: days count backwards from today, so the company is always fresh."""

from dataclasses import dataclass, field

from innovate.demo.trial import Trial


@dataclass(frozen=True, slots=True)
class Said:
    """A comment; `day` only where it matters when it was said."""

    who: str
    text: str
    day: float | None = None


@dataclass(frozen=True, slots=True)
class Reply(Said):
    """An answer to the `Said` before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of the story, so many days ago."""

    day: float


@dataclass(frozen=True, slots=True)
class TakenUp(Step):
    """The leader takes it up; `by_votes` leaves it to the area's threshold."""


@dataclass(frozen=True, slots=True)
class Scored(Step):
    """The next assigned reviewer sends a scorecard: a digit for each criterion."""

    scores: str
    note: str


@dataclass(frozen=True, slots=True)
class Asked(Step):
    question: str


@dataclass(frozen=True, slots=True)
class Answered(Step):
    answer: str


@dataclass(frozen=True, slots=True)
class Approved(Step):
    reason: str


@dataclass(frozen=True, slots=True)
class Started(Step):
    """The experiment's owner starts it; measurements follow every day from then on."""


@dataclass(frozen=True, slots=True)
class Concluded(Step):
    conclusion: str
    lesson: str
    spent: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one person gets, and why, in HR's words."""

    who: str
    points: int
    badge: str
    citation: str


@dataclass(frozen=True, slots=True)
class Rewarded(Step):
    reason: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Declined(Step):
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Appealed(Step):
    """The author appeals against the decision that declined the idea."""

    reason: str


@dataclass(frozen=True, slots=True)
class Dismissed(Step):
    """Whoever hears the appeal lets the decision stand."""

    reason: str


@dataclass(frozen=True, slots=True)
class Parked(Step):
    """`back_in` days from today, or `when` something has happened."""

    reason: str
    back_in: int | None = None
    when: str = ""


@dataclass(frozen=True, slots=True)
class Merged(Step):
    into: str
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawn(Step):
    reason: str


@dataclass(frozen=True, slots=True)
class Reopened(Step):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An experiment's plan, and the truth that its made-up days are drawn around.

    `starts` and `ends` are days ago (negative: still to come); `truth` is the changed arm's real value, `volume` what
    one arm sees on a usual day.
    """

    change: str
    customers: str
    insight: str
    metric: str
    kind: str
    baseline: float
    target: float
    truth: float
    volume: int
    owner: str
    starts: int
    ends: int
    team: tuple[str, ...] = ()
    unit: str = ""
    better: str = "up"
    design: str = "parallel"
    arms: tuple[str, str] = ("As today", "New way")
    spread: float = 0.6
    """For a mean: the standard deviation of one value, as a share of the mean."""
    budget: int = 1500
    """In whole euros."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One idea from its first day to today."""

    key: str
    area: str
    who: str
    day: float
    votes: int
    title: str
    problem: str
    proposal: str
    effect: str = ""
    said: tuple[Said, ...] = ()
    plan: Plan | None = None
    steps: tuple[Step, ...] = field(default=())
    trial: Trial = field(default_factory=Trial)  # what its experiment holds beside the plan
