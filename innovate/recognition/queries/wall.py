"""The wall of thanks, a page at a time, and the teams that it can be narrowed to."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.core.db import rows
from innovate.core.errors import BadInput
from innovate.core.paging import Page, decode, page_of
from innovate.rewards.models import Award
from innovate.rewards.queries import Thanks, as_thanks, thanks_rows

PAGE = 18


@dataclass(frozen=True, slots=True)
class Option:
    """A team to filter by."""

    id: int
    name: str


def wall(team_id: int | None = None, person_id: int | None = None, cursor: str | None = None) -> Page[Thanks]:
    """The thanks, newest first; perhaps only those to one team or person."""
    query = thanks_rows().where(Award.reversed_at.is_(None)).order_by(Award.at.desc(), Award.id.desc())
    if team_id is not None:
        query = query.where(Person.team_id == team_id)
    if person_id is not None:
        query = query.where(Award.person_id == person_id)
    if cursor:
        at, id_ = _moment_and_id(cursor)
        query = query.where(Award.at <= at, sa.or_(Award.at < at, Award.id < id_))
    cards = as_thanks(rows(query.limit(PAGE + 1)))
    return page_of(cards, PAGE, lambda card: (card.at.isoformat(), card.id))


def teams() -> tuple[Option, ...]:
    """The teams that somebody works in, by name."""
    peopled = sa.select(Person.id).where(Person.team_id == Team.id, Person.deactivated_at.is_(None))
    query = sa.select(Team.id, Team.name).where(peopled.exists()).order_by(Team.name)
    return tuple(Option(*row) for row in rows(query))


def _moment_and_id(cursor: str) -> tuple[datetime, int]:
    text, id_ = decode(cursor, str, int)
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC), id_
    except (ValueError, OverflowError):
        """No moment, or one that lies outside the calendar."""
    raise BadInput("That page address is not one of ours. Start again from the first page.")
