"""Large sets for measuring: made-up people, ideas, votes and comments, poured in at once and true in every count."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa

from innovate.accounts.models import Person, Shift, Team
from innovate.areas.models import Area, AreaReviewer
from innovate.core.clock import now
from innovate.core.db import Model, db, is_sqlite
from innovate.core.journal import JournalEntry, canonical
from innovate.core.markdown import render
from innovate.demo import company
from innovate.demo.words import stock
from innovate.discussion.models import Comment
from innovate.experiments.models import Arm, Design, Direction, Experiment, ExperimentState, MetricKind
from innovate.ideas.commands.posting import summary
from innovate.ideas.models import Credit, CreditPart, DeclineReason, Idea, IdeaMove, Outcome, Stage, StageKind
from innovate.ideas.ranking import trend
from innovate.permissions import Role
from innovate.review.models import Assignment
from innovate.search.subscribers import note_words_of
from innovate.voting.models import Vote

SEED = 7_411
CHUNK = 500  # ideas poured at a time
SPAN = timedelta(days=3 * 365)  # over which the ideas were posted
VOTES_EACH, COMMENTS_EACH = 20, 5
Watch = Callable[[Sequence[int], int], Iterable[int]]
Row = tuple[Any, ...]

# How far ideas have come: the moves after the first, and how common that is.
_PATHS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (30, ()),
    (4, ("take_up",)),
    (2, ("take_up", "approve")),
    (1, ("take_up", "approve", "conclude")),
    (12, ("take_up", "approve", "conclude", "recognise")),
    (40, ("take_up", "decline")),
    (6, ("take_up", "park")),
    (5, ("withdraw",)),
)
_EVENTS = {
    "submit": "IdeaSubmitted",
    "take_up": "IdeaTakenUp",
    "approve": "IdeaApproved",
    "conclude": "ExperimentConcluded",
    "recognise": "IdeaRecognised",
    "decline": "IdeaDeclined",
    "park": "IdeaParked",
    "withdraw": "IdeaWithdrawn",
}
_LEADS_TO: dict[str, tuple[StageKind, Outcome | None]] = {
    "submit": (StageKind.OPEN, None),
    "take_up": (StageKind.REVIEW, None),
    "approve": (StageKind.EXPERIMENT, None),
    "conclude": (StageKind.REWARD, None),
    "recognise": (StageKind.CLOSED, Outcome.LEARNED),
    "decline": (StageKind.CLOSED, Outcome.DECLINED),
    "park": (StageKind.CLOSED, Outcome.PARKED),
    "withdraw": (StageKind.CLOSED, Outcome.WITHDRAWN),
}
_REASONS = {
    "approve": "Both reviewers are for it. Let us try it on every second order.",
    "conclude": "**Stop.** The number hardly moved. We keep the new text, as it does no harm.",
    "recognise": "A fair test with a clear answer.",
    "decline": "Thank you for writing it down. The cost is higher than what customers would notice.",
    "park": "Good, and too early: the new order page comes first.",
}
_DAYS = {StageKind.OPEN: 14, StageKind.REVIEW: 10, StageKind.EXPERIMENT: 60, StageKind.REWARD: 14}


@dataclass(slots=True)
class _World:
    """What stands before the pouring begins, and the ids that come next."""

    chance: random.Random
    at: datetime
    people: list[int] = field(default_factory=list)
    team_of: dict[int, int | None] = field(default_factory=dict)
    areas: list[tuple[int, int]] = field(default_factory=list)  # id, leader
    reviewers: dict[int, list[int]] = field(default_factory=dict)
    stages: dict[StageKind, int] = field(default_factory=dict)
    next_id: dict[str, Iterator[int]] = field(default_factory=dict)

    def id_for(self, table: type[Model]) -> int:
        name = table.__tablename__
        if name not in self.next_id:
            last = db.session.scalar(sa.select(sa.func.max(table.__table__.c.id))) or 0
            self.next_id[name] = itertools.count(last + 1)
        return next(self.next_id[name])


def pour(*, people: int, ideas: int, votes: int | None, watch: Watch) -> None:
    """Fill up to so many people and ideas, with so many votes in all, within the transaction that is open."""
    if not is_sqlite():
        db.session.execute(sa.text("SET LOCAL statement_timeout = 0"))
    world = _World(random.Random(SEED), now())
    _hire(world, people)
    _look_around(world)
    missing = max(0, ideas - (db.session.scalar(sa.select(sa.func.count(Idea.id))) or 0))
    wanted = votes if votes is not None else VOTES_EACH * ideas
    support = _support(world, missing, wanted - (db.session.scalar(sa.select(sa.func.count(Vote.id))) or 0))
    for start in watch(range(0, missing, CHUNK), missing):
        tables: dict[type[Model], list[Row]] = {table: [] for table in _COLUMNS}
        for place in range(start, min(start + CHUNK, missing)):
            _tell(world, tables, place / max(missing, 1), support[place])
        for table, rows in tables.items():
            _pour(table, _COLUMNS[table], rows)
        for idea_id, title, problem, _, proposal, *_ in tables[Idea]:
            note_words_of(idea_id, title, f"{problem}\n\n{proposal}")
    _set_sequences(world)


def _hire(world: _World, people: int) -> None:
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
    _pour(Person, "id name email roles title team_id shift joined_on is_ranked", rows)
    _pour(AreaReviewer, "area_id person_id", pool)


def _look_around(world: _World) -> None:
    for person_id, team_id in db.session.execute(sa.select(Person.id, Person.team_id).order_by(Person.id)):
        world.people.append(person_id)
        world.team_of[person_id] = team_id
    world.areas = [(row.id, row.leader_id) for row in db.session.execute(sa.select(Area.id, Area.leader_id))]
    for row in db.session.execute(sa.select(AreaReviewer.area_id, AreaReviewer.person_id)):
        world.reviewers.setdefault(row.area_id, []).append(row.person_id)
    for stage in db.session.scalars(sa.select(Stage).order_by(Stage.position.desc())):
        world.stages[stage.kind] = stage.id


def _support(world: _World, ideas: int, votes: int) -> list[int]:
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


# One idea, with all that belongs to it.

_COLUMNS: dict[type[Model], str] = {
    Idea: "id title problem problem_html proposal proposal_html effect effect_html summary area_id author_id team_id "
    "stage_id outcome votes comments trend round submitted_at entered_at due_at revive_when owner_id version",
    Credit: "id idea_id person_id part",
    IdeaMove: "id idea_id position move from_stage_id to_stage_id outcome actor_id reason reason_html reason_code details "
    "at due_at is_kept",
    Vote: "id idea_id person_id at",
    Comment: "id idea_id author_id parent_id body body_html at version",
    Assignment: "id idea_id round reviewer_id assigned_at",
    Experiment: "id idea_id round state change customers insight metric metric_kind unit direction baseline target design "
    "owner_id budget_cents is_reserved spent_cents starts_on ends_on result lesson lesson_html version",
    Arm: "id experiment_id name is_control position",
    JournalEntry: "id stream position name actor_id at payload previous hash",
}


def _tell(world: _World, tables: dict[type[Model], list[Row]], through: float, votes: int) -> None:
    """The rows of one idea; `through` says how far along the span it was posted."""
    chance = world.chance
    idea_id = world.id_for(Idea)
    author = chance.choice(world.people)
    area_id, leader = chance.choice(world.areas)
    posted = world.at - SPAN * (1 - through) * 0.999 - timedelta(minutes=chance.uniform(5, 60))
    path = _path(chance, world.at - posted)
    told: list[tuple[datetime, str, int, dict[str, Any]]] = []
    lines = _moves(world, idea_id, author, leader, posted, path, told)
    stage_id, outcome = lines[-1][5], lines[-1][6]
    voting_ends = lines[1][12] if len(lines) > 1 else world.at
    voters = _others(chance, world.people, author, votes)
    for count, (at, voter) in enumerate(zip(_moments(chance, posted, voting_ends, votes), voters, strict=True), 1):
        tables[Vote].append((world.id_for(Vote), idea_id, voter, at))
        told.append((at, "VoteCast", voter, {"votes": count, "enough": None}))
    comments = _comments(world, tables, idea_id, posted, told)
    tables[IdeaMove] += lines
    tables[Credit].append((world.id_for(Credit), idea_id, author, CreditPart.AUTHOR.value))
    title, problem, proposal = stock.idea_words(chance)
    kind, entered = _LEADS_TO[lines[-1][3]][0], lines[-1][12]
    due = entered + timedelta(days=_DAYS[kind]) if kind in _DAYS else None
    owner = chance.choice(world.people) if kind in (StageKind.EXPERIMENT, StageKind.REWARD) else None
    words = (title, problem, f"<p>{problem}</p>\n", proposal, f"<p>{proposal}</p>\n", "", "", summary(problem))
    standing = (area_id, author, world.team_of[author], stage_id, outcome, votes, comments, trend(votes, posted))
    rest = (int("take_up" in path), posted, entered, due, "", owner, len(lines))
    tables[Idea].append((idea_id, *words, *standing, *rest))
    if kind is StageKind.REVIEW:
        pool = [one for one in world.reviewers.get(area_id, ()) if one != author]
        for reviewer in chance.sample(pool, min(3, len(pool))):
            tables[Assignment].append((world.id_for(Assignment), idea_id, 1, reviewer, entered))
    if owner is not None and kind is StageKind.EXPERIMENT:
        _experiment(world, tables, idea_id, owner, entered.date(), title)
    _chain(world, tables[JournalEntry], idea_id, told)


def _path(chance: random.Random, age: timedelta) -> tuple[str, ...]:
    """How far an idea of that age has come; the newest are still open, the old ones are mostly closed."""
    if age < timedelta(days=9):
        return ()
    if age > timedelta(days=200):
        return chance.choices([path for _, path in _PATHS[4:]], [weight for weight, _ in _PATHS[4:]])[0]
    return chance.choices([path for _, path in _PATHS], [weight for weight, _ in _PATHS])[0]


def _moves(
    world: _World,
    idea_id: int,
    author: int,
    leader: int,
    posted: datetime,
    path: tuple[str, ...],
    told: list[tuple[datetime, str, int, dict[str, Any]]],
) -> list[Row]:
    """The history's lines, each a while after the one before, and their events."""
    lines: list[Row] = []
    stage: int | None = None
    at, due = posted, None
    pace = min(1.0, (world.at - posted) / timedelta(days=130))
    for position, name in enumerate(("submit", *path), start=1):
        if position > 1:
            at = at + timedelta(days=world.chance.uniform(3, 28)) * pace
        kind, outcome = _LEADS_TO[name]
        actor = author if name in ("submit", "withdraw") else leader
        reason = _REASONS.get(name, "")
        line_id = world.id_for(IdeaMove)
        code = DeclineReason.TOO_COSTLY.value if name == "decline" else None
        ended = outcome.value if outcome else None
        to = world.stages[kind]
        words = (reason, _html(reason), code, "{}")
        kept = None if due is None else at <= due
        lines.append((line_id, idea_id, position, name, stage, to, ended, actor, *words, at, due, kept))
        told.append((at, _EVENTS[name], actor, {"move_id": line_id}))
        stage, due = to, at + timedelta(days=_DAYS[kind]) if kind in _DAYS else None
    return lines


_rendered: dict[str, str] = {}


def _html(source: str) -> str:
    if source not in _rendered:
        _rendered[source] = str(render(source))
    return _rendered[source]


def _others(chance: random.Random, people: list[int], author: int, how_many: int) -> list[int]:
    """So many people, each once, and not the author."""
    found = chance.sample(people, min(len(people), how_many + 1))
    if author in found:
        found.remove(author)
    return found[:how_many]


def _moments(chance: random.Random, since: datetime, until: datetime, how_many: int) -> list[datetime]:
    """Moments in order, more of them early on."""
    return [since + (until - since) * part for part in sorted(chance.random() ** 2 for _ in range(how_many))]


def _comments(
    world: _World,
    tables: dict[type[Model], list[Row]],
    idea_id: int,
    posted: datetime,
    told: list[tuple[datetime, str, int, dict[str, Any]]],
) -> int:
    chance = world.chance
    how_many = min(200, int(chance.expovariate(1 / COMMENTS_EACH) + 0.5))
    parent: int | None = None
    for at in _moments(chance, posted, min(world.at, posted + timedelta(days=40)), how_many):
        comment_id, by = world.id_for(Comment), chance.choice(world.people)
        above = parent if parent and chance.random() < 0.4 else None
        body = stock.comment_words(chance)
        tables[Comment].append((comment_id, idea_id, by, above, body, f"<p>{body}</p>\n", at, 1))
        told.append((at, "CommentPosted", by, {"comment_id": comment_id}))
        parent = above or comment_id
    return how_many


def _experiment(
    world: _World, tables: dict[type[Model], list[Row]], idea_id: int, owner: int, since: date, title: str
) -> None:
    """A planned one, not started, without a budget."""
    experiment_id = world.id_for(Experiment)
    hypothesis = (f"{title[0].lower()}{title[1:]}", "customers of the test group", "many ask for it", "Settled at once")
    numbers = (MetricKind.SHARE.value, "", Direction.UP.value, 0.55, 0.62, Design.PARALLEL.value)
    days = (since + timedelta(days=3), since + timedelta(days=31))
    money = (owner, 0, False, 0)
    tables[Experiment].append(
        (experiment_id, idea_id, 1, ExperimentState.PLANNED.value, *hypothesis, *numbers, *money, *days, "", "", "", 1)
    )
    for position, name in enumerate(("As today", "New way")):
        tables[Arm].append((world.id_for(Arm), experiment_id, name, position == 0, position))


def _chain(world: _World, rows: list[Row], idea_id: int, told: list[tuple[datetime, str, int, dict[str, Any]]]) -> None:
    """The idea's stream of the journal, each entry hashed behind the one before."""
    stream, previous = f"idea:{idea_id}", ""
    for position, (at, name, actor, facts) in enumerate(sorted(told, key=lambda one: one[0]), start=1):
        payload = orjson.dumps({"actor_id": actor, "idea_id": idea_id, **facts}, option=orjson.OPT_SORT_KEYS).decode()
        text = canonical(stream, name, actor, at, payload)
        entry = hashlib.sha256((previous + text).encode()).hexdigest()
        rows.append((world.id_for(JournalEntry), stream, position, name, actor, at, payload, previous, entry))
        previous = entry


# Pouring: many rows at once, in each database's quickest way.


def _pour(table: type[Model], columns: str, rows: list[Row]) -> None:
    """Insert rows of plain values: COPY on PostgreSQL, one prepared statement on SQLite."""
    names = columns.split()
    if not rows:
        return
    driver = db.session.connection().connection.cursor()
    listed = ", ".join(names)
    if is_sqlite():
        marks = ", ".join("?" * len(names))
        statement = f"INSERT INTO {table.__tablename__} ({listed}) VALUES ({marks})"  # noqa: S608 - our own names
        driver.executemany(statement, [tuple(map(_for_sqlite, row)) for row in rows])
    else:
        with driver.copy(f"COPY {table.__tablename__} ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    driver.close()


def _for_sqlite(value: Any) -> Any:
    """A moment or a day as SQLAlchemy keeps it there."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def _set_sequences(world: _World) -> None:
    """On PostgreSQL, rows that come after these get ids behind them."""
    if is_sqlite():
        return
    for name, ids in world.next_id.items():
        found = db.session.scalar(sa.select(sa.func.pg_get_serial_sequence(name, "id")))
        if found:
            db.session.execute(sa.select(sa.func.setval(found, next(ids), False)))
