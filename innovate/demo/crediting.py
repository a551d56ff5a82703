"""Credit at Lindqvist Home: suggestions taken up, shares confirmed, objected to and settled, leaders' spot awards."""

import random
from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa

from innovate.core.db import db
from innovate.demo import company
from innovate.demo.chronicle import Chronicle
from innovate.demo.story import Concluded, Story
from innovate.demo.words.crediting import (
    ADOPTED,
    BUDGETS,
    FUNDED,
    FUNDED_FOR,
    OBJECTIONS,
    SILENT,
    SPOTS,
    Objection,
    Spot,
)
from innovate.discussion import commands as discussion
from innovate.rewards import commands as rewards
from innovate.rewards import queries
from innovate.rewards.first_awards import SPOT
from innovate.rewards.models import AwardKind

SAY_YES = 0.8  # so many of a hundred confirm within two days


def deeds(chronicle: Chronicle, stories: tuple[Story, ...]) -> Iterator[tuple[float, Callable[[], object]]]:
    """All of it, each so many days ago."""
    authors = {story.key: story.who for story in stories}
    for key, place, day in ADOPTED:
        yield day, partial(_adopt, chronicle, key, place, authors[key])
    for story in stories:
        for step in story.steps:
            if isinstance(step, Concluded):
                for turn, after in enumerate((0.7, 1.9)):
                    yield step.day - after, partial(_confirm, chronicle, story.key, turn)
    for one in OBJECTIONS:
        yield one.day, partial(_object, chronicle, one)
        if one.settled:
            yield one.settled[0], partial(_settle, chronicle, one)
    yield FUNDED, partial(_fund, chronicle)
    for spot in SPOTS:
        yield spot.day, partial(_thank, chronicle, spot)


def _adopt(chronicle: Chronicle, key: str, place: int, author: str) -> None:
    discussion.adopt_suggestion(chronicle.people[author], chronicle.comments[key, place])


def _confirm(chronicle: Chronicle, key: str, turn: int) -> None:
    """Every second of those who have a share looks at it on one day, the others on the next; most say yes."""
    idea, chance = chronicle.ideas[key], random.Random(f"shares {key} {turn}")
    objecting = {one.who for one in OBJECTIONS if one.key == key}
    for row in queries.shares_of(idea.id)[turn::2]:
        if row.person.name not in objecting and row.person.name not in SILENT and chance.random() < SAY_YES:
            person = chronicle.people[row.person.name]
            rewards.confirm_share(person, queries.get_share(idea, person), percent=row.percent)


def _object(chronicle: Chronicle, one: Objection) -> None:
    person, idea = chronicle.people[one.who], chronicle.ideas[one.key]
    share = queries.get_share(idea, person)
    rewards.object_to_share(person, share, percent=share.percent, words=one.words)


def _settle(chronicle: Chronicle, one: Objection) -> None:
    assert one.settled is not None
    idea, (_day, more, reason) = chronicle.ideas[one.key], one.settled
    percents = {row.person.id: row.percent for row in queries.shares_of(idea.id)}
    percents[idea.author_id] -= more
    percents[chronicle.people[one.who].id] += more
    rewards.settle_shares(chronicle.people[company.HR], idea, percents=percents, reason=reason)


def _fund(chronicle: Chronicle) -> None:
    hr = chronicle.people[company.HR]
    for name, points in BUDGETS.items():
        rewards.fund_budget(hr, chronicle.areas[name], points=points, reason=FUNDED_FOR, key=f"demo {name}")


def _thank(chronicle: Chronicle, one: Spot) -> None:
    rewards.give_award(
        chronicle.people[one.leader],
        kind=db.session.scalars(sa.select(AwardKind).where(AwardKind.name == SPOT)).one(),
        area=chronicle.areas[one.area],
        person_id=chronicle.people[one.who].id,
        points=one.points,
        badge_id=None,
        citation=one.citation,
        key=f"demo spot {one.day}",
    )
