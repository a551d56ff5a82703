"""Putting on the wall what is celebrated, once each, and taking it down; what a post tells is read where it stands."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from typing import Any, cast

import sqlalchemy as sa

from innovate.accounts.models import Person
from innovate.core.clock import now
from innovate.core.db import db, insert, rows
from innovate.discussion.models import Comment
from innovate.experiments.models import Case, Experiment, Member
from innovate.ideas.models import Credit, Idea, Outcome
from innovate.recognition.models import Post, PostKind, PostPerson
from innovate.rewards.models import Award, BadgeHolding, Kudos, KudosReceiver, Milestone

NOON = time(12, tzinfo=UTC)
_posts, _people = (cast("sa.Table", one.__table__) for one in (Post, PostPerson))


def key_of(kind: PostKind, what: object) -> str:
    """What a post is of, in one word: an award's is the key of the form that several may have been given with."""
    return f"{kind}:{what}"


def of_kudos(kudos_id: int) -> None:
    """Thanks from one colleague to others; those that add on stand in the post of what they add on to."""
    kudos = rows(_KUDOS, {"id": kudos_id}).one()
    if kudos.parent_id is None:
        receivers = sa.select(KudosReceiver.person_id).where(KudosReceiver.kudos_id == kudos_id)
        about = {"kudos_id": kudos_id, "value_id": kudos.value_id, "idea_id": kudos.idea_id}
        post_id = _put_up(PostKind.KUDOS, kudos_id, kudos.at, actor_id=kudos.giver_id, area_id=kudos.area_id, **about)
        _name(post_id, receivers)


def of_award(award_id: int) -> None:
    """An award; what was given together stands in one post."""
    award = rows(_AWARD, {"id": award_id}).one()
    about = {"idea_id": award.idea_id, "area_id": award.area_id}
    post_id = _put_up(PostKind.AWARD, award.key, award.at, actor_id=award.giver_id, **about)
    _name(post_id, [award.person_id], award_id=award_id)


def of_launch(idea_id: int) -> None:
    """An idea that was adopted, with those who have the credit for it."""
    idea = rows(_LAUNCH, {"id": idea_id}).one()
    if idea.outcome is Outcome.ADOPTED:
        post_id = _put_up(PostKind.LAUNCH, idea_id, idea.entered_at, idea_id=idea_id, area_id=idea.area_id)
        _name(post_id, sa.select(Credit.person_id).where(Credit.idea_id == idea_id))


def of_case(case_id: int) -> None:
    """A lesson, with those who ran the experiment."""
    case = rows(_CASE, {"id": case_id}).one()
    about = {"case_id": case_id, "idea_id": case.idea_id, "area_id": case.area_id}
    post_id = _put_up(PostKind.LESSON, case_id, case.at, **about)
    team = sa.select(Member.person_id).where(Member.experiment_id == case.experiment_id)
    _name(post_id, team.union_all(sa.select(sa.literal(case.owner_id))))


def of_badge(holding_id: int) -> None:
    """A badge that came by rule or by hand; one that came with an award stands on the award's post."""
    holding = rows(_HOLDING, {"id": holding_id}).one()
    if holding.award_id is None:
        about = {"holding_id": holding_id, "actor_id": holding.given_by_id}
        _name(_put_up(PostKind.BADGE, holding_id, holding.at, **about), [holding.person_id])


def of_milestone(milestone_id: int) -> None:
    """Years with the company."""
    milestone = rows(_MILESTONE, {"id": milestone_id}).one()
    at = min(now(), datetime.combine(milestone.on, NOON))
    _name(_put_up(PostKind.MILESTONE, milestone_id, at, milestone_id=milestone_id), [milestone.person_id])


def take_down(kind: PostKind, what: object) -> None:
    """Let nobody see that post any more."""
    shown = sa.update(_posts).where(_posts.c.key == key_of(kind, what), _posts.c.hidden_at.is_(None))
    db.session.execute(shown.values(hidden_at=now()))


def take_out(award_id: int) -> None:
    """Name nobody any more for that award; a post that names nobody any more comes down."""
    db.session.flush()  # a plain statement does not do that by itself
    key = key_of(PostKind.AWARD, rows(_AWARD, {"id": award_id}).one().key)
    post = sa.select(_posts.c.id).where(_posts.c.key == key)  # found by its key: nothing else leads from an award to it
    gone = sa.delete(_people).where(_people.c.post_id.in_(post), _people.c.award_id == award_id)
    for post_id in db.session.scalars(gone.returning(_people.c.post_id)).all():
        named = sa.exists().where(_people.c.post_id == _posts.c.id)
        db.session.execute(sa.update(_posts).where(_posts.c.id == post_id, ~named).values(hidden_at=now()))


def show_milestones(person_id: int, *, is_shown: bool) -> None:
    """Congratulate that person, or not, also for years that have passed."""
    years = db.session.scalars(sa.select(Milestone.id).where(Milestone.person_id == person_id))
    keys = [key_of(PostKind.MILESTONE, milestone_id) for milestone_id in years]
    hidden_at = None if is_shown else now()
    db.session.execute(sa.update(_posts).where(_posts.c.key.in_(keys)).values(hidden_at=hidden_at))


def write_missing(most: int) -> int:
    """Put up what was celebrated before there was a wall, so many of each kind; answers how many it put up."""
    written = 0
    for ids, put_up in _MISSING:
        found = [row.id for row in rows(ids.limit(most))]
        for id_ in found:
            put_up(id_)
        written += len(found)
    return written


def _put_up(kind: PostKind, what: object, at: datetime, **about: Any) -> int:
    """The id of that post, made now, or made to stand again."""
    db.session.flush()  # a plain statement does not do that by itself
    made = insert(Post).values(kind=kind, key=key_of(kind, what), at=at, **_COUNTERS, **about)
    standing = {"hidden_at": None, "at": made.excluded.at}
    kept = made.on_conflict_do_update(index_elements=["key"], set_=standing).returning(_posts.c.id)
    return int(db.session.execute(kept).scalar_one())


def _name(post_id: int, people: Iterable[int] | sa.Select[Any] | sa.CompoundSelect[Any], **more: Any) -> None:
    """Name those people in the post, each with the team of this day."""
    who = Person.id.in_(people)
    columns = {"post_id": sa.literal(post_id), "person_id": Person.id, "team_id": Person.team_id}
    columns |= {name: sa.literal(value) for name, value in more.items()}
    lines = insert(PostPerson).from_select(list(columns), sa.select(*columns.values()).where(who))
    db.session.execute(lines.on_conflict_do_nothing())


_COUNTERS = dict.fromkeys(("claps", "hearts", "lights", "comments"), 0)
_ID = sa.bindparam("id", type_=sa.Integer)

# What each kind reads of what it tells, by id.

_FOR = sa.func.coalesce(Kudos.idea_id, Experiment.idea_id, Comment.idea_id)
_KUDOS = (
    sa.select(Kudos.giver_id, Kudos.value_id, Kudos.parent_id, Kudos.at, _FOR.label("idea_id"), Idea.area_id)
    .outerjoin(Experiment, Experiment.id == Kudos.experiment_id)
    .outerjoin(Comment, Comment.id == Kudos.comment_id)
    .outerjoin(Idea, Idea.id == _FOR)
    .where(Kudos.id == _ID)
)
_AWARD = (
    sa.select(Award.key, Award.person_id, Award.giver_id, Award.at, Award.idea_id, Idea.area_id)
    .outerjoin(Idea, Idea.id == Award.idea_id)
    .where(Award.id == _ID)
)
_LAUNCH = sa.select(Idea.outcome, Idea.entered_at, Idea.area_id).where(Idea.id == _ID)
_CASE = (
    sa.select(Case.at, Case.experiment_id, Experiment.owner_id, Experiment.idea_id, Idea.area_id)
    .join(Experiment, Experiment.id == Case.experiment_id)
    .join(Idea, Idea.id == Experiment.idea_id)
    .where(Case.id == _ID)
)
_HOLDING = sa.select(BadgeHolding.person_id, BadgeHolding.at, BadgeHolding.award_id, BadgeHolding.given_by_id).where(
    BadgeHolding.id == _ID
)
_MILESTONE = sa.select(Milestone.person_id, Milestone.on).where(Milestone.id == _ID)


def _missing(column: Any, *conditions: sa.ColumnElement[bool], has: Any) -> sa.Select[Any]:
    return sa.select(column.label("id")).where(*conditions, ~sa.exists().where(has)).order_by(column)


_MISSING: tuple[tuple[sa.Select[Any], Callable[[int], None]], ...] = (
    (
        _missing(Kudos.id, Kudos.parent_id.is_(None), Kudos.reversed_at.is_(None), has=Post.kudos_id == Kudos.id),
        of_kudos,
    ),
    (_missing(Award.id, Award.reversed_at.is_(None), has=PostPerson.award_id == Award.id), of_award),
    (
        _missing(
            Idea.id,
            Idea.outcome == Outcome.ADOPTED,
            has=sa.and_(Post.idea_id == Idea.id, Post.kind == PostKind.LAUNCH),
        ),
        of_launch,
    ),
    (_missing(Case.id, has=Post.case_id == Case.id), of_case),
    (
        _missing(
            BadgeHolding.id,
            BadgeHolding.award_id.is_(None),
            BadgeHolding.revoked_at.is_(None),
            has=Post.holding_id == BadgeHolding.id,
        ),
        of_badge,
    ),
    (
        _missing(
            Milestone.id,
            sa.exists().where(Person.id == Milestone.person_id, Person.shows_milestones),
            has=Post.milestone_id == Milestone.id,
        ),
        of_milestone,
    ),
)
