"""The chapters that a person's story is told from: a select for each, and all of them in one statement."""

from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person
from innovate.core.db import BigId, UtcDateTime
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment, Member, Verdict
from innovate.ideas.models import Credit, Idea, IdeaMove, Outcome
from innovate.rewards.models import Award, Badge, BadgeHolding, Kudos, KudosReceiver


class Chapter(StrEnum):
    """What an entry of a story tells of; of one moment, the later stands above."""

    BADGE = "badge"
    AWARD = "award"
    KUDOS = "kudos"
    ADOPTED = "adopted"
    LEARNED = "learned"
    TRIED = "tried"
    SUGGESTION = "suggestion"
    IDEA = "idea"
    MILESTONE = "milestone"
    JOINED = "joined"


# The statements are put together once, which costs more than running them.

_PERSON = sa.bindparam("person", type_=BigId)
_MOST = sa.bindparam("most", type_=sa.Integer)
_BLANK: dict[str, Any] = {
    "about": sa.cast(sa.null(), BigId),
    "title": sa.cast(sa.null(), sa.String),
    "words": sa.cast(sa.null(), sa.String),
    "lesson_html": sa.cast(sa.null(), sa.String),
    "points": sa.cast(sa.null(), sa.Integer),
    "by_id": sa.cast(sa.null(), BigId),
    "by_name": sa.cast(sa.null(), sa.String),
    "badge": sa.cast(sa.null(), sa.String),
    "drawing": sa.cast(sa.null(), sa.String),
    "verdict": sa.cast(sa.null(), sa.String),
}


@cache
def told(is_continued: bool) -> sa.CompoundSelect[*tuple[Any, ...]]:
    """Each chapter's newest, as few as a page shows, in one statement."""
    parts = (_awards(), _kudos(), _badges(), _ideas(), _recognised(), _tried(), _suggestions())
    found = []
    for query, at, id_ in parts:
        bounded = query.where(at <= sa.bindparam("before", type_=UtcDateTime())) if is_continued else query
        newest = bounded.order_by(at.desc(), id_.desc()).limit(_MOST).subquery()
        found.append(sa.select(newest))
    return sa.union_all(*found)


Part = tuple[sa.Select[*tuple[Any, ...]], Any, Any]


def _part(chapter: Any, at: Any, id_: Any, **columns: Any) -> sa.Select[*tuple[Any, ...]]:
    named = _BLANK | columns
    kind = chapter if isinstance(chapter, sa.ColumnElement) else sa.literal(chapter.value, sa.String)
    return sa.select(
        kind.label("chapter"),
        sa.cast(id_, BigId).label("id"),
        at.label("at"),
        *(column.label(name) for name, column in named.items()),
    )


def _awards() -> Part:
    giver = aliased(Person)
    query = _part(
        Chapter.AWARD, Award.at, Award.id, about=Award.idea_id, title=Idea.title, words=Award.citation,
        points=Award.points, by_id=giver.id, by_name=giver.name, badge=Badge.name, drawing=Badge.drawing,
    )  # fmt: skip
    query = query.select_from(Award).join(giver, giver.id == Award.giver_id)
    query = query.outerjoin(Idea, Idea.id == Award.idea_id).outerjoin(Badge, Badge.id == Award.badge_id)
    return query.where(Award.person_id == _PERSON, Award.reversed_at.is_(None)), Award.at, Award.id


def _kudos() -> Part:
    giver = aliased(Person)
    query = _part(
        Chapter.KUDOS, Kudos.at, Kudos.id, about=Kudos.idea_id, title=Idea.title, words=Kudos.words,
        by_id=giver.id, by_name=giver.name,
    )  # fmt: skip
    query = query.select_from(KudosReceiver).join(Kudos, Kudos.id == KudosReceiver.kudos_id)
    query = query.join(giver, giver.id == Kudos.giver_id).outerjoin(Idea, Idea.id == Kudos.idea_id)
    return query.where(KudosReceiver.person_id == _PERSON, Kudos.reversed_at.is_(None)), Kudos.at, Kudos.id


def _badges() -> Part:
    """But those that came with an award, which shows them."""
    query = _part(
        Chapter.BADGE, BadgeHolding.at, BadgeHolding.id, about=sa.cast(Badge.id, BigId), title=Badge.name,
        words=Badge.purpose, drawing=Badge.drawing,
    )  # fmt: skip
    query = query.select_from(BadgeHolding).join(Badge, Badge.id == BadgeHolding.badge_id)
    mine = BadgeHolding.person_id == _PERSON, BadgeHolding.revoked_at.is_(None), BadgeHolding.award_id.is_(None)
    return query.where(*mine), BadgeHolding.at, BadgeHolding.id


def _ideas() -> Part:
    query = _part(Chapter.IDEA, Idea.submitted_at, Idea.id, about=Idea.id, title=Idea.title, words=Idea.summary)
    query = query.select_from(Credit).join(Idea, Idea.id == Credit.idea_id)
    return query.where(Credit.person_id == _PERSON), Idea.submitted_at, Idea.id


def _recognised() -> Part:
    """An idea that ended as adopted or learned, with what its last experiment showed."""
    ended = sa.case((IdeaMove.outcome == Outcome.ADOPTED, Chapter.ADOPTED.value), else_=Chapter.LEARNED.value)
    later = aliased(Experiment)
    newer = sa.select(later.id).where(
        later.idea_id == Experiment.idea_id, later.round > Experiment.round, later.concluded_at.is_not(None)
    )
    last = sa.and_(Experiment.idea_id == Idea.id, Experiment.concluded_at.is_not(None), ~newer.exists())
    query = _part(
        ended, IdeaMove.at, IdeaMove.id, about=Idea.id, title=Idea.title, words=Experiment.result,
        lesson_html=Experiment.lesson_html, verdict=sa.cast(Experiment.verdict, sa.String),
    )  # fmt: skip
    query = query.select_from(Credit).join(Idea, Idea.id == Credit.idea_id)
    query = query.join(IdeaMove, sa.and_(IdeaMove.idea_id == Idea.id, IdeaMove.move == "recognise"))
    query = query.outerjoin(Experiment, last)
    stands = Idea.outcome.in_((Outcome.ADOPTED, Outcome.LEARNED)), IdeaMove.outcome.is_not(None)
    return query.where(Credit.person_id == _PERSON, *stands), IdeaMove.at, IdeaMove.id


def _tried() -> Part:
    """A round that they ran for an idea of somebody else's."""
    credited = sa.select(Credit.id).where(Credit.idea_id == Experiment.idea_id, Credit.person_id == _PERSON)
    query = _part(
        Chapter.TRIED, Experiment.concluded_at, Experiment.id, about=Idea.id, title=Idea.title,
        words=Experiment.result, lesson_html=Experiment.lesson_html, verdict=sa.cast(Experiment.verdict, sa.String),
    )  # fmt: skip
    query = query.select_from(Experiment).join(Idea, Idea.id == Experiment.idea_id)
    query = query.where(Experiment.id.in_(_run_by_them()), Experiment.concluded_at.is_not(None), ~credited.exists())
    return query, Experiment.concluded_at, Experiment.id


def _suggestions() -> Part:
    query = _part(Chapter.SUGGESTION, Comment.adopted_at, Comment.id, about=Idea.id, title=Idea.title)
    query = query.select_from(Comment).join(Idea, Idea.id == Comment.idea_id)
    taken = Comment.adopted_at.is_not(None), Comment.deleted_at.is_(None)
    return query.where(Comment.author_id == _PERSON, *taken), Comment.adopted_at, Comment.id


def _run_by_them() -> sa.CompoundSelect[*tuple[Any, ...]]:
    owned = sa.select(Experiment.id).where(Experiment.owner_id == _PERSON)
    return sa.union_all(owned, sa.select(Member.experiment_id).where(Member.person_id == _PERSON))


@cache
def effects_measured() -> sa.Select[*tuple[Any, ...]]:
    credited = sa.select(Credit.idea_id).where(Credit.person_id == _PERSON)
    is_theirs = Idea.id.in_(credited)
    return (
        sa.select(
            Idea.id, Idea.title, Idea.outcome, Experiment.result, Experiment.verdict, is_theirs.label("is_theirs")
        )
        .join(Idea, Idea.id == Experiment.idea_id)
        .where(
            sa.or_(is_theirs, Experiment.id.in_(_run_by_them())),
            Experiment.verdict == Verdict.BETTER,
            Experiment.result != "",
        )
        .order_by(is_theirs.desc(), Experiment.concluded_at.desc(), Experiment.id.desc())
        .limit(_MOST)
    )
