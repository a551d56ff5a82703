"""The area's budget: reserved by guarded updates, so that two can never have the last of it."""

from collections.abc import Callable

import sqlalchemy as sa

from innovate.areas.models import Area
from innovate.core.db import db
from innovate.core.errors import RuleBroken
from innovate.core.wording import money


def reserve(area: Area, cents: int) -> None:
    """Set so much of the area's budget aside; RuleBroken when it does not hold so much."""
    _change(
        sa.update(Area)
        .where(Area.id == area.id, Area.reserved_cents + cents <= Area.budget_cents)
        .values(reserved_cents=Area.reserved_cents + cents),
        area,
        refusal=lambda: f"The plan asks for {money(cents)}, and {area.name} has {money(left(area))} left.",
    )


def release(area: Area, cents: int) -> None:
    """Give so much back to the area's budget."""
    _change(
        sa.update(Area)
        .where(Area.id == area.id, Area.reserved_cents >= cents)
        .values(reserved_cents=Area.reserved_cents - cents),
        area,
        refusal=lambda: f"{area.name} has not reserved {money(cents)}.",
    )


def left(area: Area) -> int:
    """What the area can still promise, in cents."""
    return area.budget_cents - area.reserved_cents


def _change(statement: sa.Update, area: Area, *, refusal: Callable[[], str]) -> None:
    db.session.flush()  # what else changed on the area is not lost when it is read again
    changed = db.session.execute(statement.returning(Area.id), execution_options={"synchronize_session": False}).first()
    db.session.expire(area, ["budget_cents", "reserved_cents"])
    if changed is None:
        raise RuleBroken(refusal())
