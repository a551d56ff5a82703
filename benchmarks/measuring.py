"""One run of the benchmarks on one database: what it asks for, and the figures that it answers."""

import itertools
import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import accounting, places, visitors
from benchmarks.places import Place
from benchmarks.visitors import Visitor
from config import ROOT
from innovate.core.db import normal_url
from innovate.demo import company

VOTERS = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """One page under one load."""

    page: str
    connections: int
    cpu_ms: float
    per_second: float
    p50: float
    p95: float
    p99: float
    failed: int


@dataclass(frozen=True, slots=True)
class Storm:
    """Votes at once: how many a second, how long they took, and what became of them."""

    name: str
    per_second: float
    p99: float
    failed: int
    lost: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that was measured on one database."""

    kind: str
    hello: dict[int, Figure]
    figures: list[Figure]
    statements: dict[str, int]
    storms: list[Storm]
    start: float
    """Seconds of CPU time to load the application."""
    memory: float
    """Megabytes of the larger worker process, once all has been asked."""


def measure(made: Place, where: Path, loads: dict[int, int], storm: int) -> Report:
    """Serve that place and ask for everything; `loads` says how often at so many connections."""
    with places.served("benchmarks.hello:app", dict(os.environ), where / "hello.log") as (port, process):
        empty: list[dict[str, Any]] = [{"method": "GET", "path": "/"}]
        _load(port, empty * 40, 4)
        hello = {n: figure("hello", n, port, empty * (4 * times), (process,)) for n, times in loads.items()}
    logins = visitors.let_in(made.url, VOTERS)
    known = _known(made.url)
    with places.served("wsgi:app", made.environment(where), where / "server.log") as (port, process):
        people = [visitors.sign_in(port, *login) for login in logins]
        reader = visitors.sign_in(port, 0, company.address(company.ONE_OF_EACH[0]))
        roots = (process, made.database_process) if made.database_process else (process,)
        pages = _pages(reader, known)
        ballots = _ballots(people, known)
        figures = []
        for name, requests in pages.items():
            warm(port, requests)
            for connections, times in loads.items():
                sent = list(itertools.islice(itertools.cycle(requests), times))
                figures.append(figure(name, connections, port, sent, roots))
        _load(port, list(itertools.islice(ballots, 40)), 8)
        for connections, times in loads.items():
            sent = list(itertools.islice(ballots, min(times, 480)))
            figures.append(figure("vote", connections, port, sent, roots))
        storms = [
            _storm("spread", made.url, port, [[next(ballots) for _ in range(storm // VOTERS)] for _ in people]),
            _storm("one hot idea", made.url, port, [_toggling(one, known, storm // VOTERS) for one in people]),
        ]
        memory = accounting.megabytes(process)
    counts = _statements(made, where, known)
    return Report(made.kind, hello, figures, counts, storms, _start(made, where), memory)


def _start(made: Place, where: Path) -> float:
    """The least of three times that `import wsgi` takes."""
    words = [sys.executable, "-c", "import resource, wsgi; print(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))"]
    environment = made.environment(where)
    runs = [subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=True) for _ in range(3)]
    return min(float(run.stdout) for run in runs)


@dataclass(frozen=True, slots=True)
class Known:
    """Ideas that the requests speak of."""

    talked: list[int]
    open: list[int]
    hot: int
    votes: set[tuple[int, int]]
    authors: dict[int, int]


def _known(url: str) -> Known:
    engine = sa.create_engine(normal_url(url))
    with engine.connect() as connection:
        is_open = "stage_id IN (SELECT id FROM stages WHERE kind = 'open')"
        rows = connection.execute(sa.text(f"SELECT id, author_id FROM ideas WHERE {is_open} ORDER BY id")).all()  # noqa: S608 - our own words
        talked = connection.execute(sa.text("SELECT id FROM ideas ORDER BY comments DESC, id LIMIT 40")).scalars().all()
        given = connection.execute(sa.text("SELECT person_id, idea_id FROM votes")).all()
    engine.dispose()
    authors = {row.id: row.author_id for row in rows}
    taken = {(row.person_id, row.idea_id) for row in given}
    ids = list(authors)
    return Known(list(talked), ids[:-1], ids[-1], taken, authors)


def _pages(reader: Visitor, known: Known) -> dict[str, list[dict[str, Any]]]:
    words = (
        "label",
        "refund+e-mail",
        "lamp+brightness",
        "mattress",
        "kitchen+drawings",
        "fabric",
        "queue+ticket",
        "hinges",
    )
    return {
        "list": [reader.reads("/ideas")],
        "idea": [reader.reads(f"/ideas/{idea_id}") for idea_id in known.talked],
        "search": [reader.reads(f"/search?q={word}") for word in words],
        "home": [reader.reads("/")],
        "board": [reader.reads("/board")],
        "wall": [reader.reads("/recognition")],
    }


def _ballots(people: list[Visitor], known: Known) -> Any:
    """Votes that nobody has given yet, by all in turn, over all open ideas."""
    chance = random.Random(1)
    lanes = []
    for one in people:
        free = [i for i in known.open if known.authors[i] != one.person_id and (one.person_id, i) not in known.votes]
        chance.shuffle(free)
        lanes.append([one.votes(idea_id) for idea_id in free])
    return itertools.chain.from_iterable(zip(*lanes, strict=False))


def _toggling(one: Visitor, known: Known, times: int) -> list[dict[str, Any]]:
    """Vote for the hot idea and take back in turn; whoever has voted for it begins with taking back."""
    if known.authors[known.hot] == one.person_id:
        return []
    has_voted = (one.person_id, known.hot) in known.votes
    return [one.votes(known.hot, back=(turn % 2 == 1) is not has_voted) for turn in range(times)]


def warm(port: int, requests: list[dict[str, Any]]) -> None:
    """Ask for it before it counts."""
    _load(port, list(itertools.islice(itertools.cycle(requests), 48)), 8)


def _load(port: int, requests: list[dict[str, Any]], connections: int) -> dict[str, Any]:
    return _send(port, [requests[lane::connections] for lane in range(connections)])


def _send(port: int, lanes: list[list[dict[str, Any]]]) -> dict[str, Any]:
    plan = json.dumps({"port": port, "lanes": lanes})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"], input=plan, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"The load failed:\n{done.stderr[-3000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def figure(page: str, connections: int, port: int, requests: list[dict[str, Any]], roots: tuple[int, ...]) -> Figure:
    """One page under one load; `roots` are the processes whose CPU time counts."""
    before = accounting.seconds(*roots)
    seen = _load(port, requests, connections)
    cpu = accounting.seconds(*roots) - before
    times = sorted(one[0] * 1000 for one in seen["seen"])
    failed = sum(one[1] not in (200, 303, 304) for one in seen["seen"])
    quantiles = (_quantile(times, 0.5), _quantile(times, 0.95), _quantile(times, 0.99))
    return Figure(page, connections, cpu * 1000 / len(times), len(times) / seen["took"], *quantiles, failed)


def _quantile(times: list[float], part: float) -> float:
    return times[min(len(times) - 1, int(len(times) * part))]


def _storm(name: str, url: str, port: int, lanes: list[list[dict[str, Any]]]) -> Storm:
    """Send all lanes at once; votes that were answered must be rows, and counters must equal their rows."""
    before = _rows(url)
    seen = _send(port, lanes)
    failed = sum(one[1] != 200 for one in seen["seen"])
    expected = sum(1 if request["path"].endswith("/vote") else -1 for lane in lanes for request in lane)
    rows, drifted = _rows(url), _drifted(url)
    times = sorted(one[0] * 1000 for one in seen["seen"])
    lost = abs(rows - before - expected) + drifted if not failed else drifted
    return Storm(name, len(times) / seen["took"], _quantile(times, 0.99), failed, lost)


def _rows(url: str) -> int:
    return _number(url, "SELECT count(*) FROM votes")


def _drifted(url: str) -> int:
    counted = "SELECT count(*) FROM votes WHERE votes.idea_id = ideas.id"
    return _number(url, f"SELECT count(*) FROM ideas WHERE votes <> ({counted})")  # noqa: S608 - our own words


def _number(url: str, query: str) -> int:
    engine = sa.create_engine(normal_url(url))
    with engine.connect() as connection:
        found = int(connection.scalar(sa.text(query)) or 0)
    engine.dispose()
    return found


def _statements(made: Place, where: Path, known: Known) -> dict[str, int]:
    idea = [f"/ideas/{idea_id}" for idea_id in known.talked[:2]]
    elin = _number(made.url, f"SELECT id FROM people WHERE name = '{company.ONE_OF_EACH[0]}'")  # noqa: S608 - a constant
    free = [i for i in known.open if known.authors[i] != elin and (elin, i) not in known.votes][-2:]
    wanted = [
        ["list", "GET", "/ideas", "/ideas"],
        ["idea", "GET", *idea],
        ["search", "GET", "/search?q=label", "/search?q=label"],
        ["home", "GET", "/", "/"],
        ["board", "GET", "/board", "/board"],
        ["wall", "GET", "/recognition", "/recognition"],
        ["vote", "POST", *(f"/ideas/{one}/vote" for one in free)],
    ]
    return count_statements(made, where, wanted)


def count_statements(made: Place, where: Path, wanted: list[list[str]]) -> dict[str, int]:
    """How many statements each page takes at its second visit, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.statements"],
        input=json.dumps(wanted),
        cwd=ROOT,
        env=made.environment(where),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"Counting statements failed:\n{done.stderr[-3000:]}")
    counts: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return counts
