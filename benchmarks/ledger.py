"""The ledger at its size: `python -m benchmarks.ledger` fills it, and measures statements, closed months, the proof."""

import argparse
import itertools
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite_driver

from benchmarks import places, visitors
from benchmarks.measuring import count_statements, figure, warm
from benchmarks.places import Place
from config import ROOT
from innovate.demo import company

BATCH = 50_000  # journals written at a time
HOT = 0.04  # of all kudos go to the one who reads their wallet
TABLES = ("postings", "ledger_journals", "awards")
JOURNAL = ("id", "key", "kind", "reason", "actor_id", "at")
POSTING = ("journal_id", "account_id", "at", "amount", "balance", "received")
INDEX = "CREATE INDEX ix_postings_account ON postings (account_id, at, id)"
Rows = list[tuple[Any, ...]]


@dataclass
class Books:
    """Accounts and what they hold, as the made-up movements go on."""

    company: int
    opening: int
    catalogue: int
    expired: int
    give: list[int]
    spend: list[int]
    reader: int
    actor: int
    held: dict[int, int] = field(default_factory=dict)
    got: dict[int, int] = field(default_factory=dict)
    last: dict[int, datetime] = field(default_factory=dict)

    def movements(self, postings: int, starts: datetime, ends: datetime) -> Iterator[tuple[Rows, Rows]]:
        """Journals and their postings, in batches, spread over that time."""
        chance, journals = random.Random(5), postings // 2
        step = (ends - starts) / (journals + 1)
        for begin in range(0, journals, BATCH):
            heads: Rows = []
            legs: Rows = []
            for place in range(begin, min(begin + BATCH, journals)):
                at = starts + step * (place + 1)
                kind, source, target, points = self._next(chance, place)
                head = f"{int(at.timestamp() * 1000):012x}"
                id_ = f"{head[:8]}-{head[8:]}-7000-8000-{place:012x}"
                heads.append((id_, f"bench:{place}", kind, "Made up", self.actor, at))
                for account, amount in ((source, -points), (target, points)):
                    balance = self.held.get(account, 0) + amount
                    received = self.got.get(account, 0) + max(amount, 0)
                    self.held[account], self.got[account], self.last[account] = balance, received, at
                    legs.append((id_, account, at, amount, balance, received))
            yield heads, legs

    def _next(self, chance: random.Random, place: int) -> tuple[str, int, int, int]:
        if place == 0 or self.held[self.company] < 1_000:
            return "funding", self.opening, self.company, 1_000_000_000
        lot, person = chance.random(), int(chance.random() * len(self.spend))
        give, spend = self.give[person], self.spend[person]
        if lot < 0.35:
            return "award", self.company, self.reader if lot < 0.35 * HOT else spend, 10 + person % 90
        if lot < 0.5 or (lot < 0.85 and self.held.get(give, 0) < 5):
            return "allowance", self.company, give, 50
        if lot < 0.85:
            other = self.reader if lot > 0.85 - HOT else self.spend[int(chance.random() * len(self.spend))]
            return "kudos", give, other, 5
        if lot < 0.95 and self.held.get(spend, 0) >= 20:
            return "redemption", spend, self.catalogue, 20
        if self.held.get(give, 0) > 0:
            return "expiry", give, self.expired, self.held[give]
        return "award", self.company, spend, 10


def main() -> None:
    """Fill and measure each database that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--postings", type=int, default=5_000_000)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    options = parser.parse_args()
    for kind in options.databases:
        with places.folder() as where, places.place(kind, where, people=options.people, ideas=0, votes=0) as made:
            _told("filled", lambda made=made: _fill(made, options.postings))
            _pages(made, where)
            _told("12 months closed", lambda made=made, where=where: _close(made, where))
            _told("proved", lambda made=made, where=where: _check(made, where))


def _told(what: str, work: Any) -> None:
    began = time.monotonic()
    cpu = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = work()
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = spent.ru_utime + spent.ru_stime - cpu.ru_utime - cpu.ru_stime
    print(f"{what}: {time.monotonic() - began:.1f} s, {seconds:.1f} s CPU of its process {result or ''}", flush=True)


def _fill(made: Place, postings: int) -> str:
    now = datetime.now(UTC)  # noqa: TID251 - the machine's own
    ends = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - timedelta(seconds=1)
    starts = ends.replace(year=ends.year - 1) + timedelta(seconds=2)
    if made.kind == "sqlite":
        return _fill_sqlite(made, postings, starts, ends)
    return _fill_postgresql(made, postings, starts, ends)


def _books(run: Any) -> Books:
    """The company's accounts, and two for each person, opened now."""
    of = dict(run("SELECT kind, id FROM accounts WHERE person_id IS NULL AND area_id IS NULL AND team_id IS NULL"))
    people = [row[0] for row in run("SELECT id FROM people ORDER BY id")]
    reader = run(f"SELECT id FROM people WHERE name = '{company.ONE_OF_EACH[0]}'")[0][0]  # noqa: S608 - a constant
    personal = {(row[0], row[1]): row[2] for row in run("SELECT kind, person_id, id FROM accounts WHERE person_id > 0")}
    give, spend = ([personal[kind, one] for one in people] for kind in ("give", "spend"))
    return Books(
        of["company"], of["opening"], of["catalogue"], of["expired"], give, spend, personal["spend", reader], people[0]
    )


EMPTY = (
    "UPDATE awards SET ledger_journal_id = NULL, points = 0, badge_id = (SELECT min(id) FROM badges)",
    *(f"DELETE FROM {table}" for table in ("award_parts", "redemptions", "kudos_receivers", "kudos")),  # noqa: S608 - ours
    "DELETE FROM postings",
    "DELETE FROM ledger_journals",
    "UPDATE accounts SET balance = 0, received = 0, moved_at = NULL",
    """INSERT INTO accounts (kind, person_id, is_overdrawable, balance, received)
        SELECT kinds.kind, people.id, {no}, 0, 0 FROM people
        CROSS JOIN (SELECT 'give' AS kind UNION SELECT 'spend') AS kinds WHERE NOT EXISTS
        (SELECT 1 FROM accounts WHERE accounts.person_id = people.id AND accounts.kind = kinds.kind)""",
)


def _fill_sqlite(made: Place, postings: int, starts: datetime, ends: datetime) -> str:
    file = sqlite_driver.connect(made.url.removeprefix("sqlite:///"), isolation_level=None)
    run = file.execute
    for pragma in ("foreign_keys=OFF", "synchronous=OFF", "cache_size=-200000"):
        run(f"PRAGMA {pragma}")
    triggers = run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    run("BEGIN")
    for name, _ in triggers:
        run(f"DROP TRIGGER {name}")
    for words in EMPTY:
        run(words.format(no=0))
    run("DROP INDEX ix_postings_account")
    books = _books(lambda words: run(words).fetchall())

    def plain(rows: Rows, at: int) -> Iterator[tuple[Any, ...]]:
        return ((*row[:at], f"{row[at]:%Y-%m-%d %H:%M:%S.%f}", *row[at + 1 :]) for row in rows)

    for heads, legs in books.movements(postings, starts, ends):
        file.executemany(_insert("ledger_journals", JOURNAL), plain(heads, 5))
        file.executemany(_insert("postings", POSTING), plain(legs, 2))
    held = [(books.held[one], books.got[one], f"{books.last[one]:%Y-%m-%d %H:%M:%S.%f}", one) for one in books.held]
    file.executemany("UPDATE accounts SET balance = ?, received = ?, moved_at = ? WHERE id = ?", held)
    run(INDEX)
    for _, words in triggers:
        run(words)
    run("COMMIT")
    run("PRAGMA wal_checkpoint(TRUNCATE)")
    file.close()
    return f"with {postings:,} postings on {len(books.held):,} accounts"


def _insert(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - ours


def _fill_postgresql(made: Place, postings: int, starts: datetime, ends: datetime) -> str:
    with psycopg.connect(made.url) as server:
        server.execute("SET session_replication_role = replica")
        for words in EMPTY:
            server.execute(words.format(no="false"))
        server.execute("DROP INDEX ix_postings_account")
        books = _books(lambda words: server.execute(words).fetchall())
        for heads, legs in books.movements(postings, starts, ends):
            for table, columns, rows in (("ledger_journals", JOURNAL, heads), ("postings", POSTING, legs)):
                with server.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
        held = [(books.held[one], books.got[one], books.last[one], one) for one in books.held]
        update = "UPDATE accounts SET balance = %s, received = %s, moved_at = %s WHERE id = %s"
        server.cursor().executemany(update, held)
        server.execute(INDEX)
    with psycopg.connect(made.url, autocommit=True) as server:
        server.execute("VACUUM ANALYZE")
    return f"with {postings:,} postings on {len(books.held):,} accounts"


def _pages(made: Place, where: Path) -> None:
    """The wallet of somebody with very many movements, the company's statement, a month of it, and a deep page."""
    with places.served("benchmarks.hello:app", dict(os.environ), where / "hello.log") as (port, process):
        warm(port, [{"method": "GET", "path": "/"}])
        hello = figure("hello", 8, port, [{"method": "GET", "path": "/"}] * 1_200, (process,))
    print(f"hello: {hello.cpu_ms:.2f} ms CPU", flush=True)
    names = {"wallet": company.ONE_OF_EACH[0], "statement": "Birgitta Sandell"}
    last = (datetime.now(UTC).replace(day=1) - timedelta(days=40)).strftime("%Y-%m")  # noqa: TID251 - the machine's own
    with places.served("wsgi:app", made.environment(where), where / "server.log") as (port, process):
        elin, birgitta = (visitors.sign_in(port, 0, company.address(name)) for name in names.values())
        roots = (process, made.database_process) if made.database_process else (process,)
        wanted = {
            "wallet": elin.reads("/wallet"),
            "wallet, one month": elin.reads(f"/wallet?month={last}"),
            "company's statement": birgitta.reads("/rewards/accounts/2"),
            "company's statement, one month": birgitta.reads(f"/rewards/accounts/2?month={last}"),
        }
        for name, request in wanted.items():
            warm(port, [request])
            seen = figure(name, 8, port, list(itertools.repeat(request, 240)), roots)
            ratio = seen.cpu_ms / hello.cpu_ms
            print(f"{name}: {ratio:.1f} x hello, {seen.p95:.0f} ms p95, {seen.failed} failed", flush=True)
    counts = count_statements(made, where, [["wallet", "GET", "/wallet", "/wallet"]])
    print(f"statements: {counts}", flush=True)


CLOSING = """
from datetime import timedelta
import sqlalchemy as sa
from innovate import worker
from innovate.accounts.models import Person
from innovate.app import create_app
from innovate.core.db import db
from innovate.core.transaction import transaction
from innovate.permissions import Role
from innovate.rewards import commands, queries
with create_app().app_context():
    for _ in range(12):
        with transaction():
            hr = db.session.scalars(sa.select(Person).where(Person.holds(Role.HR)).limit(1)).one()
            month = commands.close_month(hr, month=queries.next_to_close()).id
        while worker.close_months():
            pass
        report = queries.month_report(month)
        assert report.month.is_closed, report.month.problem
    print(report.month.name, report.month.owed)
"""


PROVING = """
import atexit, resource, sys
from flask.cli import main
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MB at most"))
sys.argv = ["flask", "--app", "wsgi", "ledger", "check"]
main()
"""


def _close(made: Place, where: Path) -> str:
    return _python(made, where, "-c", CLOSING)


def _check(made: Place, where: Path) -> str:
    return _python(made, where, "-c", PROVING)


def _python(made: Place, where: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=made.environment(where), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}")
    return done.stdout.strip()


if __name__ == "__main__":
    main()
