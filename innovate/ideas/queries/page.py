"""One idea: its row for a command, who follows it, and all that its page shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import aliased, contains_eager, selectinload

from innovate import permissions
from innovate.accounts.models import Person, Team
from innovate.accounts.queries import Face
from innovate.core.db import db
from innovate.core.errors import NotFound
from innovate.discussion.models import Comment
from innovate.ideas.models import Credit, CreditPart, Follow, Idea, Outcome, StageKind
from innovate.ideas.queries.lists import vote_state
from innovate.voting.models import Vote

BIGGEST_ID = 2**63 - 1
MANY = 1_000  # followers are counted so far
FACES = 6


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


def get_idea(idea_id: int) -> Idea:
    """The idea of that id with its area and stage, in one statement; NotFound without one."""
    query = (
        sa.select(Idea)
        .join(Idea.area)
        .join(Idea.stage)
        .options(contains_eager(Idea.area), contains_eager(Idea.stage))
        .where(Idea.id == idea_id)
    )
    idea = db.session.scalar(query) if 0 < idea_id <= BIGGEST_ID else None
    if idea is None:
        raise NotFound("We could not find that idea.")
    return idea


def open_page(viewer: Person, idea_id: int) -> tuple[Idea, IdeaPage]:
    """The idea with whatever the parts of its page ask of it, and what the page itself shows; in three statements."""
    author = aliased(Person)
    followers = sa.select(sa.func.count()).select_from(_followers(idea_id).limit(MANY + 1).subquery())
    query = (
        sa.select(
            Idea,
            Team.name.label("team"),
            sa.exists().where(Vote.idea_id == idea_id, Vote.person_id == viewer.id).label("voted"),
            _spoke(viewer, idea_id).label("spoke"),
            Follow.is_wanted.label("wanted"),
            followers.scalar_subquery().label("followers"),
        )
        .join(Idea.area)
        .join(Idea.stage)
        .join(author, Idea.author)
        .outerjoin(Team, Team.id == Idea.team_id)
        .outerjoin(Follow, sa.and_(Follow.idea_id == Idea.id, Follow.person_id == viewer.id))
        .options(
            contains_eager(Idea.area),
            contains_eager(Idea.stage),
            contains_eager(Idea.author.of_type(author)),
            selectinload(Idea.credits),
        )
        .where(Idea.id == idea_id)
    )
    row = db.session.execute(query).one_or_none() if 0 < idea_id <= BIGGEST_ID else None
    if row is None:
        raise NotFound("We could not find that idea.")
    return row.Idea, _page(viewer, row)


def _page(viewer: Person, row: Any) -> IdeaPage:
    idea: Idea = row.Idea
    people = _people(idea.id)
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
        vote_state=vote_state(viewer, idea.author_id, idea.stage.kind),
        supporters=tuple(Face(one.id, one.name) for one in people if one.what == "vote"),
        credits=tuple(Credited(Face(one.id, one.name), parts[one.id]) for one in people if one.what == "credit"),
        followers=row.followers if row.followers <= MANY else None,
        is_following=takes_part if row.wanted is None else row.wanted,
        can_edit=may_edit,
    )


def _people(idea_id: int) -> list[Any]:
    """Who is credited, in the order they came, and some of those who voted."""
    some = sa.select(Vote.person_id).where(Vote.idea_id == idea_id).order_by(Vote.person_id).limit(FACES).subquery()
    credited = sa.literal("credit").label("what"), Credit.person_id.label("id"), Credit.id.label("place")
    ids = sa.union_all(
        sa.select(*credited).where(Credit.idea_id == idea_id),
        sa.select(sa.literal("vote"), some.c.person_id, some.c.person_id),
    ).subquery("part")
    query = sa.select(ids.c.what, ids.c.id, Person.name).join(Person, Person.id == ids.c.id)
    return list(db.session.execute(query.order_by(ids.c.what, ids.c.place)))


def _spoke(viewer: Person, idea_id: int) -> sa.Exists:
    mine = (Comment.idea_id == idea_id, Comment.author_id == viewer.id, Comment.deleted_at.is_(None))
    return sa.exists().where(*mine)


def follower_ids(idea_id: int) -> set[int]:
    """Who is told about the idea: its people, voters and commenters, and who asked; not who declined."""
    return set(db.session.scalars(_followers(idea_id)))


def _followers(idea_id: int) -> sa.CompoundSelect[tuple[int]]:
    part = sa.union(
        sa.select(Idea.author_id).where(Idea.id == idea_id),
        sa.select(Credit.person_id).where(Credit.idea_id == idea_id),
        sa.select(Vote.person_id).where(Vote.idea_id == idea_id),
        sa.select(Comment.author_id).where(Comment.idea_id == idea_id, Comment.deleted_at.is_(None)),
        sa.select(Follow.person_id).where(Follow.idea_id == idea_id, Follow.is_wanted),
        sa.select(Follow.person_id)
        .join(Idea, Idea.id == Follow.idea_id)
        .where(Idea.merged_into_id == idea_id, Follow.is_wanted),
    ).subquery("part")
    declined = sa.select(Follow.person_id).where(Follow.idea_id == idea_id, ~Follow.is_wanted)
    person = sa.column("author_id", sa.Integer)
    return sa.except_(sa.select(person.label("id")).select_from(part), declined)
