"""What benefits ask of people: to say whether one has lasted, once its day has come."""

from typing import Any

import sqlalchemy as sa

from innovate.home.queries.waiting.columns import PERSON, TODAY, task
from innovate.home.queries.waiting.kinds import Kind
from innovate.ideas.models import Idea
from innovate.rewards.models import AwardPart, BenefitCheck, BenefitState, PartState


def to_say() -> sa.Select[*tuple[Any, ...]]:
    waits = sa.select(AwardPart.id).where(AwardPart.check_id == BenefitCheck.id, AwardPart.state == PartState.WAITING)
    clock = {"due_on": BenefitCheck.due_on, "total_days": BenefitCheck.after_days}
    query = task(Kind.LASTED, Idea.title, idea_id=Idea.id, thing_id=BenefitCheck.id, **clock)
    query = query.select_from(BenefitCheck).join(Idea, Idea.id == BenefitCheck.idea_id)
    mine = (BenefitCheck.asked_id == PERSON, BenefitCheck.state == BenefitState.WAITING, BenefitCheck.due_on <= TODAY)
    return query.where(*mine, waits.exists()).order_by(BenefitCheck.due_on, BenefitCheck.id)
