"""What the page of a declined idea says of the decision: why, the appeal against it, and who hears that by when."""

from dataclasses import dataclass
from datetime import datetime

from innovate import permissions
from innovate.accounts.models import Person
from innovate.core.wording import day, sentence
from innovate.ideas import deciding
from innovate.ideas.appealing import POSSIBLE_FOR
from innovate.ideas.models import Idea, Place
from innovate.ideas.queries.actions import Action
from innovate.ideas.queries.history import Line

ADMINISTRATOR = "an administrator"


@dataclass(frozen=True, slots=True)
class Declined:
    """The decision that closed a declined idea, the appeal against it, and what the viewer can do about either."""

    decision: Line
    appeal: Line | None
    answer: Line | None  # of who heard the appeal
    due_at: datetime | None  # while the appeal waits
    judge: str  # who owes the answer
    may_appeal: Action | None
    until: datetime  # an appeal is possible
    answers: tuple[Action, ...]  # the viewer's, who may answer the appeal
    is_yours: bool  # the answer is the viewer's to give, rather than one that they may give too


@dataclass(frozen=True, slots=True)
class Judge:
    """Who hears the appeal that waits for its answer, and by when it comes."""

    who: str
    following: str
    due_at: datetime


def judge_of(idea: Idea) -> Judge | None:
    """Who hears the appeal against the decision on that idea, if one waits."""
    appeal = idea.appeal if idea.place is Place.DECLINED else None
    if appeal is None:
        return None
    by = f"looks at the decision again and answers by {day(appeal.due_at)}."
    first, area = next(iter(deciding.hearing(appeal)), None), appeal.area
    if first is None or area is None:
        nobody = "No leader of another area is free to hear the appeal, so"
        return Judge(ADMINISTRATOR, f"{nobody} {ADMINISTRATOR} {by}", appeal.due_at)
    part = "leads" if first.id == area.leader_id else "stands in for the leader of"
    return Judge(first.name, f"{first.name}, who {part} {area.name}, {by}", appeal.due_at)


def declined(
    viewer: Person, idea: Idea, history: list[Line], judge: Judge | None, actions: list[Action]
) -> Declined | None:
    """The decision that closed a declined idea, and the appeal against it; `actions` are the viewer's about appeals."""
    last = {line.move: (place, line) for place, line in enumerate(history)}
    if idea.place is not Place.DECLINED or "decline" not in last:
        return None
    since, decision = last["decline"]
    after = {move: line for move, (place, line) in last.items() if place > since}
    return Declined(
        decision=decision,
        appeal=after.get("appeal"),
        answer=after.get("dismiss"),
        due_at=judge.due_at if judge else None,
        judge=sentence(judge.who) if judge else "",
        may_appeal=next((one for one in actions if one.name == "appeal"), None),
        until=decision.at + POSSIBLE_FOR,
        answers=tuple(one for one in actions if one.name != "appeal"),
        is_yours=permissions.hears_appeal.allows(viewer, idea) or (judge is not None and judge.who == ADMINISTRATOR),
    )
