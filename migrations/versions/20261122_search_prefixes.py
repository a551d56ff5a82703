"""On SQLite, the first letters of words are indexed too, so that searching while typing stays quick."""

from alembic import op

revision = "a41f0c7de382"
down_revision = "7c2a9e51b6d8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _rebuild("title, body, tokenize='porter unicode61', prefix='2 3'")


def downgrade() -> None:
    _rebuild("title, body, tokenize='porter unicode61'")


def _rebuild(how: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(f"CREATE VIRTUAL TABLE idea_search_new USING fts5({how})")
    op.execute("INSERT INTO idea_search_new (rowid, title, body) SELECT rowid, title, body FROM idea_search")
    op.execute("DROP TABLE idea_search")
    op.execute("ALTER TABLE idea_search_new RENAME TO idea_search")
