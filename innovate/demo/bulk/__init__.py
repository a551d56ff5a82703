"""Large sets for measuring: made-up people, ideas, votes and comments, poured in at once and true in every count."""

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

import sqlalchemy as sa

from innovate.accounts.models import Person, Shift, Team
from innovate.areas.models import Area, AreaReviewer
from innovate.core.clock import now
from innovate.core.db import Model, db, is_sqlite
from innovate.demo import company
from innovate.demo.bulk import copying
from innovate.demo.bulk.copying import Row
from innovate.demo.bulk.ideas import COLUMNS, tell
from innovate.demo.bulk.world import World
from innovate.demo.words import stock
from innovate.ideas.models import Idea
from innovate.permissions import Role
from innovate.search.subscribers import keep_words
from innovate.voting.models import Vote

SEED = 7_411
CHUNK = 500  # ideas poured at a time
VOTES_EACH = 20
Watch = Callable[[Sequence[int], int], Iterable[int]]


def pour(*, people: int, ideas: int, votes: int | None, watch: Watch) -> None:
    """Fill up to so many people and ideas, with so many votes in all, within the transaction that is open."""
    if not is_sqlite():
        db.session.execute(sa.text("SET LOCAL statement_timeout = 0"))
    world = World(random.Random(SEED), now())
    _hire(world, people)
    world.look_around()
    missing = max(0, ideas - (db.session.scalar(sa.select(sa.func.count(Idea.id))) or 0))
    wanted = votes if votes is not None else VOTES_EACH * ideas
    support = _support(world, missing, wanted - (db.session.scalar(sa.select(sa.func.count(Vote.id))) or 0))
    for start in watch(range(0, missing, CHUNK), missing):
        tables: dict[type[Model], list[Row]] = {table: [] for table in COLUMNS}
        for place in range(start, min(start + CHUNK, missing)):
            tell(world, tables, place / max(missing, 1), support[place])
        for table, rows in tables.items():
            copying.pour(table, COLUMNS[table], rows)
        keep_words((idea[0], idea[1], f"{idea[2]} {idea[4]}") for idea in tables[Idea])
    copying.set_sequences(world)


def _hire(world: World, people: int) -> None:
    """Made-up employees, one in thirty a reviewer; they cannot sign in."""
    standing = db.session.scalar(sa.select(sa.func.count(Person.id))) or 0
    teams = list(db.session.scalars(sa.select(Team.id).order_by(Team.id)))
    areas = list(db.session.scalars(sa.select(Area.id).order_by(Area.id)))
    shifts = list(Shift)
    rows: list[Row] = []
    pool: list[Row] = []
    for place in range(max(0, people - standing)):
        person_id = world.id_for(Person)
        name = stock.person_name(place)
        reviews = place % 30 == 0
        roles = Role.EMPLOYEE.bit + (Role.REVIEWER.bit if reviews else 0)
        if reviews:
            pool.append((areas[place // 30 % len(areas)], person_id))
        rows.append(
            (
                person_id,
                name,
                f"{person_id}.{company.address(name)}",
                roles,
                world.chance.choice(stock.TITLES),
                world.chance.choice(teams),
                world.chance.choice(shifts).value,
                world.at.date() - timedelta(days=world.chance.randint(30, 5000)),
                True,
            )
        )
    copying.pour(Person, "id name email roles title team_id shift joined_on is_ranked", rows)
    copying.pour(AreaReviewer, "area_id person_id", pool)


def _support(world: World, ideas: int, votes: int) -> list[int]:
    """How many votes each idea gets: few for most, many for some, together just as many as wanted."""
    most = len(world.people) - 1
    weights = [world.chance.lognormvariate(0, 1.1) for _ in range(ideas)]
    total = sum(weights) or 1.0
    counts = [min(most, int(votes * weight / total)) for weight in weights]
    short = max(0, min(votes, most * ideas) - sum(counts))
    while short:
        for place in range(ideas):
            if short and counts[place] < most:
                counts[place] += 1
                short -= 1
    return counts
