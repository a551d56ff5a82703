"""Limits on how often, kept in the database by one atomic upsert, so that they hold across processes."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from innovate.core.clock import now
from innovate.core.db import Model, db, insert, is_sqlite, writing
from innovate.core.errors import TooMany


class LimitWindow(Model):
    """How often something was done in the window that began at `began_at`."""

    __tablename__ = "limit_windows"

    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(index=True)
    times: Mapped[int]


def take(what: str, whose: object, *, times: int, within: timedelta) -> None:
    """Count one more; TooMany once `times` are used up. Counts only if the transaction is kept."""
    _refuse_beyond(_count(db.session, what, whose, within), what, times, within)


def take_for_good(what: str, whose: object, *, times: int, within: timedelta) -> None:
    """Count one more in a transaction of its own, so that a refused request counts too.

    Call it before anything was changed: what this session has read is read again.
    """
    db.session.rollback()
    with writing(), Session(db.session.get_bind()) as session, session.begin():
        used = _count(session, what, whose, within)
    _refuse_beyond(used, what, times, within)


def forget_old(before: datetime) -> int:
    """Delete windows that began before that moment; answers how many."""
    old = sa.delete(LimitWindow).where(LimitWindow.began_at < before).returning(LimitWindow.key)
    return len(db.session.execute(old.execution_options(synchronize_session=False)).all())


def _count(session: Session | sa.orm.scoped_session[Any], what: str, whose: object, within: timedelta) -> int:
    start, seconds = now(), int(within.total_seconds())
    window = start - timedelta(seconds=start.timestamp() % seconds)
    return int(session.execute(_counting(is_sqlite()), {"key": f"{what}:{whose}", "began_at": window}).scalar_one())


@cache
def _counting(_on_sqlite: bool) -> sa.Insert:
    """The statement that counts one more; made once for each dialect, as most writes need it."""
    table = cast("sa.Table", LimitWindow.__table__)
    began_at = sa.bindparam("began_at", type_=table.c.began_at.type)
    statement = insert(table).values(key=sa.bindparam("key"), began_at=began_at, times=1)
    same = table.c.began_at == statement.excluded.began_at
    return statement.on_conflict_do_update(
        index_elements=[table.c.key],
        set_={"began_at": statement.excluded.began_at, "times": sa.case((same, table.c.times + 1), else_=1)},
    ).returning(table.c.times)


def _refuse_beyond(used: int, what: str, times: int, within: timedelta) -> None:
    if used <= times:
        return
    seconds = int(within.total_seconds())
    wait = seconds - int(now().timestamp()) % seconds
    span = f"{wait} seconds" if wait < 120 else f"{-(-wait // 60)} minutes"
    raise TooMany(f"That is as often as we allow ({what}). Please try again in {span}.", retry_after=wait)
