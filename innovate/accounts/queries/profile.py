"""A person's profile: who they are, their ideas, and the ideas that they support."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from innovate.accounts.models import Person, Site, Team
from innovate.accounts.queries.signed_in import Face
from innovate.areas.models import Area
from innovate.core.db import db, rows
from innovate.core.errors import NotFound
from innovate.core.paging import Page, decode, page_of
from innovate.experiments.models import Experiment, Member
from innovate.ideas.models import Credit, Idea, Outcome, Stage, StageKind
from innovate.permissions import Role
from innovate.recognition.models import Post, PostPerson
from innovate.voting.models import Vote

SIZE = 20


@dataclass(frozen=True, slots=True)
class Profile:
    """Who somebody is, and how much there is to see of them."""

    face: Face
    first_name: str
    title: str
    email: str
    roles: tuple[str, ...]
    team: str | None
    team_id: int | None
    site: str | None
    shift: str
    manager: Face | None
    joined_on: date
    is_active: bool
    leads: tuple[str, ...]
    ideas: int
    adopted: int
    votes: int
    tested: int  # rounds of experiments that they ran or helped with, come to their end
    posts: int  # that are about them, on the wall


@dataclass(frozen=True, slots=True)
class ProfileIdea:
    """One line of a person's ideas, or of those that they support."""

    id: int
    title: str
    summary: str
    kind: StageKind
    stage: str
    outcome: Outcome | None
    area: str
    votes: int
    comments: int
    at: datetime
    author: Face


def profile(person_id: int) -> Profile:
    """That person's profile; NotFound when there is nobody."""
    row = db.session.execute(_whole(person_id)).first()
    if row is None:
        raise NotFound("We do not know anybody at this address.")
    person: Person = row.Person
    leads = sa.select(Area.name).where(Area.leader_id == person_id, Area.is_active).order_by(Area.name)
    return Profile(
        face=Face(person.id, person.name),
        first_name=person.first_name,
        title=person.title,
        email=person.email,
        roles=tuple(role.label for role in Role if role in person.roles),
        team=row.team,
        team_id=person.team_id,
        site=row.site,
        shift=person.shift.label,
        manager=Face(person.manager_id, row.manager) if person.manager_id else None,
        joined_on=person.joined_on,
        is_active=person.is_active,
        leads=tuple(db.session.scalars(leads)),
        ideas=row.ideas,
        adopted=row.adopted,
        votes=row.votes,
        tested=row.tested,
        posts=row.posts,
    )


def own_ideas(person_id: int, after: str | None = None) -> Page[ProfileIdea]:
    """The ideas that this person wrote or co-wrote, newest first."""
    query = _ideas(Idea.submitted_at, Idea.id).join(Credit, Credit.idea_id == Idea.id)
    return _page(query.where(Credit.person_id == person_id), Idea.id, after)


def given_votes(person_id: int, after: str | None = None) -> Page[ProfileIdea]:
    """The ideas that this person voted for, the latest vote first."""
    query = _ideas(Vote.at, Vote.id).join(Vote, Vote.idea_id == Idea.id)
    return _page(query.where(Vote.person_id == person_id), Vote.id, after)


def _whole(person_id: int) -> sa.Select[Any]:
    """The person with team, site, manager and counts, in one statement."""
    manager = aliased(Person)
    return (
        sa.select(
            Person,
            Team.name.label("team"),
            Site.name.label("site"),
            manager.name.label("manager"),
            _count(Credit.id, Credit.person_id).label("ideas"),
            _count(Vote.id, Vote.person_id).label("votes"),
            _count(
                PostPerson.post_id, PostPerson.person_id, PostPerson.post_id == Post.id, Post.hidden_at.is_(None)
            ).label("posts"),
            _tested().label("tested"),
            sa.select(sa.func.count())
            .select_from(Credit)
            .join(Idea, Idea.id == Credit.idea_id)
            .where(Credit.person_id == Person.id, Idea.outcome == Outcome.ADOPTED)
            .correlate(Person)
            .scalar_subquery()
            .label("adopted"),
        )
        .outerjoin(Team, Team.id == Person.team_id)
        .outerjoin(Site, Site.id == Team.site_id)
        .outerjoin(manager, manager.id == Person.manager_id)
        .where(Person.id == person_id)
    )


def _count(what: Any, whose: Any, *more: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count(what)).where(whose == Person.id, *more).correlate(Person).scalar_subquery()


def _tested() -> sa.ScalarSelect[int]:
    helped = sa.select(Member.experiment_id).where(Member.person_id == Person.id).correlate(Person)
    query = sa.select(sa.func.count(Experiment.id)).where(
        sa.or_(Experiment.owner_id == Person.id, Experiment.id.in_(helped)), Experiment.concluded_at.is_not(None)
    )
    return query.correlate(Person).scalar_subquery()


def _ideas(at: Any, key: Any) -> sa.Select[Any]:
    author = aliased(Person)
    return (
        sa.select(
            *(Idea.id, Idea.title, Idea.summary, Idea.outcome, Idea.votes, Idea.comments),
            *(Stage.kind, Stage.name.label("stage"), Area.name.label("area")),
            *(at.label("at"), key.label("key"), author.id.label("author_id"), author.name.label("author")),
        )
        .join(Stage, Stage.id == Idea.stage_id)
        .join(Area, Area.id == Idea.area_id)
        .join(author, author.id == Idea.author_id)
    )


def _page(query: sa.Select[Any], key: Any, after: str | None) -> Page[ProfileIdea]:
    if after:
        query = query.where(key < decode(after, int)[0])
    found = rows(query.order_by(key.desc()).limit(SIZE + 1)).all()
    page = page_of(found, SIZE, lambda row: (row.key,))
    items = tuple(
        ProfileIdea(
            id=row.id,
            title=row.title,
            summary=row.summary,
            kind=row.kind,
            stage=row.stage,
            outcome=row.outcome,
            area=row.area,
            votes=row.votes,
            comments=row.comments,
            at=row.at,
            author=Face(row.author_id, row.author),
        )
        for row in page.items
    )
    return Page(items, page.next)
