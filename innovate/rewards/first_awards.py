"""The awards that a new company begins with; HR changes them as it likes."""

import sqlalchemy as sa

from innovate.core.db import db
from innovate.permissions import Role
from innovate.rewards.models import AwardBudget, AwardKind

EVERYBODY = frozenset(Role) - {Role.CUSTOMER}
MOST_POINTS = 100_000  # in one award
FIRST = "Thanks from HR"


def lay_out() -> None:
    """Make them, where there are none yet."""
    if db.session.scalar(sa.select(AwardKind.id).limit(1)) is None:
        db.session.add(
            AwardKind(
                name=FIRST,
                purpose="For anything that made service better.",
                prompt="What did they do, and what came of it?",
                givers=frozenset({Role.HR}),
                eligible=EVERYBODY,
                least_points=0,
                most_points=MOST_POINTS,
                budget=AwardBudget.COMPANY,
            )
        )
