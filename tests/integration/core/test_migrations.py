"""A release is put back, and put on again, with the company's data in the database."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.provisioning import databases

FIRST = "c3d8e0a7f214"
KEPT = ("ideas", "votes", "experiments", "arms", "postings", "journal")
SHAPE = {
    "sqlite": "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1, 2",
    "postgresql": """SELECT 'column', table_name || '.' || column_name FROM information_schema.columns
        WHERE table_schema = 'public'
        UNION ALL SELECT 'index', indexname FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'constraint', conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2""",
}


@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_release_can_be_put_back_and_on_again(kind: str, run_folder: Path, worker: str):
    database = databases.copy_of(kind, run_folder, "demo", f"{worker}_migrations")
    before = shape_and_counts(kind, database.url)
    databases.flask(run_folder, database.url, "db", "downgrade", FIRST)
    databases.flask(run_folder, database.url, "db", "upgrade")
    assert shape_and_counts(kind, database.url) == before
    database.close()


def shape_and_counts(kind: str, url: str) -> tuple[list[tuple[str, str]], dict[str, int]]:
    """What the database is made of, by name, and how many rows it holds of what each release knows."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        shape = [(row[0], row[1]) for row in connection.execute(sa.text(SHAPE[kind]))]
        counts = {table: _count(connection, table) for table in KEPT}
    engine.dispose()
    return shape, counts


def _count(connection: sa.Connection, table: str) -> int:
    return connection.scalar(sa.select(sa.func.count()).select_from(sa.table(table))) or 0
