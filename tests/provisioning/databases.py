"""Databases for tests: migrated once a run, copied for each worker, put back before each test.

Commands commit, and some tests open many connections, so a test is not undone by a rollback. The
database is put back to its template instead: SQLite by its backup interface, page for page, under
the connections that are open; PostgreSQL by deleting what is there, with triggers off, and
inserting again what the template held. Either takes a few milliseconds.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import psycopg
import pysqlite3.dbapi2 as sqlite_driver
from psycopg import sql

from config import ROOT
from tests.provisioning import postgresql, run

KINDS = ("sqlite", "postgresql")
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


class Database(Protocol):
    """A database of one worker: its address, and the way back to how it began."""

    url: str

    def reset(self) -> None:
        """Put every row and every counter back to the template's."""

    def close(self) -> None:
        """Let go of it."""


def template(kind: str, folder: Path, contents: str) -> str:
    """The address of a template of this run: `empty` is migrated, `demo` holds the demo company too."""
    makers: dict[str, Callable[[], str]] = {
        "empty": lambda: _make_empty(kind, folder),
        "demo": lambda: _make_demo(kind, folder),
    }
    return run.once(folder, f"{contents}-{kind}", makers[contents])


def copy_of(kind: str, folder: Path, contents: str, name: str) -> Database:
    """A database of that name, like the template."""
    source = template(kind, folder, contents)
    if kind == "sqlite":
        return SqliteDatabase(source, folder / f"{name}.sqlite3")
    return PostgresqlDatabase(source, server(folder), _prefix(folder) + name)


def server(folder: Path) -> str:
    """The PostgreSQL server of this run, with `{name}` in the place of the database's."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        base, _, options = given.partition("?")
        return f"{base.rpartition('/')[0]}/{{name}}{'?' if options else ''}{options}"
    return run.once(folder, "server", lambda: postgresql.start(folder))


def drop_all(folder: Path) -> None:
    """Remove this run's databases from a server that outlives it."""
    if os.environ.get("TEST_DATABASE_URL"):
        with _administrator(server(folder)) as connection:
            ours = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
            for (name,) in connection.execute(ours, [_prefix(folder)]).fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def environment(folder: Path, url: str) -> dict[str, str]:
    """The environment of a program of ours that works on that database."""
    return os.environ | {
        "DATABASE_URL": url,
        "INNOVATE_ENV": "testing",
        "INNOVATE_DEMO": "1",
        "INNOVATE_INSTANCE": str(folder / "instance"),
        "SECRET_KEY": "a key of the tests",
        "PYTHONWARNINGS": "error",
    }


class SqliteDatabase:
    """A file, put back page by page."""

    def __init__(self, source: str, path: Path) -> None:
        self.url = f"sqlite:///{path}"
        self._template = sqlite_driver.connect(source, check_same_thread=False)
        self._own = sqlite_driver.connect(path, check_same_thread=False, timeout=5)
        self._own.execute("PRAGMA synchronous=OFF")
        self.reset()

    def reset(self) -> None:
        """Copy the template over the file; the connections that are open see it at their next statement."""
        self._template.backup(self._own)

    def close(self) -> None:
        """Close both files."""
        self._template.close()
        self._own.close()


@dataclass
class PostgresqlDatabase:
    """A database of a server, emptied and filled again by one statement list prepared at the start."""

    source: str
    server: str
    name: str
    url: str = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.server.format(name=self.name)
        _create(self.server, self.name, self.source)
        self._connection = psycopg.connect(self.url, autocommit=True)
        self._connection.execute("SET client_min_messages = warning; SET lock_timeout = '5s'")
        self._statements = self._plan()

    def reset(self) -> None:
        """Delete every row, triggers off, and insert the template's again."""
        self._connection.execute(self._statements)

    def close(self) -> None:
        """Drop it: its name may be wanted again."""
        self._connection.close()
        with _administrator(self.server) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self.name)))

    def _plan(self) -> sql.Composed:
        tables = self._names("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for table in tables if table != "alembic_version"]
        steps: list[sql.Composable] = [sql.SQL("BEGIN; SET LOCAL session_replication_role = replica")]
        steps += [sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in tables]
        self._connection.execute("CREATE SCHEMA pristine")
        for table in tables:
            if self._names(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(table))):
                steps.append(self._refill(table))
        sequences = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        for name, last in self._connection.execute(sequences).fetchall():
            value, is_used = sql.Literal(last or 1), sql.Literal(last is not None)
            steps.append(sql.SQL("SELECT setval({}, {}, {})").format(sql.Literal(f'"{name}"'), value, is_used))
        return sql.SQL("; ").join([*steps, sql.SQL("COMMIT")])

    def _refill(self, table: str) -> sql.Composed:
        columns = """SELECT column_name FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name = {} AND is_generated = 'NEVER' ORDER BY ordinal_position"""
        names = sql.SQL(", ").join(map(sql.Identifier, self._names(sql.SQL(columns).format(sql.Literal(table)))))
        own, kept = sql.Identifier("public", table), sql.Identifier("pristine", table)
        self._connection.execute(sql.SQL("CREATE TABLE {} AS SELECT {} FROM {}").format(kept, names, own))
        refill = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {}")
        return refill.format(own, names, names, kept)

    def _names(self, query: Any) -> list[Any]:
        return [row[0] for row in self._connection.execute(query).fetchall()]


def _make_empty(kind: str, folder: Path) -> str:
    if kind == "sqlite":
        path = folder / "empty.sqlite3"
        flask(folder, f"sqlite:///{path}", "db", "upgrade")
        return str(path)
    address, name = server(folder), f"{_prefix(folder)}empty"
    _create(address, name, "template0")
    flask(folder, address.format(name=name), "db", "upgrade")
    return name


def _make_demo(kind: str, folder: Path) -> str:
    source = template(kind, folder, "empty")
    if kind == "sqlite":
        path = folder / "demo.sqlite3"
        database: Database = SqliteDatabase(source, path)
        flask(folder, database.url, "demo")
        database.close()
        return str(path)
    address, name = server(folder), f"{_prefix(folder)}demo"
    _create(address, name, source)
    flask(folder, address.format(name=name), "demo")
    return name


def flask(folder: Path, url: str, *command: str) -> None:
    """Run a command of ours on that database; RuntimeError with all it said when it fails."""
    done = subprocess.run(
        [*FLASK, *command], env=environment(folder, url), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(command)} failed on {url}:\n{done.stdout}{done.stderr}")


def _prefix(folder: Path) -> str:
    return folder.name.replace("-", "_") + "_"


def _administrator(address: str) -> psycopg.Connection:
    return psycopg.connect(address.format(name="postgres"), autocommit=True)


def _create(address: str, name: str, source: str) -> None:
    with _administrator(address) as connection:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        connection.execute(make)
