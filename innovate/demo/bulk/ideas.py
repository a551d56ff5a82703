"""One made-up idea with all that belongs to it, as rows."""

from __future__ import annotations

import hashlib
import random
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from innovate.core.db import Model
from innovate.core.journal import JournalEntry, canonical
from innovate.demo.bulk.copying import Row
from innovate.demo.bulk.paths import DAYS, LEADS_TO, moves_of, path_at
from innovate.demo.bulk.world import World
from innovate.demo.words import stock
from innovate.discussion.models import Comment
from innovate.experiments.models import Arm, Design, Direction, Experiment, ExperimentState, MetricKind
from innovate.ideas.commands.posting import summary
from innovate.ideas.models import Credit, CreditPart, Idea, IdeaMove, StageKind
from innovate.ideas.ranking import trend
from innovate.review.models import Assignment
from innovate.voting.models import Vote

SPAN = timedelta(days=3 * 365)  # over which the ideas were posted
COMMENTS_EACH = 5

COLUMNS: dict[type[Model], str] = {
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


def tell(world: World, tables: dict[type[Model], list[Row]], through: float, votes: int) -> None:
    """The rows of one idea; `through` says how far along the span it was posted."""
    chance = world.chance
    idea_id = world.id_for(Idea)
    author = chance.choice(world.people)
    area_id, leader = chance.choice(world.areas)
    posted = world.at - SPAN * (1 - through) * 0.999 - timedelta(minutes=chance.uniform(5, 60))
    path = path_at(chance, world.at - posted)
    told: list[tuple[datetime, str, int, dict[str, Any]]] = []
    lines = moves_of(world, idea_id, author, leader, posted, path, told)
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
    kind, entered = LEADS_TO[lines[-1][3]][0], lines[-1][12]
    due = entered + timedelta(days=DAYS[kind]) if kind in DAYS else None
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
    world: World,
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
    world: World, tables: dict[type[Model], list[Row]], idea_id: int, owner: int, since: date, title: str
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


def _chain(world: World, rows: list[Row], idea_id: int, told: list[tuple[datetime, str, int, dict[str, Any]]]) -> None:
    """The idea's stream of the journal, each entry hashed behind the one before."""
    stream, previous = f"idea:{idea_id}", ""
    for position, (at, name, actor, facts) in enumerate(sorted(told, key=lambda one: one[0]), start=1):
        payload = orjson.dumps({"actor_id": actor, "idea_id": idea_id, **facts}, option=orjson.OPT_SORT_KEYS).decode()
        text = canonical(stream, name, actor, at, payload)
        entry = hashlib.sha256((previous + text).encode()).hexdigest()
        rows.append((world.id_for(JournalEntry), stream, position, name, actor, at, payload, previous, entry))
        previous = entry
