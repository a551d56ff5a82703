"""The first tables, with their indexes, the index of words, and the triggers that keep what is written for good."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c3d8e0a7f214"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def one_of(name: str, *values: str) -> sa.Enum:
    """A text that is one of these, by a check."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    _people()
    _journal()
    _areas()
    _ideas()
    _voting_and_discussion()
    _review()
    _experiments()
    _rewards()
    _messages_and_limits()
    _search()
    _triggers()


def downgrade() -> None:
    raise NotImplementedError("There is nothing before the first tables; drop the database instead.")


def _people() -> None:
    """Sites, teams and people, and how people come in."""
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("name", name=op.f("uq_sites_name")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_teams_not_its_own_parent")),
        sa.ForeignKeyConstraint(["parent_id"], ["teams.id"], name=op.f("fk_teams_parent_id_teams")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_teams_site_id_sites")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=True),
        sa.Column("roles", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("manager_id", sa.Integer(), nullable=True),
        sa.Column("shift", one_of("shift", "day", "early", "late", "night"), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("deactivated_at", MOMENT, nullable=True),
        sa.Column("is_ranked", sa.Boolean(), nullable=False),
        sa.Column("seen_home_at", MOMENT, nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_in_lower_case")),
        sa.ForeignKeyConstraint(["manager_id"], ["people.id"], name=op.f("fk_people_manager_id_people")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_people_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index("ix_people_manager_id", "people", ["manager_id"])
    op.create_index("ix_people_name", "people", ["name"])
    op.create_index("ix_people_team_id", "people", ["team_id"])
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.Column("device", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sign_ins_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index("ix_sign_ins_expires_at", "sign_ins", ["expires_at"])
    op.create_index("ix_sign_ins_person_id", "sign_ins", ["person_id"])
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("kind", one_of("ticketkind", "invitation", "reset"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_tickets_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tickets_token_hash")),
    )
    op.create_index("ix_tickets_person_id", "tickets", ["person_id"])


def _journal() -> None:
    """What happened, chained."""
    op.create_table(
        "journal",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_journal_actor_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("stream", "position", name=op.f("uq_journal_stream_position")),
    )
    op.create_index("ix_journal_actor_id", "journal", ["actor_id"])
    op.create_index("ix_journal_at", "journal", ["at"])
    op.create_index("ix_journal_name", "journal", ["name"])


def _areas() -> None:
    """Areas with their reviewers and deputies."""
    op.create_table(
        "areas",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(300), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("vote_threshold", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("budget_cents", sa.BigInteger(), nullable=False),
        sa.Column("reserved_cents", sa.BigInteger(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quorum >= 1", name=op.f("ck_areas_quorum_at_least_one")),
        sa.CheckConstraint(
            "reserved_cents >= 0 AND reserved_cents <= budget_cents", name=op.f("ck_areas_reserved_within_budget")
        ),
        sa.CheckConstraint("vote_threshold > 0", name=op.f("ck_areas_vote_threshold_positive")),
        sa.ForeignKeyConstraint(["leader_id"], ["people.id"], name=op.f("fk_areas_leader_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("name", name=op.f("uq_areas_name")),
    )
    op.create_index("ix_areas_leader_id", "areas", ["leader_id"])
    op.create_table(
        "area_reviewers",
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_area_reviewers_area_id_areas")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_area_reviewers_person_id_people")),
        sa.PrimaryKeyConstraint("area_id", "person_id", name=op.f("pk_area_reviewers")),
    )
    op.create_index("ix_area_reviewers_person_id", "area_reviewers", ["person_id"])
    op.create_table(
        "deputies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_deputies_span_forwards")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_deputies_area_id_areas")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deputies_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputies")),
    )
    op.create_index("ix_deputies_area_id", "deputies", ["area_id"])
    op.create_index("ix_deputies_person_id", "deputies", ["person_id"])


def _ideas() -> None:
    """Stages, drafts and ideas, how they moved, and who has a part in them."""
    op.create_table(
        "stages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("stagekind", "open", "review", "experiment", "reward", "closed"), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("promised_days", sa.Integer(), nullable=True),
        sa.Column("work_limit", sa.Integer(), nullable=True),
        sa.CheckConstraint("promised_days > 0", name=op.f("ck_stages_promised_days_positive")),
        sa.CheckConstraint("work_limit > 0", name=op.f("ck_stages_work_limit_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("name", name=op.f("uq_stages_name")),
        sa.UniqueConstraint("position", name=op.f("uq_stages_position")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("form_key", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_drafts_area_id_areas")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_drafts_author_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_author_id", "drafts", ["author_id"])
    op.create_index("ix_drafts_form", "drafts", ["author_id", "form_key"], unique=True)
    op.create_table(
        "ideas",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("problem_html", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("proposal_html", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("effect_html", sa.Text(), nullable=False),
        sa.Column("summary", sa.String(200), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            one_of("outcome", "adopted", "learned", "declined", "parked", "merged", "withdrawn"),
            nullable=True,
        ),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("trend", sa.Double(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("revive_on", sa.Date(), nullable=True),
        sa.Column("revive_when", sa.String(300), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", BIG_ID, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(32), nullable=True),
        sa.CheckConstraint("comments >= 0", name=op.f("ck_ideas_comments_not_negative")),
        sa.CheckConstraint("votes >= 0", name=op.f("ck_ideas_votes_not_negative")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_ideas_area_id_areas")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_ideas_author_id_people")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["ideas.id"], name=op.f("fk_ideas_merged_into_id_ideas")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_ideas_owner_id_people")),
        sa.ForeignKeyConstraint(["stage_id"], ["stages.id"], name=op.f("fk_ideas_stage_id_stages")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_ideas_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
    )
    op.create_index("ix_ideas_due", "ideas", ["due_at"])
    op.create_index("ix_ideas_merged_into_id", "ideas", ["merged_into_id"])
    op.create_index("ix_ideas_revive", "ideas", ["revive_on"])
    op.create_index("ix_ideas_form", "ideas", ["author_id", "form_key"], unique=True)
    op.create_index("ix_ideas_area_stage", "ideas", ["area_id", "stage_id"])
    op.create_index("ix_ideas_stage_due", "ideas", ["stage_id", "due_at", "id"])
    op.create_index("ix_ideas_stage_entered", "ideas", ["stage_id", "entered_at", "id"])
    op.create_index("ix_ideas_top", "ideas", [sa.text("votes DESC"), sa.text("id DESC")])
    op.create_index("ix_ideas_trending", "ideas", [sa.text("trend DESC"), sa.text("id DESC")])
    op.create_index("ix_ideas_stage_top", "ideas", ["stage_id", sa.text("votes DESC"), sa.text("id DESC")])
    op.create_index("ix_ideas_stage_trending", "ideas", ["stage_id", sa.text("trend DESC"), sa.text("id DESC")])
    op.create_index("ix_ideas_stage_new", "ideas", ["stage_id", sa.text("id DESC")])
    op.create_index("ix_ideas_area_top", "ideas", ["area_id", sa.text("votes DESC"), sa.text("id DESC")])
    op.create_index("ix_ideas_area_trending", "ideas", ["area_id", sa.text("trend DESC"), sa.text("id DESC")])
    op.create_index("ix_ideas_area_new", "ideas", ["area_id", sa.text("id DESC")])
    op.create_index("ix_ideas_team", "ideas", ["team_id", sa.text("id DESC")])
    op.create_index("ix_ideas_author", "ideas", ["author_id", sa.text("id DESC")])
    op.create_table(
        "idea_moves",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(24), nullable=False),
        sa.Column("from_stage_id", sa.Integer(), nullable=True),
        sa.Column("to_stage_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            one_of("outcome", "adopted", "learned", "declined", "parked", "merged", "withdrawn"),
            nullable=True,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_html", sa.Text(), nullable=False),
        sa.Column(
            "reason_code",
            one_of(
                "declinereason", "no_effect", "too_costly", "not_feasible", "not_ours", "compliance", "already_done"
            ),
            nullable=True,
        ),
        sa.Column("details", JSON, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("is_kept", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_idea_moves_actor_id_people")),
        sa.ForeignKeyConstraint(["from_stage_id"], ["stages.id"], name=op.f("fk_idea_moves_from_stage_id_stages")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_idea_moves_idea_id_ideas")),
        sa.ForeignKeyConstraint(["to_stage_id"], ["stages.id"], name=op.f("fk_idea_moves_to_stage_id_stages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idea_moves")),
        sa.UniqueConstraint("idea_id", "position", name=op.f("uq_idea_moves_idea_id_position")),
    )
    op.create_index("ix_idea_moves_actor_id", "idea_moves", ["actor_id"])
    op.create_index("ix_idea_moves_at", "idea_moves", ["at"])
    op.create_table(
        "credits",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", one_of("creditpart", "author", "coauthor", "merged_author"), nullable=False),
        sa.Column("via_idea_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_credits_idea_id_ideas")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_credits_person_id_people")),
        sa.ForeignKeyConstraint(["via_idea_id"], ["ideas.id"], name=op.f("fk_credits_via_idea_id_ideas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credits")),
        sa.UniqueConstraint("idea_id", "person_id", name=op.f("uq_credits_idea_id_person_id")),
    )
    op.create_index("ix_credits_person_id", "credits", ["person_id"])
    op.create_index("ix_credits_via_idea_id", "credits", ["via_idea_id"])
    op.create_table(
        "follows",
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_follows_idea_id_ideas")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_follows_person_id_people")),
        sa.PrimaryKeyConstraint("idea_id", "person_id", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_person_id", "follows", ["person_id"])


def _voting_and_discussion() -> None:
    """Votes and comments."""
    op.create_table(
        "votes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("via_idea_id", BIG_ID, nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_votes_idea_id_ideas")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_votes_person_id_people")),
        sa.ForeignKeyConstraint(["via_idea_id"], ["ideas.id"], name=op.f("fk_votes_via_idea_id_ideas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint("idea_id", "person_id", name=op.f("uq_votes_idea_id_person_id")),
    )
    op.create_index("ix_votes_person_idea", "votes", ["person_id", "idea_id"])
    op.create_table(
        "comments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("via_idea_id", BIG_ID, nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("edited_at", MOMENT, nullable=True),
        sa.Column("deleted_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_comments_author_id_people")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_comments_idea_id_ideas")),
        sa.ForeignKeyConstraint(["parent_id"], ["comments.id"], name=op.f("fk_comments_parent_id_comments")),
        sa.ForeignKeyConstraint(["via_idea_id"], ["ideas.id"], name=op.f("fk_comments_via_idea_id_ideas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_idea", "comments", ["idea_id", "id"])
    op.create_index("ix_comments_parent_id", "comments", ["parent_id"])
    op.create_index("ix_comments_form", "comments", ["author_id", "form_key"], unique=True)
    op.create_index("ix_comments_author", "comments", ["author_id", sa.text("id DESC")])


def _review() -> None:
    """Criteria, assignments and scorecards."""
    op.create_table(
        "criteria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("question", sa.String(200), nullable=False),
        sa.Column("low", sa.String(120), nullable=False),
        sa.Column("high", sa.String(120), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("weight > 0", name=op.f("ck_criteria_weight_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("name", name=op.f("uq_criteria_name")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("assigned_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_assignments_idea_id_ideas")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_assignments_reviewer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("idea_id", "round", "reviewer_id", name=op.f("uq_assignments_idea_id_round_reviewer_id")),
    )
    op.create_index("ix_assignments_reviewer_id", "assignments", ["reviewer_id"])
    op.create_table(
        "scorecards",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_html", sa.Text(), nullable=False),
        sa.Column("overall", sa.Double(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_scorecards_idea_id_ideas")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_scorecards_reviewer_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecards")),
        sa.UniqueConstraint("idea_id", "round", "reviewer_id", name=op.f("uq_scorecards_idea_id_round_reviewer_id")),
    )
    op.create_index("ix_scorecards_reviewer_id", "scorecards", ["reviewer_id"])
    op.create_table(
        "scores",
        sa.Column("scorecard_id", BIG_ID, nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 5", name=op.f("ck_scores_value_from_1_to_5")),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("fk_scores_criterion_id_criteria")),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecards.id"], name=op.f("fk_scores_scorecard_id_scorecards")),
        sa.PrimaryKeyConstraint("scorecard_id", "criterion_id", name=op.f("pk_scores")),
    )


def _experiments() -> None:
    """Experiments, their arms and what was measured."""
    op.create_table(
        "experiments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", one_of("experimentstate", "planned", "running", "concluded"), nullable=False),
        sa.Column("change", sa.String(300), nullable=False),
        sa.Column("customers", sa.String(200), nullable=False),
        sa.Column("insight", sa.String(300), nullable=False),
        sa.Column("metric", sa.String(120), nullable=False),
        sa.Column("metric_kind", one_of("metrickind", "share", "mean", "rate"), nullable=False),
        sa.Column("unit", sa.String(30), nullable=False),
        sa.Column("direction", one_of("direction", "up", "down"), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("design", one_of("design", "parallel", "before_after", "stepped"), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("budget_cents", sa.BigInteger(), nullable=False),
        sa.Column("is_reserved", sa.Boolean(), nullable=False),
        sa.Column("spent_cents", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=True),
        sa.Column("sealed", JSON, nullable=True),
        sa.Column("seal", sa.String(64), nullable=True),
        sa.Column("concluded_at", MOMENT, nullable=True),
        sa.Column("conclusion", one_of("conclusion", "scale", "iterate", "stop"), nullable=True),
        sa.Column("result", sa.String(400), nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("lesson_html", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (state = 'planned')", name=op.f("ck_experiments_sealed_once_started")
        ),
        sa.CheckConstraint("budget_cents >= 0", name=op.f("ck_experiments_budget_not_negative")),
        sa.CheckConstraint(
            "spent_cents >= 0 AND spent_cents <= budget_cents", name=op.f("ck_experiments_spent_within_budget")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_experiments_span_forwards")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_experiments_idea_id_ideas")),
        sa.ForeignKeyConstraint(["owner_id"], ["people.id"], name=op.f("fk_experiments_owner_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiments")),
        sa.UniqueConstraint("idea_id", "round", name=op.f("uq_experiments_idea_id_round")),
    )
    op.create_index("ix_experiments_owner_id", "experiments", ["owner_id"])
    op.create_index("ix_experiments_state", "experiments", ["state", "ends_on"])
    op.create_table(
        "arms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_control", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name=op.f("fk_arms_experiment_id_experiments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_arms")),
        sa.UniqueConstraint("experiment_id", "name", name=op.f("uq_arms_experiment_id_name")),
    )
    op.create_table(
        "experiment_members",
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_experiment_members_experiment_id_experiments")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_experiment_members_person_id_people")),
        sa.PrimaryKeyConstraint("experiment_id", "person_id", name=op.f("pk_experiment_members")),
    )
    op.create_index("ix_experiment_members_person_id", "experiment_members", ["person_id"])
    op.create_table(
        "measurements",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("experiment_id", sa.Integer(), nullable=False),
        sa.Column("arm_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=False),
        sa.Column("base", sa.Double(), nullable=False),
        sa.Column("squares", sa.Double(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.CheckConstraint("base > 0", name=op.f("ck_measurements_base_positive")),
        sa.ForeignKeyConstraint(["arm_id"], ["arms.id"], name=op.f("fk_measurements_arm_id_arms")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["people.id"], name=op.f("fk_measurements_entered_by_id_people")),
        sa.ForeignKeyConstraint(
            ["experiment_id"], ["experiments.id"], name=op.f("fk_measurements_experiment_id_experiments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
        sa.UniqueConstraint("arm_id", "day", name=op.f("uq_measurements_arm_id_day")),
    )
    op.create_index("ix_measurements_experiment_id", "measurements", ["experiment_id"])


def _rewards() -> None:
    """The ledger, badges and awards."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("accountkind", "opening", "budget", "spend"), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NOT NULL) = (kind = 'spend')", name=op.f("ck_accounts_person_where_personal")
        ),
        sa.CheckConstraint("balance >= 0 OR kind = 'opening'", name=op.f("ck_accounts_balance_not_negative")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("kind", "person_id", "name", name=op.f("uq_accounts_kind_person_id_name")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "ledger_journals",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("cause_id", BIG_ID, nullable=True),
        sa.Column("reverses_id", sa.String(36), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_ledger_journals_actor_id_people")),
        sa.ForeignKeyConstraint(["cause_id"], ["journal.id"], name=op.f("fk_ledger_journals_cause_id_journal")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_journals.id"], name=op.f("fk_ledger_journals_reverses_id_ledger_journals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_journals")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_journals_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_journals_reverses_id")),
    )
    op.create_index("ix_ledger_journals_at", "ledger_journals", ["at"])
    op.create_table(
        "postings",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("journal_id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_postings_amount_not_zero")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_postings_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["journal_id"],
            ["ledger_journals.id"],
            name=op.f("fk_postings_journal_id_ledger_journals"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
    )
    op.create_index("ix_postings_journal", "postings", ["journal_id"])
    op.create_index("ix_postings_account", "postings", ["account_id", sa.text("id DESC")])
    op.create_table(
        "badges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("drawing", sa.String(40), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badges")),
        sa.UniqueConstraint("name", name=op.f("uq_badges_name")),
    )
    op.create_table(
        "awards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=True),
        sa.Column("citation", sa.String(400), nullable=False),
        sa.Column("ledger_journal_id", sa.String(36), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("reversed_at", MOMENT, nullable=True),
        sa.Column("reversal_reason", sa.String(300), nullable=True),
        sa.CheckConstraint("points > 0 OR badge_id IS NOT NULL", name=op.f("ck_awards_points_or_badge")),
        sa.CheckConstraint("points >= 0", name=op.f("ck_awards_points_not_negative")),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name=op.f("fk_awards_badge_id_badges")),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_awards_giver_id_people")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_awards_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["ledger_journal_id"], ["ledger_journals.id"], name=op.f("fk_awards_ledger_journal_id_ledger_journals")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_awards_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_awards")),
        sa.UniqueConstraint("key", "person_id", name=op.f("uq_awards_key_person_id")),
    )
    op.create_index("ix_awards_idea", "awards", ["idea_id"])
    op.create_index("ix_awards_at", "awards", [sa.text("at DESC"), sa.text("id DESC")])
    op.create_index("ix_awards_person", "awards", ["person_id", sa.text("id DESC")])


def _messages_and_limits() -> None:
    """Notifications, mails that wait to be sent, and the windows of limits."""
    op.create_table(
        "notifications",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("entry_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("channel", one_of("channel", "app"), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("url", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["journal.id"], name=op.f("fk_notifications_entry_id_journal")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notifications_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "entry_id", "person_id", "channel", name=op.f("uq_notifications_entry_id_person_id_channel")
        ),
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["person_id"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index("ix_notifications_person", "notifications", ["person_id", sa.text("id DESC")])
    op.create_table(
        "mails",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("next_try_at", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("key", name=op.f("uq_mails_key")),
    )
    op.create_index("ix_mails_queued_at", "mails", ["queued_at"])
    op.create_index("ix_mails_next_try_at", "mails", ["next_try_at"])
    op.create_table(
        "limit_windows",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_limit_windows")),
    )
    op.create_index("ix_limit_windows_began_at", "limit_windows", ["began_at"])


def _search() -> None:
    """The words of each idea, in each database's own full-text index."""
    if op.get_bind().dialect.name == "sqlite":
        how = "title, body, tokenize='porter unicode61', prefix='2 3'"  # first letters too, for searching while typing
        op.execute(f"CREATE VIRTUAL TABLE idea_search USING fts5({how})")
        return
    op.execute(
        "CREATE TABLE idea_search (idea_id bigint PRIMARY KEY REFERENCES ideas (id) ON DELETE CASCADE,"
        " document tsvector NOT NULL)"
    )
    op.execute("CREATE INDEX ix_idea_search_document ON idea_search USING gin (document)")


APPEND_ONLY = ("journal", "idea_moves", "postings", "ledger_journals")


def _triggers() -> None:
    """What is written for good cannot be changed, journals of points balance, and a seal stays closed."""
    if op.get_bind().dialect.name == "sqlite":
        _triggers_of_sqlite()
    else:
        _triggers_of_postgresql()


def _triggers_of_sqlite() -> None:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(
        "CREATE TRIGGER ledger_journals_balance BEFORE INSERT ON ledger_journals"
        " WHEN (SELECT count(*) < 2 OR sum(amount) <> 0 FROM postings WHERE journal_id = NEW.id)"
        " BEGIN SELECT RAISE(ABORT, 'a journal needs two or more postings that sum to zero'); END"
    )
    op.execute(
        "CREATE TRIGGER postings_before_their_journal BEFORE INSERT ON postings"
        " WHEN EXISTS (SELECT 1 FROM ledger_journals WHERE id = NEW.journal_id)"
        " BEGIN SELECT RAISE(ABORT, 'that journal is closed'); END"
    )
    op.execute(
        "CREATE TRIGGER experiments_keep_their_seal BEFORE UPDATE OF sealed, seal, sealed_at ON experiments"
        " WHEN OLD.sealed_at IS NOT NULL AND (NEW.seal IS NOT OLD.seal OR NEW.sealed IS NOT OLD.sealed"
        " OR NEW.sealed_at IS NOT OLD.sealed_at)"
        " BEGIN SELECT RAISE(ABORT, 'a sealed hypothesis stays as it is'); END"
    )


def _triggers_of_postgresql() -> None:
    _function("refuse_change", "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;")
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    _function(
        "refuse_unbalanced",
        "IF (SELECT count(*) < 2 OR sum(amount) <> 0 FROM postings WHERE journal_id = NEW.id) THEN"
        " RAISE EXCEPTION 'a journal needs two or more postings that sum to zero'; END IF; RETURN NEW;",
    )
    op.execute(
        "CREATE TRIGGER ledger_journals_balance BEFORE INSERT ON ledger_journals"
        " FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced()"
    )
    _function(
        "refuse_late_posting",
        "IF EXISTS (SELECT 1 FROM ledger_journals WHERE id = NEW.journal_id) THEN"
        " RAISE EXCEPTION 'that journal is closed'; END IF; RETURN NEW;",
    )
    op.execute(
        "CREATE TRIGGER postings_before_their_journal BEFORE INSERT ON postings"
        " FOR EACH ROW EXECUTE FUNCTION refuse_late_posting()"
    )
    _function(
        "refuse_broken_seal",
        "IF OLD.sealed_at IS NOT NULL AND (NEW.seal, NEW.sealed, NEW.sealed_at)"
        " IS DISTINCT FROM (OLD.seal, OLD.sealed, OLD.sealed_at) THEN"
        " RAISE EXCEPTION 'a sealed hypothesis stays as it is'; END IF; RETURN NEW;",
    )
    op.execute(
        "CREATE TRIGGER experiments_keep_their_seal BEFORE UPDATE ON experiments"
        " FOR EACH ROW EXECUTE FUNCTION refuse_broken_seal()"
    )


def _function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")
