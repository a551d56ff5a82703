"""The awards that a new company begins with; HR changes them as it likes."""

import sqlalchemy as sa

from innovate.core.db import db
from innovate.permissions import Role
from innovate.rewards.models import Approver, AwardBudget, AwardKind, AwardKindStep, Badge, Period

EVERYBODY = frozenset(Role) - {Role.CUSTOMER}
MOST_POINTS = 100_000  # in one award
FIRST, WORKED, WELL_RUN, COLLEAGUE, SPOT = (
    "Thanks from HR",
    "Idea that worked",
    "Well-run failure",
    "Colleague of the quarter",
    "Spot award",
)


def lay_out() -> None:
    """Make them, where there are none yet; the first of them is the one without conditions."""
    if db.session.scalar(sa.select(AwardKind.id).limit(1)) is None:
        db.session.add_all(_kinds())
        db.session.flush()  # they get their ids in this order


def _kinds() -> list[AwardKind]:
    return [
        AwardKind(
            name=FIRST,
            purpose="For anything that made service better.",
            prompt="What did they do, and what came of it?",
            givers=frozenset({Role.HR}),
            eligible=EVERYBODY,
            most_points=MOST_POINTS,
            budget=AwardBudget.COMPANY,
        ),
        AwardKind(
            name=WORKED,
            purpose="For those behind an idea that was tried and worked. Part of it comes when the benefit has lasted.",
            prompt="What do customers notice now, and what was their part in it?",
            givers=frozenset({Role.HR}),
            eligible=EVERYBODY,
            least_points=1,
            most_points=5_000,
            budget=AwardBudget.COMPANY,
            vest_30=20,
            vest_90=20,
            vest_180=20,
        ),
        AwardKind(
            name=WELL_RUN,
            purpose="For a try that did not work and was planned, run and learned from well.",
            prompt="What do we know now that we did not know before?",
            givers=frozenset({Role.HR}),
            eligible=EVERYBODY,
            least_points=1,
            most_points=2_000,
            budget=AwardBudget.COMPANY,
            is_for_failure=True,
            badge_id=db.session.scalar(sa.select(Badge.id).where(Badge.drawing == "brave-failure").limit(1)),
        ),
        AwardKind(
            name=COLLEAGUE,
            purpose="For somebody whom colleagues nominate. Their manager and HR say yes first.",
            prompt="What would be missing without them?",
            givers=frozenset({Role.HR}),
            eligible=EVERYBODY,
            least_days=90,
            least_points=100,
            most_points=500,
            budget=AwardBudget.COMPANY,
            period=Period.QUARTER,
            period_points=2_000,
            period_times=1,
            takes_nominations=True,
            steps=[
                AwardKindStep(position=1, approver=Approver.MANAGER, days=7),
                AwardKindStep(position=2, approver=Approver.HR, days=7),
            ],
        ),
        AwardKind(
            name=SPOT,
            purpose="For something small that should not wait. A leader gives it at once, from the area’s budget.",
            prompt="What did you see them do?",
            givers=frozenset({Role.LEADER, Role.HR}),
            eligible=EVERYBODY,
            least_points=10,
            most_points=100,
            budget=AwardBudget.AREA,
            period=Period.MONTH,
            period_times=2,
        ),
    ]
