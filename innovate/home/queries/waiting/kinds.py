"""What there is to do: the kinds of task, and one of them with its clock."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from innovate.ideas.models import StageKind


class Kind(StrEnum):
    """What there is to do, in the order of what is pressing when two are due at once."""

    ANSWER = "answer"
    SCORE = "score"
    DECIDE = "decide"
    HEAR = "hear"
    CONCLUDE = "conclude"
    RECOGNISE = "recognise"
    CONFIRM_SHARE = "confirm_share"
    LASTED = "lasted"
    NOMINATION = "nomination"
    NOMINATED = "nominated"
    APPROVE_ORDER = "approve_order"
    FULFIL_ORDER = "fulfil_order"
    START = "start"
    MEASURE = "measure"
    TAKE_UP = "take_up"

    @property
    def label(self) -> str:
        return {
            "answer": "Answer the question",
            "score": "Score this idea",
            "decide": "Decide",
            "hear": "Answer the appeal",
            "conclude": "Conclude the experiment",
            "recognise": "Recognise the people",
            "confirm_share": "Confirm your share of the credit",
            "lasted": "Say whether it has lasted",
            "nomination": "Answer the nomination",
            "nominated": "Give the award",
            "approve_order": "Approve a reward",
            "fulfil_order": "Hand a reward over",
            "start": "Start the experiment",
            "measure": "Record the data",
            "take_up": "Take up or answer",
        }[self.value]

    @property
    def icon(self) -> str:
        return {
            "answer": "message-circle-question-mark",
            "score": "scale",
            "decide": "gavel",
            "hear": "scale",
            "conclude": "flag",
            "recognise": "award",
            "confirm_share": "chart-pie",
            "lasted": "hourglass",
            "nomination": "gavel",
            "nominated": "award",
            "approve_order": "circle-check",
            "fulfil_order": "gift",
            "start": "play",
            "measure": "chart-line",
            "take_up": "inbox",
        }[self.value]

    @property
    def stage(self) -> StageKind:
        """The kind of stage that gives the task its colour."""
        return {
            "score": StageKind.REVIEW,
            "decide": StageKind.REVIEW,
            "hear": StageKind.CLOSED,
            "recognise": StageKind.REWARD,
            "confirm_share": StageKind.REWARD,
            "lasted": StageKind.REWARD,
            "nomination": StageKind.REWARD,
            "nominated": StageKind.REWARD,
            "approve_order": StageKind.REWARD,
            "fulfil_order": StageKind.REWARD,
            "start": StageKind.EXPERIMENT,
            "measure": StageKind.EXPERIMENT,
            "conclude": StageKind.EXPERIMENT,
        }.get(self.value, StageKind.OPEN)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, with its clock: the day it is due, or since when it waits; `thing_id` is what its page shows."""

    kind: Kind
    idea_id: int | None
    thing_id: int | None
    title: str
    due_at: datetime | None
    total_days: int | None
    since: datetime | None

    @property
    def url(self) -> str:
        return {
            Kind.SCORE: f"/review/{self.idea_id}",
            Kind.HEAR: f"/ideas/{self.idea_id}#decision",
            Kind.RECOGNISE: f"/rewards/ideas/{self.idea_id}",
            Kind.CONFIRM_SHARE: f"/ideas/{self.idea_id}/shares",
            Kind.LASTED: f"/benefits/{self.thing_id}",
            Kind.NOMINATION: f"/nominations/{self.thing_id}",
            Kind.NOMINATED: f"/rewards/nominations/{self.thing_id}/award",
            Kind.APPROVE_ORDER: f"/catalogue/orders/{self.thing_id}",
            Kind.FULFIL_ORDER: f"/catalogue/orders/{self.thing_id}",
            Kind.START: f"/experiments/{self.thing_id}",
            Kind.MEASURE: f"/experiments/{self.thing_id}/data",
            Kind.CONCLUDE: f"/experiments/{self.thing_id}",
        }.get(self.kind, f"/ideas/{self.idea_id}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """The tasks, the most pressing first; `is_cut` says that there are more than are listed."""

    tasks: tuple[Task, ...]
    is_cut: bool
