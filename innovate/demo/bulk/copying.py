"""Rows of plain values into tables, many at once, in each database's quickest way."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from innovate.core.db import Model, db, is_sqlite
from innovate.demo.bulk.world import World

Row = tuple[Any, ...]


def pour(table: type[Model], columns: str, rows: list[Row]) -> None:
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
    """A moment of UTC or a day as SQLAlchemy keeps it there."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds").removesuffix("+00:00")
    return value.isoformat() if isinstance(value, date) else value


def set_sequences(world: World) -> None:
    """On PostgreSQL, rows that come after these get ids behind them."""
    if is_sqlite():
        return
    for name, ids in world.next_id.items():
        found = db.session.scalar(sa.select(sa.func.pg_get_serial_sequence(name, "id")))
        if found:
            db.session.execute(sa.select(sa.func.setval(found, next(ids), False)))


def give_room_back() -> None:
    """On SQLite, whose log has grown as long as all that was poured; asked once that has been committed."""
    if is_sqlite():
        connection = db.engine.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
