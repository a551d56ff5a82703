"""Who reviews an idea: the area's pool without those in conflict, the least burdened first."""

from dataclasses import dataclass

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.areas.models import AreaReviewer
from innovate.core.db import db
from innovate.ideas.models import Credit, Idea
from innovate.permissions import Role
from innovate.review.models import Assignment


@dataclass(frozen=True, slots=True)
class Candidate:
    """An active reviewer, what they have waiting, and whether this idea is too close to them."""

    id: int
    name: str
    open: int
    is_in_pool: bool
    is_in_conflict: bool


def candidates(idea: Idea) -> list[Candidate]:
    """Every active reviewer, the pool first, then by fewest open reviews; ties go to the longest without one."""
    waiting = sa.func.count(Assignment.id).filter(Assignment.done_at.is_(None))
    pool = (
        sa.exists().where(AreaReviewer.area_id == idea.area_id, AreaReviewer.person_id == Person.id).correlate(Person)
    )
    query = (
        sa.select(
            Person.id,
            Person.name,
            Person.manager_id,
            waiting.label("open"),
            sa.func.max(Assignment.id).label("latest"),
            pool.label("is_in_pool"),
        )
        .outerjoin(Assignment, Assignment.reviewer_id == Person.id)
        .where(Person.deactivated_at.is_(None), Person.holds(Role.REVIEWER))
        .group_by(Person.id, Person.name, Person.manager_id)
    )
    wrote = _writers(idea)
    managers = set(wrote.values())
    rows = sorted(db.session.execute(query), key=lambda row: (not row.is_in_pool, row.open, row.latest or 0, row.id))
    return [
        Candidate(
            row.id,
            row.name,
            row.open,
            bool(row.is_in_pool),
            row.id in wrote or row.id in managers or row.manager_id in wrote,
        )
        for row in rows
    ]


def chosen(idea: Idea, how_many: int | None = None) -> list[int]:
    """The ids of so many reviewers from the area's pool, or of as many as are free of conflict; None: of all."""
    free = [one.id for one in candidates(idea) if one.is_in_pool and not one.is_in_conflict]
    return free[:how_many]


def next_free(idea: Idea) -> int | None:
    """Who of the pool is asked next in this round; None where everybody is asked already or in conflict."""
    round_ = Assignment.idea_id == idea.id, Assignment.round == idea.round
    asked = set(db.session.scalars(sa.select(Assignment.reviewer_id).where(*round_)))
    return next((one for one in chosen(idea) if one not in asked), None)


def _writers(idea: Idea) -> dict[int, int | None]:
    """Author and co-authors, each with their manager."""
    query = (
        sa.select(Person.id, Person.manager_id)
        .outerjoin(Credit, sa.and_(Credit.person_id == Person.id, Credit.idea_id == idea.id))
        .where(sa.or_(Person.id == idea.author_id, Credit.id.is_not(None)))
    )
    return {row.id: row.manager_id for row in db.session.execute(query)}
