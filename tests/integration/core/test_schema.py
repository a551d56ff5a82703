"""What the migrations make is what the models say, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from innovate.core.db import Model, db, engine_options, is_sqlite

ELSEWHERE = "as_modelled"  # the schema of PostgreSQL in which the models' own tables are made
BY_HAND = ("idea_search", "case_search")  # the indexes of words, which no model describes
Schema = dict[str, Any]


@pytest.fixture
def migrated(app: Flask) -> Schema:
    """What the migrations have made."""
    with db.engine.connect() as connection:
        return {table: described(connection, table, None) for table in names(connection, None)}


@pytest.fixture
def modelled(app: Flask) -> Schema:
    """What the models alone would make."""
    with emptied() as (connection, schema):
        Model.metadata.create_all(connection)
        return {table: described(connection, table, schema) for table in names(connection, schema)}


@contextmanager
def emptied() -> Iterator[tuple[Connection, str | None]]:
    """A connection to a place without tables, and the name of its schema; nothing of it stays."""
    if is_sqlite():
        engine = sa.create_engine("sqlite://", module=engine_options("sqlite://")["module"])
        with engine.connect() as connection:
            yield connection, None
        engine.dispose()
        return
    with db.engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {ELSEWHERE}"))
        connection.execute(sa.text(f"SET LOCAL search_path TO {ELSEWHERE}"))
        yield connection, ELSEWHERE
        connection.rollback()


def names(connection: Connection, schema: str | None) -> list[str]:
    found = sa.inspect(connection).get_table_names(schema)
    return sorted(name for name in found if name != "alembic_version" and not name.startswith(BY_HAND))


def described(connection: Connection, table: str, schema: str | None) -> Schema:
    """Columns, constraints and indexes by name; the order of columns is left out, for they may be added later."""
    inspector = sa.inspect(connection)
    return {
        "columns": {
            column["name"]: (str(column["type"]), column["nullable"], column["default"] is None)
            for column in inspector.get_columns(table, schema)
        },
        "key": inspector.get_pk_constraint(table, schema)["constrained_columns"],
        "unique": {rule["name"]: rule["column_names"] for rule in inspector.get_unique_constraints(table, schema)},
        "checks": {rule["name"]: rule["sqltext"] for rule in inspector.get_check_constraints(table, schema)},
        "references": {
            tuple(rule["constrained_columns"]): reference(connection, rule)
            for rule in inspector.get_foreign_keys(table, schema)
        },
        "indexes": indexes(connection, table, schema),
    }


def reference(connection: Connection, rule: Any) -> tuple[Any, ...]:
    """What a column refers to; SQLite does not tell the name of a reference that was added with its column."""
    name = "" if connection.dialect.name == "sqlite" else rule["name"]
    options = {option: value for option, value in rule["options"].items() if value}
    return name, rule["referred_table"], rule["referred_columns"], options


def indexes(connection: Connection, table: str, schema: str | None) -> dict[str, str]:
    """Each index in the database's own words, which tell descending columns and conditions too."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql IS NOT NULL"
    else:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :table AND schemaname = :schema"
    found = connection.execute(sa.text(query), {"table": table, "schema": schema or "public"})
    return {name: " ".join(words.replace(f"{schema or 'public'}.", "").split()) for name, words in found}


def test_the_migrations_make_the_tables_of_the_models(migrated: Schema, modelled: Schema) -> None:
    assert list(migrated) == list(modelled)


@pytest.mark.parametrize("part", ["columns", "key", "unique", "checks", "references", "indexes"])
def test_migrations_and_models_agree(part: str, migrated: Schema, modelled: Schema) -> None:
    made = {table: made[part] for table, made in migrated.items()}
    assert made == {table: meant[part] for table, meant in modelled.items()}
