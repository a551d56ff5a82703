"""The descending indexes that lists are read along; the first migration had left them out."""

from alembic import op

revision = "c93e5b2f1d04"
down_revision = "a41f0c7de382"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_ideas_top": "ideas (votes DESC, id DESC)",
    "ix_ideas_trending": "ideas (trend DESC, id DESC)",
    "ix_ideas_stage_top": "ideas (stage_id, votes DESC, id DESC)",
    "ix_ideas_stage_trending": "ideas (stage_id, trend DESC, id DESC)",
    "ix_ideas_stage_new": "ideas (stage_id, id DESC)",
    "ix_ideas_area_top": "ideas (area_id, votes DESC, id DESC)",
    "ix_ideas_area_trending": "ideas (area_id, trend DESC, id DESC)",
    "ix_ideas_area_new": "ideas (area_id, id DESC)",
    "ix_ideas_team": "ideas (team_id, id DESC)",
    "ix_ideas_author": "ideas (author_id, id DESC)",
    "ix_comments_author": "comments (author_id, id DESC)",
    "ix_notifications_person": "notifications (person_id, id DESC)",
    "ix_awards_at": "awards (at DESC, id DESC)",
    "ix_awards_person": "awards (person_id, id DESC)",
    "ix_postings_account": "postings (account_id, id DESC)",
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {columns}")


def downgrade() -> None:
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
