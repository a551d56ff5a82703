"""What recognition asks of people: to recognise those behind an idea, and to say whether one's share of it is right."""

from typing import Any

import sqlalchemy as sa

from innovate.home.queries.waiting.columns import PERSON, at, by_due, idea_task
from innovate.home.queries.waiting.kinds import Kind
from innovate.ideas.models import Credit, Idea, Stage, StageKind
from innovate.rewards.models import CreditShare, ShareState


def to_recognise() -> sa.Select[*tuple[Any, ...]]:
    part = sa.select(Credit.id).where(Credit.idea_id == Idea.id, Credit.person_id == PERSON)
    share = sa.select(CreditShare.id).where(CreditShare.idea_id == Idea.id, CreditShare.person_id == PERSON)
    waits = idea_task(Kind.RECOGNISE, due_at=Idea.due_at).where(at(StageKind.REWARD), ~part.exists(), ~share.exists())
    return waits.order_by(by_due())


def to_confirm() -> sa.Select[*tuple[Any, ...]]:
    mine = (CreditShare.person_id == PERSON, CreditShare.state == ShareState.SUGGESTED)
    waits = idea_task(Kind.CONFIRM_SHARE, since=Idea.entered_at).join(CreditShare, CreditShare.idea_id == Idea.id)
    return waits.where(Stage.kind == StageKind.REWARD, *mine).order_by(CreditShare.id)
