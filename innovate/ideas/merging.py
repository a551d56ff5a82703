"""Merging: what an idea went into, what went into it, and whose credit goes along.

What is carried over remembers the idea that it was first given to (`via_idea_id`). So a merge can be undone at any
time, also when the idea that stayed has itself been merged since: whatever came from here is found along the way.
"""

import sqlalchemy as sa
from sqlalchemy.orm.util import identity_key

from innovate.core.db import db, insert
from innovate.ideas.models import Credit, CreditPart, Idea


def ways_on(idea: Idea) -> list[Idea]:
    """The ideas that this one went into: the next, the one that the next went into, and so on."""
    stays: list[Idea] = []
    while idea.merged_into_id is not None:
        following = db.session.get(Idea, idea.merged_into_id)
        assert following is not None  # a foreign key says so
        stays.append(following)
        idea = following
    return stays


def origins(idea_id: int) -> list[int]:
    """This idea and all that went into it, directly or through another."""
    found = latest = [idea_id]
    while latest:
        latest = list(db.session.scalars(sa.select(Idea.id).where(Idea.merged_into_id.in_(latest))))
        found = found + latest
    return found


def directly_behind(idea_id: int) -> list[int]:
    """The ideas that went into this one and are still there."""
    return list(db.session.scalars(sa.select(Idea.id).where(Idea.merged_into_id == idea_id).order_by(Idea.id)))


def carry_credit(idea_id: int, into_id: int) -> None:
    """Credit the people of this idea in the staying one too, unless they are credited there."""
    had = sa.select(
        sa.literal(into_id, sa.Integer),
        Credit.person_id,
        sa.literal(CreditPart.MERGED_AUTHOR, Credit.part.type),
        sa.func.coalesce(Credit.via_idea_id, idea_id),
    ).where(Credit.idea_id == idea_id)
    copy = insert(Credit).from_select(["idea_id", "person_id", "part", "via_idea_id"], had.order_by(Credit.id))
    db.session.execute(copy.on_conflict_do_nothing(index_elements=["idea_id", "person_id"]))


def take_credit_back(idea_id: int, stay_ids: list[int]) -> None:
    """Undo `carry_credit` along the way; who came over from another merged idea too stays credited for that one."""
    away = sa.delete(Credit).where(Credit.idea_id.in_(stay_ids), Credit.via_idea_id.in_(origins(idea_id)))
    db.session.execute(away.execution_options(synchronize_session=False))
    for stay_id in stay_ids:
        for other_id in directly_behind(stay_id):
            carry_credit(other_id, stay_id)


def add_to_counter(idea_id: int, **values: sa.ColumnElement[int] | sa.ColumnElement[float]) -> None:
    """Change counters by SQL, past the idea's version: a vote or a comment never crosses a decision."""
    table = Idea.__table__
    assert isinstance(table, sa.Table)
    db.session.execute(sa.update(table).where(table.c.id == idea_id).values(**values))
    idea = db.session.identity_map.get(identity_key(Idea, idea_id))
    if idea is not None:
        db.session.expire(idea, list(values))
