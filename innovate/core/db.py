"""The database: the model base, the engines and their settings, and all that SQLite and PostgreSQL do differently."""

import enum
import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, make_transient_to_detached, registry
from sqlalchemy.pool import ConnectionPoolEntry

try:  # a newer SQLite than the interpreter's: versions up to 3.51.2 can corrupt a WAL database
    import pysqlite3.dbapi2 as sqlite_driver
except ImportError:  # pragma: no cover - the interpreter's own is new enough there
    import sqlite3 as sqlite_driver

SAFE_SQLITE = (3, 51, 3)
RESTED = 5.0  # seconds, after which a connection to PostgreSQL may have been cut
IN_TRANSACTION = 2  # psycopg.pq.TransactionStatus.INTRANS; a server on SQLite loads no psycopg
BigId = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware moment; UTC in the database and in Python, on either database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        return _moment_of_text if dialect.name == "sqlite" else _moment_in_utc


@lru_cache(maxsize=20_000)
def _moment_of_text(text: str | None) -> datetime | None:
    """SQLite keeps a moment as text; lists read the same ones again and again."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _moment_in_utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


class Model(DeclarativeBase):
    """The base of every table; an enum is stored as its value with a check, a moment as UTC."""

    registry = registry(
        metadata=sa.MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UtcDateTime(),
            dict[str, Any]: _json(),
            list[str]: _json(),
            enum.Enum: sa.Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=True,
                length=24,
                values_callable=lambda kinds: [kind.value for kind in kinds],
            ),
        },
    )


db: SQLAlchemy = SQLAlchemy(model_class=Model, disable_autonaming=True, session_options={"autoflush": True})

_writing: ContextVar[bool] = ContextVar("writing", default=True)
_sqlite_writer = threading.Lock()


@contextmanager
def reading() -> Iterator[None]:
    """Within this block a transaction cannot write, on either database."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Within this block a transaction may write, and on SQLite takes the one writer's place at once."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def engine_options(url: str) -> dict[str, Any]:
    """What `create_engine` needs for that address."""
    if url.startswith("sqlite"):
        return {
            "hide_parameters": True,  # an error's words go to the log, and hold none of people's
            "module": sqlite_driver,
            "connect_args": {"isolation_level": None, "timeout": 10, "cached_statements": 512},
            "pool_size": 16,
            "max_overflow": 16,
        }
    return {
        "hide_parameters": True,
        "pool_size": 8,
        "max_overflow": 8,
        "connect_args": {"options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=5000"},
    }


def normal_url(url: str) -> str:
    """The address with our driver named: `postgres://` and `postgresql://` both mean psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def prepare(engine: Engine) -> None:
    """Take transaction control of this engine and set each connection up; refuses a SQLite that is not safe."""
    if engine.dialect.name == "sqlite":
        if sqlite_driver.sqlite_version_info < SAFE_SQLITE:
            raise RuntimeError("This SQLite can corrupt what two processes write: install pysqlite3 or use PostgreSQL.")
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine.pool, "checkin", _leave_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)
        event.listen(engine.pool, "checkin", _note_rest)
        event.listen(engine.pool, "checkout", _wake)
        engine.dialect.do_rollback = _end_on_postgresql  # type: ignore[assignment, method-assign]  # there is no event for it


def _set_up_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # or REPLACE would take a row out past the triggers that keep it
        "busy_timeout=10000",
        "mmap_size=0",
        "cache_size=-2000",  # KB for each connection; the system keeps the file at hand as well
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("sha256_hex", 1, _sha256_hex, deterministic=True)
    connection.create_function("ln", 1, math.log, deterministic=True)


def _begin_sqlite(connection: Connection) -> None:
    driver, info = connection.connection.dbapi_connection, connection.connection.info
    assert driver is not None
    is_writing = _writing.get()
    if is_writing and not info.get("holds_writer"):
        if not _sqlite_writer.acquire(timeout=10):
            raise sa.exc.OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))
        info["holds_writer"] = True
    if info.get("query_only") is not (not is_writing):
        driver.execute(f"PRAGMA query_only={int(not is_writing)}")
        info["query_only"] = not is_writing
    if is_writing:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # another process may hold the place: an error that we know
    else:
        driver.execute("BEGIN")


def _leave_sqlite(_connection: Any, entry: ConnectionPoolEntry) -> None:
    if entry.info.pop("holds_writer", False):
        _sqlite_writer.release()


def _begin_postgresql(connection: Connection) -> None:
    driver = connection.connection.dbapi_connection
    assert driver is not None
    if driver.read_only is not (not _writing.get()):
        driver.read_only = not _writing.get()


def _end_on_postgresql(driver: Any) -> None:
    """Undo what was written. A transaction that could only read is kept instead, which comes to the same.

    At each ROLLBACK psycopg forgets the statements that it has prepared, and PostgreSQL would plan every page anew:
    that was most of a page's work.
    """
    if driver.read_only and driver.pgconn.transaction_status == IN_TRANSACTION:
        driver.commit()
    else:
        driver.rollback()


def _note_rest(_connection: Any, entry: ConnectionPoolEntry) -> None:
    entry.info["rests_since"] = time.monotonic()


def _wake(connection: Any, entry: ConnectionPoolEntry, _proxy: Any) -> None:
    """See whether a connection that rested still leads somewhere; to ask each time is a tenth of a page's work."""
    if time.monotonic() - entry.info.get("rests_since", math.inf) < RESTED:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.Error as error:
        raise sa.exc.DisconnectionError from error  # the pool makes another


def _sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class sha256_hex(sa.sql.functions.GenericFunction[str]):  # noqa: N801 - named as the SQL function is
    """SHA-256 of a text as 64 hexadecimal digits, computed in the database."""

    type = sa.String(64)
    inherit_cache = True


@compiles(sha256_hex, "postgresql")
def _sha256_on_postgresql(element: sha256_hex, compiler: Any, **options: Any) -> str:
    argument = compiler.process(element.clauses, **options)
    return f"encode(sha256(convert_to({argument}, 'UTF8')), 'hex')"


def insert(table: type[Model] | sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of the session."""
    make = sqlite.insert if is_sqlite() else postgresql.insert
    return make(table)


def is_sqlite() -> bool:
    """Whether this session speaks to SQLite."""
    return bool(db.session.get_bind().dialect.name == "sqlite")


def is_conflict(error: BaseException) -> bool:
    """Whether two transactions collided and the later one may simply try again."""
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlstate", None) in {"40001", "40P01"}


def is_duplicate(error: BaseException) -> bool:
    """Whether a row was refused because another has the same unique value."""
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlstate", None) == "23505" or "UNIQUE constraint failed" in str(origin)


def is_locked(error: BaseException) -> bool:
    """Whether the database was too busy to take the change in time."""
    origin = getattr(error, "orig", None)
    return getattr(origin, "sqlstate", None) in {"55P03", "57014"} or "database is locked" in str(origin)


class Nouns:
    """Columns of several tables side by side in one plain select, and the nouns that a row of them makes.

    They are in the session as if the ORM had loaded them, which would cost four times as much. A column that is
    left out is read when somebody asks for it.
    """

    def __init__(self, *tables: tuple[type[Model], sa.FromClause], without: frozenset[str] = frozenset()) -> None:
        self.columns: list[sa.ColumnElement[Any]] = []
        self._parts: list[tuple[type[Model], list[str], slice]] = []
        for model, table in tables:
            columns = sa.inspect(model).columns
            names = [name for name in columns.keys() if name not in without]  # noqa: SIM118 - no mapping
            begins = len(self.columns)
            self.columns += [table.c[columns[name].name] for name in names]
            self._parts.append((model, names, slice(begins, len(self.columns))))

    def of(self, row: Sequence[Any]) -> list[Any]:
        """The nouns of that row, in the order of the tables; None where an outer join found nothing."""
        return [_attached(model, dict(zip(names, row[part], strict=True))) for model, names, part in self._parts]


def _attached(model: type[Model], values: dict[str, Any]) -> Model | None:
    if values["id"] is None:
        return None
    mapper = sa.inspect(model)
    known: Model | None = db.session.identity_map.get(mapper.identity_key_from_primary_key((values["id"],)))
    if known is not None:
        return known
    row: Model = mapper.class_manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    db.session.add(row)
    return row


def rows(statement: sa.Executable, values: Mapping[str, Any] | None = None) -> Any:
    """What a reading statement of columns finds, without the ORM between, which would cost as much again."""
    db.session.flush()  # what was changed before is seen, as it would be through the ORM
    return db.session.connection().execute(statement, values or {})


def lock_table(table: type[Model]) -> None:
    """Let nobody else write to that table until the transaction ends; on SQLite a writer is alone anyway."""
    if not is_sqlite():
        name = db.session.get_bind().dialect.identifier_preparer.format_table(sa.inspect(table).local_table)
        db.session.execute(sa.text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))
