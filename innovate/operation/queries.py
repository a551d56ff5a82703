"""Reads for whoever watches this installation: can it answer, and does anything pile up."""

import re
import shutil
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from innovate.core.clock import now
from innovate.core.db import db
from innovate.core.outbox import Mail

LEAST_FREE = 100_000_000  # bytes
OLDEST_MAIL = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Each check and whether it holds."""

    database: bool
    migrations: bool
    disk: bool
    outbox: bool

    @property
    def is_ready(self) -> bool:
        """Mail that waits is worth a look, but no reason to take the application away from people."""
        return self.database and self.migrations and self.disk


def readiness(migrations: Path, instance: Path) -> Readiness:
    """What holds just now; never raises."""
    try:
        stands_at = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
        oldest = db.session.scalar(sa.select(sa.func.min(Mail.queued_at)).where(Mail.sent_at.is_(None)))
    except sa.exc.SQLAlchemyError:
        return Readiness(database=False, migrations=False, disk=_has_room(instance), outbox=False)
    return Readiness(
        database=True,
        migrations=stands_at in _heads(migrations),
        disk=_has_room(instance),
        outbox=oldest is None or now() - oldest < OLDEST_MAIL,
    )


def _has_room(folder: Path) -> bool:
    return shutil.disk_usage(folder).free > LEAST_FREE


@lru_cache(maxsize=1)
def _heads(migrations: Path) -> set[str]:
    """The revisions that no other follows, read as text: a server does not load Alembic for it."""
    texts = [path.read_text() for path in (migrations / "versions").glob("*.py")]
    return _named("revision", texts) - _named("down_revision", texts)


def _named(what: str, texts: list[str]) -> set[str]:
    found = (re.search(rf"^{what} = ['\"](\w+)['\"]$", text, re.MULTILINE) for text in texts)
    return {match[1] for match in found if match}
