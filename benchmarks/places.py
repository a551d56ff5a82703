"""Where the benchmarks run: a database of each kind with the large set, and gunicorn before it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config import ROOT
from tests.provisioning import postgresql

PROCESSES, THREADS = 2, 4
_HONEST = ("fsync", "synchronous_commit", "full_page_writes")  # the tests turn these off


@dataclass(frozen=True, slots=True)
class Place:
    """A database with the large set, and the process whose CPU time counts beside the server's."""

    kind: str
    url: str
    database_process: int | None

    def environment(self, folder: Path) -> dict[str, str]:
        return os.environ | {
            "DATABASE_URL": self.url,
            "INNOVATE_ENV": "production",
            "INNOVATE_INSTANCE": str(folder),
            "SECRET_KEY": "a key of the benchmarks",
        }


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder for one run, deleted afterwards."""
    made = Path(tempfile.mkdtemp(prefix="innovate-benchmarks-"))
    made.chmod(0o711)  # PostgreSQL, which may run as another user, walks through it
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextlib.contextmanager
def bare(kind: str, where: Path) -> Iterator[Place]:
    """A database of that kind, migrated and empty; gone afterwards."""
    made = Place("sqlite", f"sqlite:///{where / 'bench.sqlite3'}", None) if kind == "sqlite" else _postgresql(where)
    try:
        _flask(made, where, "db", "upgrade")
        yield made
    finally:
        if made.database_process:
            os.kill(made.database_process, signal.SIGINT)


@contextlib.contextmanager
def place(kind: str, where: Path, *, people: int, ideas: int, votes: int) -> Iterator[Place]:
    """A database of that kind, migrated and filled; gone afterwards."""
    with bare(kind, where) as made:
        print(f"{kind}: filling with {ideas:,} ideas and {votes:,} votes …", flush=True)
        began = time.monotonic()
        _flask(made, where, "demo", "--people", str(people), "--ideas", str(ideas), "--votes", str(votes))
        print(f"{kind}: filled in {time.monotonic() - began:.0f} s", flush=True)
        yield made


def _postgresql(where: Path) -> Place:
    """A server with the durability that production has."""
    address = postgresql.start(where)
    with psycopg.connect(address.format(name="postgres"), autocommit=True) as connection:
        for setting in _HONEST:
            connection.execute(f"ALTER SYSTEM SET {setting} = on")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE bench")
    process = int((where / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    return Place("postgresql", address.format(name="bench"), process)


def _flask(where: Place, folder: Path, *command: str) -> None:
    words = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    done = subprocess.run(words, cwd=ROOT, env=where.environment(folder), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"flask {' '.join(command)} failed:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def served(app: str, environment: dict[str, str], log: Path) -> Iterator[tuple[int, int]]:
    """Gunicorn with that application: its port and its process."""
    with socket.socket() as listener, log.open("wb") as output:
        listener.bind(("127.0.0.1", 0))
        listener.listen(256)
        port = listener.getsockname()[1]
        words = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--max-requests", "0", "--bind"]
        process = subprocess.Popen(
            [sys.executable, *words, f"fd://{listener.fileno()}", app],
            cwd=ROOT,
            env=environment | {"WEB_CONCURRENCY": str(PROCESSES), "WEB_THREADS": str(THREADS)},
            stdout=output,
            stderr=output,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
    try:
        _wait(port, process, log)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(40)


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            if process.poll() is not None:
                break
            time.sleep(0.1)
    raise SystemExit(f"The server did not answer:\n{log.read_text()[-3000:]}")
