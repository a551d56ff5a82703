"""Past lessons are found by their words, and a decision against what was planned gives its reason."""

from alembic import op

revision = "9d42c7e05b16"
down_revision = "7c0e4b1d8a52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A column is added: to make the table anew loses triggers.
    op.execute("ALTER TABLE experiments ADD COLUMN departure TEXT DEFAULT '' NOT NULL")
    if _is_sqlite():
        how = "title, body, tokenize='porter unicode61', prefix='2 3'"  # as ideas are found
        op.execute(f"CREATE VIRTUAL TABLE case_search USING fts5({how})")
        return
    op.execute(
        "CREATE TABLE case_search (case_id integer PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,"
        " document tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_case_search_document ON case_search USING gin (document)")


def downgrade() -> None:
    op.execute("DROP TABLE case_search")
    op.execute("ALTER TABLE experiments DROP COLUMN departure")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
