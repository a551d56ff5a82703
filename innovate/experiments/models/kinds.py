"""What kinds of experiments, numbers and answers there are."""

from enum import StrEnum


class Design(StrEnum):
    """How the test compares."""

    PARALLEL = "parallel"
    BEFORE_AFTER = "before_after"
    STEPPED = "stepped"

    @property
    def label(self) -> str:
        return {
            "parallel": "Parallel groups",
            "before_after": "Before and after",
            "stepped": "Stepped rollout",
        }[self.value]


class MetricKind(StrEnum):
    """What kind of number the metric is; it decides what is entered each day."""

    SHARE = "share"
    MEAN = "mean"
    RATE = "rate"

    @property
    def label(self) -> str:
        return {"share": "Share", "mean": "Mean", "rate": "Rate"}[self.value]


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"

    @property
    def label(self) -> str:
        return {"up": "Higher is better", "down": "Lower is better"}[self.value]


class ExperimentState(StrEnum):
    """Where one round stands; the idea's stage says the rest."""

    PLANNED = "planned"
    RUNNING = "running"
    CONCLUDED = "concluded"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Conclusion(StrEnum):
    """What is done after the read-out."""

    SCALE = "scale"
    ITERATE = "iterate"
    STOP = "stop"

    @property
    def label(self) -> str:
        return {"scale": "Scale it", "iterate": "Iterate", "stop": "Stop"}[self.value]

    @property
    def ended(self) -> str:
        """How a round that was decided so ended."""
        return {"scale": "Scaled", "iterate": "Next round", "stop": "Stopped"}[self.value]


class Verdict(StrEnum):
    """What the interval says about the difference."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        return {"better": "Better", "worse": "Worse", "unclear": "No clear difference"}[self.value]


class MeasureRole(StrEnum):
    """Why something besides the primary metric is measured."""

    SECONDARY = "secondary"
    GUARDRAIL = "guardrail"

    @property
    def label(self) -> str:
        return {"secondary": "Secondary metric", "guardrail": "Guardrail"}[self.value]


class UnitKind(StrEnum):
    """What chance puts into one arm or another."""

    TEAM = "team"
    AGENT = "agent"
    DAY = "day"

    @property
    def label(self) -> str:
        return {"team": "Teams", "agent": "People who serve customers", "day": "Days"}[self.value]

    @property
    def one(self) -> str:
        return {"team": "Team", "agent": "Person", "day": "Day"}[self.value]
