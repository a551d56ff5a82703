"""Thanks as pages show them: who, from whom, for what, with which badge and how many points."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate import permissions
from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.core.db import BigId, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.ideas.models import Idea, StageKind
from innovate.rewards.drawings import icon_of
from innovate.rewards.models import Award, Badge, CreditShare, ShareState

PAGE = 24
Giver = aliased(Person)


@dataclass(frozen=True, slots=True)
class Thanks:
    """One award as a card."""

    id: int
    person: Face
    team: str | None
    by: Face
    citation: str
    points: int
    badge: str | None
    drawing: str | None
    idea_id: int | None
    idea_title: str | None
    at: datetime
    reversed_at: datetime | None = None
    reversal_reason: str | None = None

    @property
    def badge_icon(self) -> str:
        return icon_of(self.drawing)


@dataclass(frozen=True, slots=True)
class RewardPanel:
    """What the page of an idea says about its rewards; `share` is the viewer’s own, if any."""

    idea_id: int
    awards: tuple[Thanks, ...]
    may_recognise: bool
    is_waiting: bool
    share: int | None
    is_asked: bool  # whether that share is right


def thanks_rows() -> sa.Select[*tuple[Any, ...]]:
    """The select of all that a thanks card shows; the caller filters, orders and limits it."""
    return (
        sa.select(
            Award.id,
            Award.person_id,
            Person.name.label("person"),
            Team.name.label("team"),
            Award.giver_id,
            Giver.name.label("giver"),
            Award.citation,
            Award.points,
            Badge.name.label("badge"),
            Badge.drawing,
            Award.idea_id,
            Idea.title.label("idea_title"),
            Award.at,
            Award.reversed_at,
            Award.reversal_reason,
        )
        .join(Person, Person.id == Award.person_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .join(Giver, Giver.id == Award.giver_id)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .outerjoin(Idea, Idea.id == Award.idea_id)
    )


def as_thanks(found: Iterable[Any]) -> tuple[Thanks, ...]:
    """The cards of these rows."""
    return tuple(
        Thanks(
            id=row.id,
            person=Face(row.person_id, row.person),
            team=row.team,
            by=Face(row.giver_id, row.giver),
            citation=row.citation,
            points=row.points,
            badge=row.badge,
            drawing=row.drawing,
            idea_id=row.idea_id,
            idea_title=row.idea_title,
            at=row.at,
            reversed_at=row.reversed_at,
            reversal_reason=row.reversal_reason,
        )
        for row in found
    )


def panel(viewer: Person, idea: Idea, *, is_thanked: bool = True) -> RewardPanel | None:
    """What was given for the idea, or the way to recognise it; None when there is nothing to say.

    A caller that knows that nothing was given says so, which saves a statement.
    """
    is_waiting = idea.stage.kind is StageKind.REWARD
    if not is_waiting and idea.stage.kind is not StageKind.CLOSED:
        return None
    awards = as_thanks(rows(_GIVEN_FOR, {"idea": idea.id})) if is_thanked else ()
    if not awards and not is_waiting:
        return None
    mine = rows(_MINE, {"idea": idea.id, "viewer": viewer.id}).first() if is_waiting else None
    may = is_waiting and mine is None and permissions.recognise_idea.allows(viewer, idea)
    share, is_asked = (mine.percent, mine.state is ShareState.SUGGESTED) if mine else (None, False)
    return RewardPanel(idea.id, awards, may, is_waiting, share, is_asked)


def given(cursor: str | None = None) -> Page[Thanks]:
    """Every award, taken back or not, newest first; a page of HR's."""
    query = thanks_rows().order_by(Award.id.desc()).limit(PAGE + 1)
    if cursor:
        query = query.where(Award.id < decode(cursor, int)[0])
    cards = as_thanks(rows(query))
    return page_of(cards, PAGE, lambda card: (card.id,))


def get_thanks(award_id: int) -> Thanks:
    """One award. Raises NotFound."""
    found = as_thanks(rows(thanks_rows().where(Award.id == award_id)))
    if not found:
        raise NotFound("There is no such award.")
    return found[0]


_MINE = sa.select(CreditShare.percent, CreditShare.state).where(
    CreditShare.idea_id == sa.bindparam("idea", type_=BigId),
    CreditShare.person_id == sa.bindparam("viewer", type_=sa.Integer),
)
_GIVEN_FOR = (  # put together once: that costs more than running it
    thanks_rows()
    .where(Award.idea_id == sa.bindparam("idea", type_=BigId), Award.reversed_at.is_(None))
    .order_by(Award.id)
)
