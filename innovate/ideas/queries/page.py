"""One idea: its row for a command, who follows it, and all that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm.attributes import set_committed_value

from innovate import permissions
from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.areas.models import Area, Deputy
from innovate.core.clock import today
from innovate.core.db import BigId, Nouns, db, rows
from innovate.core.errors import NotFound
from innovate.discussion.models import Comment
from innovate.experiments.models import Experiment
from innovate.ideas.models import Credit, CreditPart, Follow, Idea, Outcome, Stage, StageKind
from innovate.ideas.queries.lists import vote_state
from innovate.rewards.models import Award
from innovate.voting.models import Vote

BIGGEST_ID = 2**63 - 1
MANY = 1_000  # followers are counted so far
FACES = 5  # as many as the page draws; how many more there are, the count of votes says


@dataclass(frozen=True, slots=True)
class Credited:
    """A person with a part in the idea."""

    face: Face
    part: CreditPart


@dataclass(frozen=True, slots=True)
class IdeaPage:
    """One idea as its page shows it to one viewer; `followers` None means more than a thousand."""

    id: int
    title: str
    problem_html: Markup
    proposal_html: Markup
    effect_html: Markup
    area_id: int
    area: str
    team_id: int | None
    team: str | None
    author: Face
    submitted_at: datetime
    edited_at: datetime | None
    stage_kind: StageKind
    stage_name: str
    outcome: Outcome | None
    votes: int
    voted: bool
    vote_state: str
    supporters: tuple[Face, ...]
    credits: tuple[Credited, ...]
    followers: int | None
    is_following: bool
    can_edit: bool
    is_tried: bool  # there is an experiment
    is_thanked: bool  # something was awarded for it


def get_idea(idea_id: int) -> Idea:
    """The idea of that id with its area and stage, in one statement; NotFound without one."""
    found = rows(_IDEA, {"idea": idea_id}).first() if 0 < idea_id <= BIGGEST_ID else None
    if found is None:
        raise NotFound("We could not find that idea.")
    idea, area, stage = _PLACED.of(found)
    set_committed_value(idea, "area", area)
    set_committed_value(idea, "stage", stage)
    placed: Idea = idea
    return placed


def open_page(viewer: Person, idea_id: int) -> tuple[Idea, IdeaPage]:
    """The idea with whatever the parts of its page ask of it, and what the page itself shows; in two statements.

    Of its area's deputies only the viewer is loaded: the page asks what this viewer may do.
    """
    values = {"idea": idea_id, "viewer": viewer.id, "today": today()}
    found = rows(_PAGE, values).all() if 0 < idea_id <= BIGGEST_ID else []
    if not found:
        raise NotFound("We could not find that idea.")
    idea = _together(found)
    return idea, _page(viewer, idea, found)


def _together(found: Sequence[Any]) -> Idea:
    """The idea with what belongs to it; there is a row for each credit, and for each span of a deputy."""
    idea, area, stage, author, deputy, _ = _NOUNS.of(found[0])
    parts = dict.fromkeys(_NOUNS.of(row)[-1] for row in found)
    set_committed_value(area, "deputies", [deputy] if deputy else [])
    for name, value in {"area": area, "stage": stage, "author": author}.items():
        set_committed_value(idea, name, value)
    set_committed_value(idea, "credits", [credit for credit in parts if credit])
    whole: Idea = idea
    return whole


def _page(viewer: Person, idea: Idea, found: Sequence[Any]) -> IdeaPage:
    row = found[0]
    names = {one.credited_id: one.credited for one in found}
    supporters = rows(_SUPPORTERS, {"idea": idea.id}) if idea.votes else ()
    parts = {credit.person_id: credit.part for credit in idea.credits}
    takes_part = viewer.id == idea.author_id or viewer.id in parts or row.voted or row.spoke
    may_edit = permissions.edit_idea.allows(viewer, idea) and (idea.is_open or idea.is_asked)
    return IdeaPage(
        id=idea.id,
        title=idea.title,
        problem_html=Markup(idea.problem_html),  # noqa: S704 - these three were cleaned when they were written
        proposal_html=Markup(idea.proposal_html),  # noqa: S704 - cleaned too
        effect_html=Markup(idea.effect_html),  # noqa: S704 - cleaned too
        area_id=idea.area_id,
        area=idea.area.name,
        team_id=idea.team_id,
        team=row.team,
        author=Face(idea.author_id, idea.author.name),
        submitted_at=idea.submitted_at,
        edited_at=idea.edited_at,
        stage_kind=idea.stage.kind,
        stage_name=idea.stage.name,
        outcome=idea.outcome,
        votes=idea.votes,
        voted=row.voted,
        vote_state=vote_state(viewer.id, idea.author_id, idea.stage.kind),
        supporters=tuple(Face(*one) for one in supporters),
        credits=tuple(Credited(Face(one, names[one]), part) for one, part in parts.items()),
        followers=row.followers if row.followers <= MANY else None,
        is_following=takes_part if row.wanted is None else row.wanted,
        can_edit=may_edit,
        is_tried=row.tried,
        is_thanked=row.thanked,
    )


def follower_ids(idea_id: int) -> set[int]:
    """Who is told about the idea: its people, voters and commenters, and who asked; not who declined."""
    return set(db.session.scalars(_FOLLOWERS, {"idea": idea_id}))


# The statements, put together once: that costs more than running them.

_idea_id = sa.bindparam("idea", type_=BigId)
_viewer_id = sa.bindparam("viewer", type_=sa.Integer)


_author, _credited = Person.__table__.alias("author"), Person.__table__.alias("credited")
_NOUNS = Nouns(
    (Idea, Idea.__table__),
    (Area, Area.__table__),
    (Stage, Stage.__table__),
    (Person, _author),
    (Deputy, Deputy.__table__),
    (Credit, Credit.__table__),
    without=frozenset({"problem", "proposal", "effect"}),  # as they were typed: only a form asks for them
)


def _followers() -> sa.CompoundSelect[tuple[int]]:
    part = sa.union(
        sa.select(Idea.author_id).where(Idea.id == _idea_id),
        sa.select(Credit.person_id).where(Credit.idea_id == _idea_id),
        sa.select(Vote.person_id).where(Vote.idea_id == _idea_id),
        sa.select(Comment.author_id).where(Comment.idea_id == _idea_id, Comment.deleted_at.is_(None)),
        sa.select(Follow.person_id).where(Follow.idea_id == _idea_id, Follow.is_wanted),
        sa.select(Follow.person_id)
        .join(Idea, Idea.id == Follow.idea_id)
        .where(Idea.merged_into_id == _idea_id, Follow.is_wanted),
    ).subquery("part")
    declined = sa.select(Follow.person_id).where(Follow.idea_id == _idea_id, ~Follow.is_wanted)
    person = sa.column("author_id", sa.Integer)
    return sa.except_(sa.select(person.label("id")).select_from(part), declined)


def _whole_page() -> sa.Select[*tuple[Any, ...]]:
    """The idea, all that belongs to it, and this viewer's part in it; a row for each credit."""
    followers = sa.select(sa.func.count()).select_from(_followers().limit(MANY + 1).subquery())
    mine = (Comment.idea_id == _idea_id, Comment.author_id == _viewer_id, Comment.deleted_at.is_(None))
    on_that_day = sa.bindparam("today", type_=sa.Date)
    return (
        sa.select(
            *_NOUNS.columns,
            Team.name.label("team"),
            _credited.c.id.label("credited_id"),
            _credited.c.name.label("credited"),
            sa.exists().where(Vote.idea_id == _idea_id, Vote.person_id == _viewer_id).label("voted"),
            sa.exists().where(*mine).label("spoke"),
            Follow.is_wanted.label("wanted"),
            followers.scalar_subquery().label("followers"),
            sa.exists().where(Experiment.idea_id == _idea_id).label("tried"),
            sa.exists().where(Award.idea_id == _idea_id, Award.reversed_at.is_(None)).label("thanked"),
        )
        .select_from(Idea)
        .join(Area, Area.id == Idea.area_id)
        .join(Stage, Stage.id == Idea.stage_id)
        .join(_author, _author.c.id == Idea.author_id)
        .outerjoin(Credit, Credit.idea_id == Idea.id)
        .outerjoin(_credited, _credited.c.id == Credit.person_id)
        .outerjoin(
            Deputy,
            sa.and_(
                Deputy.area_id == Area.id,
                Deputy.person_id == _viewer_id,
                Deputy.starts_on <= on_that_day,
                Deputy.ends_on >= on_that_day,
            ),
        )
        .outerjoin(Team, Team.id == Idea.team_id)
        .outerjoin(Follow, sa.and_(Follow.idea_id == Idea.id, Follow.person_id == _viewer_id))
        .where(Idea.id == _idea_id)
        .order_by(Credit.id)
    )


def _supporters() -> sa.Select[int, str]:
    """Some of those who voted."""
    some = sa.select(Vote.person_id).where(Vote.idea_id == _idea_id).order_by(Vote.person_id).limit(FACES).subquery()
    people = Person.__table__.c
    return sa.select(people.id, people.name).join(some, some.c.person_id == people.id).order_by(people.id)


_PLACED = Nouns((Idea, Idea.__table__), (Area, Area.__table__), (Stage, Stage.__table__))
_IDEA = (
    sa.select(*_PLACED.columns)
    .join_from(Idea, Area, Area.id == Idea.area_id)
    .join(Stage, Stage.id == Idea.stage_id)
    .where(Idea.id == _idea_id)
)
_PAGE = _whole_page()
_SUPPORTERS = _supporters()
_FOLLOWERS = _followers()
