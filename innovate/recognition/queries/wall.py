"""The wall: a page of posts with all that stands on them, in two statements; one post with all that was said to it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from innovate.accounts.models import Person, Team
from innovate.areas.models import Area
from innovate.core.db import BigId, UtcDateTime, db, rows
from innovate.core.errors import BadInput, NotFound
from innovate.core.paging import decode, encode
from innovate.experiments.models import Case, Experiment
from innovate.ideas.models import Idea
from innovate.ideas.queries.facets import facets
from innovate.recognition.models import Post, PostComment, PostPerson, PostReaction, ReactionKind
from innovate.recognition.queries.narrowing import Narrowing
from innovate.recognition.queries.posts import Cards
from innovate.rewards.models import Award, AwardKind, Badge, BadgeHolding, CompanyValue, Kudos, Milestone

PAGE = 12
NEWEST = 2  # comments to a post on the wall
MOST_SAID = 200  # comments on the post's own page


@dataclass(frozen=True, slots=True)
class Wall:
    """A page of posts, the newest first, and the cursor of the next."""

    cards: Cards
    next: str | None


def wall(viewer: Person, narrowing: Narrowing, *, after: str | None = None, most: int = PAGE) -> Wall:
    """The posts that stand on the wall, narrowed; BadInput for a cursor that is not one of ours."""
    values: dict[str, Any] = {"viewer": viewer.id, "most": most + 1}
    asked: list[str] = []
    if narrowing.shelf is not None:
        asked.append("kinds")
        values["kinds"] = list(narrowing.shelf.kinds)
    if narrowing.team_id is not None:
        asked.append("teams")
        values["teams"] = sorted(facets().team_with_its_teams(narrowing.team_id))
    for name, value in (("person", narrowing.person_id), ("value", narrowing.value_id)):
        if value is not None:
            asked.append(name)
            values[name] = value
    if narrowing.within is not None:
        asked.append("span")
        values |= {"starts": narrowing.within.span.starts_at, "ends": narrowing.within.span.ends_at}
    if after:
        asked.append("cursor")
        values["at"], values["id"] = _moment_and_id(after)
    found = list(rows(_page(tuple(asked)), values))
    is_more = len(found) > most
    shown = found[:most]
    cursor = encode((shown[-1].at.isoformat(), shown[-1].id)) if is_more else None
    return Wall(_cards(viewer, shown, NEWEST), cursor)


def one_post(viewer: Person, post_id: int) -> Cards:
    """That post with all that was said to it. NotFound when there is none or it was taken down."""
    found = rows(_page(("post",)), {"viewer": viewer.id, "post": post_id, "most": 1}).all() if _fits(post_id) else []
    if not found:
        raise NotFound("There is no such post on the wall. It may have been taken down.")
    return _cards(viewer, found, MOST_SAID)


def get_post(post_id: int) -> Post:
    """The post of that id. NotFound when there is none or it was taken down."""
    post = db.session.get(Post, post_id) if _fits(post_id) else None
    if post is None or post.hidden_at is not None:
        raise NotFound("There is no such post on the wall. It may have been taken down.")
    return post


def stands(post_id: int) -> bool:
    """Whether that post is on the wall."""
    return rows(sa.select(_posts.c.id).where(_posts.c.id == post_id, _posts.c.hidden_at.is_(None))).first() is not None


def get_comment(comment_id: int) -> PostComment:
    """The comment of that id to a post. NotFound."""
    comment = db.session.get(PostComment, comment_id) if _fits(comment_id) else None
    if comment is None:
        raise NotFound("There is no such comment. It may have been deleted.")
    return comment


def _cards(viewer: Person, found: list[Any], comments: int) -> Cards:
    if not found:
        return Cards.of(viewer, (), ())
    posts, kudos = [row.id for row in found], [row.kudos_id for row in found if row.kudos_id]
    return Cards.of(viewer, found, rows(_beside(), {"posts": posts, "kudos": kudos or [0], "newest": comments}))


def _fits(id_: int) -> bool:
    return 0 < id_ < 2**63


def _moment_and_id(cursor: str) -> tuple[datetime, int]:
    text, id_ = decode(cursor, str, int)
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC), id_
    except (ValueError, OverflowError):
        """No moment, or one that lies outside the calendar."""
    raise BadInput("That page address is not one of ours. Start again from the first page.")


# The statements, put together once for what they are narrowed by: that costs more than running them.

_posts, _people, _reactions, _comments = (
    cast("sa.Table", one.__table__) for one in (Post, PostPerson, PostReaction, PostComment)
)


@cache
def _page(asked: tuple[str, ...]) -> sa.Select[*tuple[Any, ...]]:
    """The posts that fit what is asked, found first and joined to what they show then."""
    wanted = sa.select(_posts.c.id).where(_posts.c.hidden_at.is_(None), *(_CONDITIONS[name] for name in asked))
    order = _posts.c.at.desc(), _posts.c.id.desc()
    wanted = wanted.order_by(*order).limit(sa.bindparam("most", type_=sa.Integer))
    ids = wanted.subquery("wanted")
    actor = sa.orm.aliased(Person)
    lesson = sa.orm.aliased(Experiment)
    return (
        sa.select(
            *(_posts.c[name] for name in _SHOWN),
            actor.name.label("actor"),
            *(Kudos.words, Kudos.points, CompanyValue.name.label("value")),
            *(
                Idea.title.label("idea"),
                Area.name.label("area"),
                _result(Experiment.result),
                _result(Experiment.verdict),
            ),
            *(Case.title.label("case"), lesson.lesson),
            *(
                BadgeHolding.words.label("badge_words"),
                Badge.id.label("badge_id"),
                Badge.name.label("badge"),
                Badge.drawing,
            ),
            Milestone.years,
            _mine().label("mine"),
        )
        .select_from(ids)
        .join(_posts, _posts.c.id == ids.c.id)
        .outerjoin(actor, actor.id == _posts.c.actor_id)
        .outerjoin(Kudos, Kudos.id == _posts.c.kudos_id)
        .outerjoin(CompanyValue, CompanyValue.id == _posts.c.value_id)
        .outerjoin(Idea, Idea.id == _posts.c.idea_id)
        .outerjoin(Area, Area.id == _posts.c.area_id)
        .outerjoin(Case, Case.id == _posts.c.case_id)
        .outerjoin(lesson, lesson.id == Case.experiment_id)
        .outerjoin(BadgeHolding, BadgeHolding.id == _posts.c.holding_id)
        .outerjoin(Badge, Badge.id == BadgeHolding.badge_id)
        .outerjoin(Milestone, Milestone.id == _posts.c.milestone_id)
        .order_by(*order)
    )


_SHOWN = (
    *("id", "kind", "at", "actor_id", "kudos_id", "value_id", "idea_id", "case_id"),
    *("claps", "hearts", "lights", "comments"),
)
_CONDITIONS: dict[str, sa.ColumnElement[bool]] = {
    "post": _posts.c.id == sa.bindparam("post", type_=BigId),
    "kinds": _posts.c.kind.in_(sa.bindparam("kinds", expanding=True)),
    "teams": _posts.c.id.in_(
        sa.select(_people.c.post_id).where(_people.c.team_id.in_(sa.bindparam("teams", expanding=True)))
    ),
    "person": _posts.c.id.in_(
        sa.select(_people.c.post_id).where(_people.c.person_id == sa.bindparam("person", type_=sa.Integer))
    ),
    "value": _posts.c.value_id == sa.bindparam("value", type_=sa.Integer),
    "span": sa.and_(
        _posts.c.at >= sa.bindparam("starts", type_=UtcDateTime()),
        _posts.c.at < sa.bindparam("ends", type_=UtcDateTime()),
    ),
    "cursor": sa.and_(
        _posts.c.at <= sa.bindparam("at", type_=UtcDateTime()),
        sa.or_(_posts.c.at < sa.bindparam("at", type_=UtcDateTime()), _posts.c.id < sa.bindparam("id", type_=BigId)),
    ),
}


def _result(column: Any) -> sa.Label[Any]:
    """What the idea's last concluded experiment measured; a lesson's is that of its own round."""
    last = (
        sa.select(column)
        .where(Experiment.idea_id == _posts.c.idea_id, Experiment.conclusion.is_not(None))
        .order_by(Experiment.round.desc())
        .limit(1)
        .correlate(_posts)
        .scalar_subquery()
    )
    of_case = (
        sa.select(column)
        .join(Case, Case.experiment_id == Experiment.id)
        .where(Case.id == _posts.c.case_id)
        .correlate(_posts)
        .scalar_subquery()
    )
    return sa.case((_posts.c.case_id.is_not(None), of_case), else_=last).label(column.key)


def _mine() -> sa.ScalarSelect[int]:
    """The viewer's own reactions, a bit for each kind."""
    bits = sa.case({kind: 1 << place for place, kind in enumerate(ReactionKind)}, value=_reactions.c.kind)
    mine = _reactions.c.person_id == sa.bindparam("viewer", type_=sa.Integer)
    return (
        sa.select(sa.func.sum(bits))
        .where(_reactions.c.post_id == _posts.c.id, mine)
        .correlate(_posts)
        .scalar_subquery()
    )


@cache
def _beside() -> sa.Select[*tuple[Any, ...]]:
    """Whom those posts are about, what was added on to their thanks, and their newest comments; each in its order."""
    posts: sa.BindParameter[Any] = sa.bindparam("posts", expanding=True)
    newest = (
        sa.select(
            _comments.c.id,
            sa.func.row_number().over(partition_by=_comments.c.post_id, order_by=_comments.c.id.desc()).label("place"),
        )
        .where(_comments.c.post_id.in_(posts))
        .subquery("newest")
    )
    said = (
        _line("said", _comments.c.post_id, _comments.c.id, _comments.c.id, at=_comments.c.at, text=_comments.c.body)
        .select_from(newest)
        .join(_comments, _comments.c.id == newest.c.id)
        .join(Person, Person.id == _comments.c.author_id)
        .where(newest.c.place <= sa.bindparam("newest", type_=sa.Integer))
    )
    added = (
        _line("added", _posts.c.id, Kudos.id, Kudos.id, at=Kudos.at, text=Kudos.words, points=Kudos.points)
        .select_from(Kudos)
        .join(_posts, _posts.c.kudos_id == Kudos.parent_id)
        .join(Person, Person.id == Kudos.giver_id)
        .where(Kudos.parent_id.in_(sa.bindparam("kudos", expanding=True)), Kudos.reversed_at.is_(None))
        .where(_posts.c.id.in_(posts))  # found by their ids: of what thanks they are has no index
    )
    award = {
        "note": Team.name,
        "title": AwardKind.name,
        "text": Award.citation,
        "points": Award.points,
        "badge": Badge.name,
        "drawing": Badge.drawing,
    }
    named = (
        _line("named", _people.c.post_id, -sa.func.coalesce(Award.points, 0), _people.c.person_id, **award)
        .select_from(_people)
        .join(Person, Person.id == _people.c.person_id)
        .outerjoin(Team, Team.id == _people.c.team_id)
        .outerjoin(Award, Award.id == _people.c.award_id)
        .outerjoin(AwardKind, AwardKind.id == Award.kind_id)
        .outerjoin(Badge, Badge.id == Award.badge_id)
        .where(_people.c.post_id.in_(posts))
    )
    every = sa.union_all(said, added, named).subquery("every")
    return sa.select(*every.c).order_by(every.c.sort, every.c.name, every.c.id)


_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("note", "title", "text", "badge", "drawing"), ""),
    "points": 0,
    "at": sa.cast(sa.null(), UtcDateTime()),
}


def _line(what: str, post_id: Any, sort: Any, id_: Any, **more: Any) -> sa.Select[*tuple[Any, ...]]:
    """One kind of line beside a post, with a column for each that any kind has."""
    columns = {"what": what, "post_id": post_id, "sort": sort, "id": id_, "person_id": Person.id, "name": Person.name}
    for name, empty in _EMPTY.items():
        given = more.get(name, empty)
        columns[name] = sa.func.coalesce(given, empty) if name in more and name != "at" else given
    return sa.select(
        *((sa.literal(one) if isinstance(one, str | int) else one).label(name) for name, one in columns.items())
    )
