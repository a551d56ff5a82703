"""Recognition in full: awards as data, vesting, shares of credit, nominations, kudos, badges, the catalogue, the wall."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "4f8a61c0d972"
down_revision = "1d5e9b3f7a20"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
RULES = (
    *("ideas_posted", "ideas_adopted", "helpful_reviews", "promises_kept", "brave_failures", "experiments_run"),
    *("suggestions_adopted", "thanks_given", "lessons_written"),
)  # fmt: skip
FIRST_KIND = {  # the award that stood for all before there were several
    "name": "Thanks from HR",
    "purpose": "For anything that made service better.",
    "prompt": "What did they do, and what came of it?",
    "givers": 8,  # HR
    "eligible": 31,  # everybody but customers
    "least_days": 0,
    "least_points": 0,
    "most_points": 100_000,
    "budget": "company",
    "vest_30": 0,
    "vest_90": 0,
    "vest_180": 0,
    "is_for_failure": False,
    "takes_nominations": False,
    "is_active": True,
    "version": 1,
}


def upgrade() -> None:
    _new_tables()
    _first_kind()
    _more_of_awards()
    _more_of_badges()
    op.execute("ALTER TABLE comments ADD COLUMN adopted_at " + ("DATETIME" if _is_sqlite() else "TIMESTAMPTZ"))
    op.execute(
        "ALTER TABLE comments ADD COLUMN adopted_by_id INTEGER"
        " CONSTRAINT fk_comments_adopted_by_id_people REFERENCES people (id)"
    )
    true = "1" if _is_sqlite() else "true"
    op.execute(f"ALTER TABLE people ADD COLUMN shows_milestones BOOLEAN DEFAULT {true} NOT NULL")
    _badges_of_awards()
    _posts()


def _new_tables() -> None:
    op.create_table(
        "allowances",
        sa.Column("role", _enum("role", "employee", "reviewer", "leader", "hr", "admin", "customer"), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_allowances_points_not_negative")),
        sa.PrimaryKeyConstraint("role", name=op.f("pk_allowances")),
    )
    op.create_table(
        "attributes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("name", name=op.f("uq_attributes_name")),
    )
    op.create_table(
        "company_values",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_values")),
        sa.UniqueConstraint("name", name=op.f("uq_company_values_name")),
    )
    op.create_table(
        "award_kinds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("purpose", sa.String(300), nullable=False),
        sa.Column("prompt", sa.String(200), nullable=False),
        sa.Column("givers", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("least_days", sa.Integer(), nullable=False),
        sa.Column("least_points", sa.Integer(), nullable=False),
        sa.Column("most_points", sa.Integer(), nullable=False),
        sa.Column("budget", _enum("awardbudget", "company", "area", "team"), nullable=False),
        sa.Column("period", _enum("period", "month", "quarter", "year"), nullable=True),
        sa.Column("period_points", sa.Integer(), nullable=True),
        sa.Column("period_times", sa.Integer(), nullable=True),
        sa.Column("vest_30", sa.Integer(), nullable=False),
        sa.Column("vest_90", sa.Integer(), nullable=False),
        sa.Column("vest_180", sa.Integer(), nullable=False),
        sa.Column("is_for_failure", sa.Boolean(), nullable=False),
        sa.Column("takes_nominations", sa.Boolean(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "0 <= least_points AND least_points <= most_points", name=op.f("ck_award_kinds_points_in_order")
        ),
        sa.CheckConstraint("least_days >= 0", name=op.f("ck_award_kinds_least_days_not_negative")),
        sa.CheckConstraint("most_points > 0 OR badge_id IS NOT NULL", name=op.f("ck_award_kinds_points_or_badge")),
        sa.CheckConstraint(
            "period IS NOT NULL OR (period_points IS NULL AND period_times IS NULL)",
            name=op.f("ck_award_kinds_limits_have_a_period"),
        ),
        sa.CheckConstraint("period_points > 0", name=op.f("ck_award_kinds_period_points_positive")),
        sa.CheckConstraint("period_times > 0", name=op.f("ck_award_kinds_period_times_positive")),
        sa.CheckConstraint(
            "vest_30 >= 0 AND vest_90 >= 0 AND vest_180 >= 0 AND vest_30 + vest_90 + vest_180 <= 100",
            name=op.f("ck_award_kinds_vesting_in_percent"),
        ),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name=op.f("fk_award_kinds_badge_id_badges")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_kinds")),
        sa.UniqueConstraint("name", name=op.f("uq_award_kinds_name")),
    )
    op.create_table(
        "award_kind_teams",
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kind_id"], ["award_kinds.id"], name=op.f("fk_award_kind_teams_kind_id_award_kinds")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_award_kind_teams_team_id_teams")),
        sa.PrimaryKeyConstraint("kind_id", "team_id", name=op.f("pk_award_kind_teams")),
    )
    op.create_table(
        "award_kind_steps",
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approver", _enum("approver", "manager", "leader", "hr", "person"), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(approver = 'person') = (person_id IS NOT NULL)", name=op.f("ck_award_kind_steps_person_where_named")
        ),
        sa.CheckConstraint("days > 0", name=op.f("ck_award_kind_steps_days_positive")),
        sa.ForeignKeyConstraint(["kind_id"], ["award_kinds.id"], name=op.f("fk_award_kind_steps_kind_id_award_kinds")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_award_kind_steps_person_id_people")),
        sa.PrimaryKeyConstraint("kind_id", "position", name=op.f("pk_award_kind_steps")),
    )
    op.create_table(
        "catalogue_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("purpose", sa.String(600), nullable=False),
        sa.Column("kind", _enum("itemkind", "goods", "experience", "charity", "time_off"), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("most_each", sa.Integer(), nullable=True),
        sa.Column("period", _enum("period", "month", "quarter", "year"), nullable=True),
        sa.Column("approver", _enum("itemapprover", "manager", "hr"), nullable=True),
        sa.Column("fulfiller_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asks", sa.String(120), nullable=False),
        sa.Column("picture", sa.String(64), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_catalogue_items_days_positive")),
        sa.CheckConstraint("most_each > 0", name=op.f("ck_catalogue_items_most_each_positive")),
        sa.CheckConstraint("price > 0", name=op.f("ck_catalogue_items_price_positive")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_catalogue_items_stock_not_negative")),
        sa.ForeignKeyConstraint(["fulfiller_id"], ["people.id"], name=op.f("fk_catalogue_items_fulfiller_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_items")),
        sa.UniqueConstraint("name", name=op.f("uq_catalogue_items_name")),
    )
    op.create_index("ix_catalogue_items_fulfiller_id", "catalogue_items", ["fulfiller_id"])

    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.CheckConstraint("years > 0", name=op.f("ck_milestones_years_positive")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_milestones_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("person_id", "years", name=op.f("uq_milestones_person_id_years")),
    )
    op.create_table(
        "person_attributes",
        sa.Column("attribute_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["attribute_id"], ["attributes.id"], name=op.f("fk_person_attributes_attribute_id_attributes")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_attributes_person_id_people")),
        sa.PrimaryKeyConstraint("attribute_id", "person_id", name=op.f("pk_person_attributes")),
    )
    op.create_index("ix_person_attributes_person_id", "person_attributes", ["person_id"])

    op.create_table(
        "benefit_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column("state", _enum("benefitstate", "waiting", "confirmed", "not_confirmed"), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_benefit_checks_decided_when_not_waiting")
        ),
        sa.CheckConstraint("after_days IN (30, 90, 180)", name=op.f("ck_benefit_checks_after_days_known")),
        sa.ForeignKeyConstraint(["asked_id"], ["people.id"], name=op.f("fk_benefit_checks_asked_id_people")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_benefit_checks_decided_by_id_people")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_benefit_checks_idea_id_ideas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_checks")),
        sa.UniqueConstraint("idea_id", "after_days", name=op.f("uq_benefit_checks_idea_id_after_days")),
    )
    op.create_index("ix_benefit_checks_asked_id", "benefit_checks", ["asked_id"])
    op.create_index("ix_benefit_checks_due", "benefit_checks", ["state", "due_on", "id"])

    op.create_table(
        "credit_shares",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("state", _enum("sharestate", "suggested", "confirmed", "objected"), nullable=False),
        sa.Column("words", sa.String(1000), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'suggested') = (answered_at IS NULL)", name=op.f("ck_credit_shares_answered_with_a_moment")
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_credit_shares_percent_of_a_whole")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_credit_shares_idea_id_ideas")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_credit_shares_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_shares")),
        sa.UniqueConstraint("idea_id", "person_id", name=op.f("uq_credit_shares_idea_id_person_id")),
    )
    op.create_index("ix_credit_shares_person_id", "credit_shares", ["person_id"])

    op.create_table(
        "nominations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("nominee_id", sa.Integer(), nullable=False),
        sa.Column("nominator_id", sa.Integer(), nullable=False),
        sa.Column("idea_id", BIG_ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_html", sa.Text(), nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column(
            "state", _enum("nominationstate", "waiting", "approved", "awarded", "declined", "withdrawn"), nullable=False
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("form_key", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('awarded', 'declined', 'withdrawn')) = (closed_at IS NOT NULL)",
            name=op.f("ck_nominations_closed_when_over"),
        ),
        sa.CheckConstraint("nominee_id <> nominator_id", name=op.f("ck_nominations_not_of_oneself")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_nominations_idea_id_ideas")),
        sa.ForeignKeyConstraint(["kind_id"], ["award_kinds.id"], name=op.f("fk_nominations_kind_id_award_kinds")),
        sa.ForeignKeyConstraint(["nominator_id"], ["people.id"], name=op.f("fk_nominations_nominator_id_people")),
        sa.ForeignKeyConstraint(["nominee_id"], ["people.id"], name=op.f("fk_nominations_nominee_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sa.UniqueConstraint("nominator_id", "form_key", name=op.f("uq_nominations_nominator_id_form_key")),
    )
    op.create_index("ix_nominations_idea_id", "nominations", ["idea_id"])

    op.create_table(
        "redemptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column(
            "state", _enum("redemptionstate", "asked", "approved", "fulfilled", "declined", "cancelled"), nullable=False
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("fulfilled_at", MOMENT, nullable=True),
        sa.Column("fulfilled_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(300), nullable=False),
        sa.Column("form_key", sa.String(32), nullable=False),
        sa.Column("ledger_journal_id", sa.String(36), nullable=False),
        sa.Column("refund_journal_id", sa.String(36), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'fulfilled') = (fulfilled_at IS NOT NULL)", name=op.f("ck_redemptions_fulfilled_with_a_moment")
        ),
        sa.CheckConstraint(
            "(state IN ('declined', 'cancelled')) = (refund_journal_id IS NOT NULL)",
            name=op.f("ck_redemptions_refunded_when_not_given"),
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_redemptions_points_positive")),
        sa.ForeignKeyConstraint(["approver_id"], ["people.id"], name=op.f("fk_redemptions_approver_id_people")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_redemptions_decided_by_id_people")),
        sa.ForeignKeyConstraint(["fulfilled_by_id"], ["people.id"], name=op.f("fk_redemptions_fulfilled_by_id_people")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["catalogue_items.id"], name=op.f("fk_redemptions_item_id_catalogue_items")
        ),
        sa.ForeignKeyConstraint(
            ["ledger_journal_id"], ["ledger_journals.id"], name=op.f("fk_redemptions_ledger_journal_id_ledger_journals")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_redemptions_person_id_people")),
        sa.ForeignKeyConstraint(
            ["refund_journal_id"], ["ledger_journals.id"], name=op.f("fk_redemptions_refund_journal_id_ledger_journals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
        sa.UniqueConstraint("person_id", "form_key", name=op.f("uq_redemptions_person_id_form_key")),
    )
    op.create_index("ix_redemptions_item", "redemptions", ["item_id", "person_id"])
    op.create_index("ix_redemptions_state", "redemptions", ["state", "due_at"])

    op.create_table(
        "kudos",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", BIG_ID, nullable=True),
        sa.Column("experiment_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", BIG_ID, nullable=True),
        sa.Column("parent_id", BIG_ID, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("form_key", sa.String(32), nullable=False),
        sa.Column("ledger_journal_id", sa.String(36), nullable=True),
        sa.Column("reversed_at", MOMENT, nullable=True),
        sa.Column("reversal_reason", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "(points > 0) = (ledger_journal_id IS NOT NULL)", name=op.f("ck_kudos_points_move_in_the_ledger")
        ),
        sa.CheckConstraint(
            "(reversed_at IS NULL) = (reversal_reason IS NULL)", name=op.f("ck_kudos_reversed_with_a_reason")
        ),
        sa.CheckConstraint("points >= 0", name=op.f("ck_kudos_points_not_negative")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_kudos_comment_id_comments")),
        sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name=op.f("fk_kudos_experiment_id_experiments")),
        sa.ForeignKeyConstraint(["giver_id"], ["people.id"], name=op.f("fk_kudos_giver_id_people")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_kudos_idea_id_ideas")),
        sa.ForeignKeyConstraint(
            ["ledger_journal_id"], ["ledger_journals.id"], name=op.f("fk_kudos_ledger_journal_id_ledger_journals")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["kudos.id"], name=op.f("fk_kudos_parent_id_kudos")),
        sa.ForeignKeyConstraint(["value_id"], ["company_values.id"], name=op.f("fk_kudos_value_id_company_values")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kudos")),
        sa.UniqueConstraint("giver_id", "form_key", name=op.f("uq_kudos_giver_id_form_key")),
    )
    op.create_index("ix_kudos_idea_id", "kudos", ["idea_id"])
    op.create_index("ix_kudos_parent_id", "kudos", ["parent_id"])

    op.create_table(
        "nomination_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nomination_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("approver", _enum("approver", "manager", "leader", "hr", "person"), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("verdict", _enum("stepverdict", "approved", "declined"), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.CheckConstraint(
            "(began_at IS NULL) = (due_at IS NULL)", name=op.f("ck_nomination_steps_promised_when_begun")
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_nomination_steps_decided_with_a_verdict")
        ),
        sa.ForeignKeyConstraint(["approver_id"], ["people.id"], name=op.f("fk_nomination_steps_approver_id_people")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_nomination_steps_decided_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_nomination_steps_nomination_id_nominations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_steps")),
        sa.UniqueConstraint("nomination_id", "position", name=op.f("uq_nomination_steps_nomination_id_position")),
    )
    op.create_index("ix_nomination_steps_waiting", "nomination_steps", ["approver_id", "verdict", "due_at"])

    op.create_table(
        "award_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("state", _enum("partstate", "waiting", "vested", "lapsed"), nullable=False),
        sa.Column("ledger_journal_id", sa.String(36), nullable=True),
        sa.CheckConstraint(
            "(state = 'waiting') = (ledger_journal_id IS NULL)", name=op.f("ck_award_parts_moved_when_not_waiting")
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_award_parts_points_positive")),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_award_parts_award_id_awards")),
        sa.ForeignKeyConstraint(
            ["check_id"], ["benefit_checks.id"], name=op.f("fk_award_parts_check_id_benefit_checks")
        ),
        sa.ForeignKeyConstraint(
            ["ledger_journal_id"], ["ledger_journals.id"], name=op.f("fk_award_parts_ledger_journal_id_ledger_journals")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_parts")),
        sa.UniqueConstraint("award_id", "check_id", name=op.f("uq_award_parts_award_id_check_id")),
    )
    op.create_index("ix_award_parts_check_id", "award_parts", ["check_id"])

    op.create_table(
        "badge_holdings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("cause_id", BIG_ID, nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(400), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revocation_reason", sa.String(300), nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revocation_reason IS NULL)", name=op.f("ck_badge_holdings_revoked_with_a_reason")
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_badge_holdings_award_id_awards")),
        sa.ForeignKeyConstraint(["badge_id"], ["badges.id"], name=op.f("fk_badge_holdings_badge_id_badges")),
        sa.ForeignKeyConstraint(["cause_id"], ["journal.id"], name=op.f("fk_badge_holdings_cause_id_journal")),
        sa.ForeignKeyConstraint(["given_by_id"], ["people.id"], name=op.f("fk_badge_holdings_given_by_id_people")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_badge_holdings_person_id_people")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["people.id"], name=op.f("fk_badge_holdings_revoked_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_holdings")),
        sa.UniqueConstraint("badge_id", "person_id", name=op.f("uq_badge_holdings_badge_id_person_id")),
    )
    op.create_index("ix_badge_holdings_person", "badge_holdings", ["person_id", "at"])

    op.create_table(
        "kudos_receivers",
        sa.Column("kudos_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["kudos_id"], ["kudos.id"], name=op.f("fk_kudos_receivers_kudos_id_kudos")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_kudos_receivers_person_id_people")),
        sa.PrimaryKeyConstraint("kudos_id", "person_id", name=op.f("pk_kudos_receivers")),
    )
    op.create_index("ix_kudos_receivers_person_id", "kudos_receivers", ["person_id"])

    op.create_table(
        "posts",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column(
            "kind", _enum("postkind", "kudos", "award", "launch", "lesson", "badge", "milestone"), nullable=False
        ),
        sa.Column("key", sa.String(100), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("kudos_id", BIG_ID, nullable=True),
        sa.Column("idea_id", BIG_ID, nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("holding_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("value_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("hidden_at", MOMENT, nullable=True),
        sa.Column("claps", sa.Integer(), nullable=False),
        sa.Column("hearts", sa.Integer(), nullable=False),
        sa.Column("lights", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.CheckConstraint("claps >= 0 AND hearts >= 0 AND lights >= 0", name=op.f("ck_posts_reactions_not_negative")),
        sa.CheckConstraint("comments >= 0", name=op.f("ck_posts_comments_not_negative")),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_posts_actor_id_people")),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_posts_area_id_areas")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_posts_case_id_cases")),
        sa.ForeignKeyConstraint(["holding_id"], ["badge_holdings.id"], name=op.f("fk_posts_holding_id_badge_holdings")),
        sa.ForeignKeyConstraint(["idea_id"], ["ideas.id"], name=op.f("fk_posts_idea_id_ideas")),
        sa.ForeignKeyConstraint(["kudos_id"], ["kudos.id"], name=op.f("fk_posts_kudos_id_kudos")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestones.id"], name=op.f("fk_posts_milestone_id_milestones")),
        sa.ForeignKeyConstraint(["value_id"], ["company_values.id"], name=op.f("fk_posts_value_id_company_values")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("key", name=op.f("uq_posts_key")),
    )
    op.create_table(
        "post_comments",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("post_id", BIG_ID, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(1000), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("form_key", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_post_comments_author_id_people")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_comments_post_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_comments")),
        sa.UniqueConstraint("author_id", "form_key", name=op.f("uq_post_comments_author_id_form_key")),
    )
    op.create_index("ix_post_comments_post", "post_comments", ["post_id", "id"])

    op.create_table(
        "post_people",
        sa.Column("post_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("award_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name=op.f("fk_post_people_award_id_awards")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_post_people_person_id_people")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_people_post_id_posts")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_post_people_team_id_teams")),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_post_people")),
    )
    op.create_table(
        "post_reactions",
        sa.Column("post_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("reactionkind", "clap", "heart", "light"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_post_reactions_person_id_people")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_reactions_post_id_posts")),
        sa.PrimaryKeyConstraint("post_id", "person_id", "kind", name=op.f("pk_post_reactions")),
    )
    for name, table, columns in (
        ("ix_nominations_nominee", "nominations", ("nominee_id", "id DESC")),
        ("ix_nominations_state", "nominations", ("state", "id DESC")),
        ("ix_redemptions_person", "redemptions", ("person_id", "id DESC")),
        ("ix_kudos_at", "kudos", ("at DESC", "id DESC")),
        ("ix_kudos_giver", "kudos", ("giver_id", "id DESC")),
        ("ix_posts_at", "posts", ("at DESC", "id DESC")),
        ("ix_posts_kind", "posts", ("kind", "at DESC", "id DESC")),
        ("ix_posts_value", "posts", ("value_id", "at DESC", "id DESC")),
        ("ix_post_people_person", "post_people", ("person_id", "post_id DESC")),
        ("ix_post_people_team", "post_people", ("team_id", "post_id DESC")),
    ):
        op.create_index(name, table, [sa.text(column) for column in columns])


def _first_kind() -> None:
    """A company that is here already goes on giving what it gave."""
    columns = ", ".join(FIRST_KIND)
    values = ", ".join(f":{column}" for column in FIRST_KIND)
    statement = (
        f"INSERT INTO award_kinds ({columns}) SELECT {values}"
        " WHERE EXISTS (SELECT 1 FROM accounts WHERE kind = 'opening')"
    )
    op.get_bind().execute(sa.text(statement).bindparams(*_typed(FIRST_KIND)), FIRST_KIND)


def _typed(values: dict[str, object]) -> list[sa.BindParameter[object]]:
    """PostgreSQL cannot tell what a value that is only selected is."""
    kinds = {bool: sa.Boolean(), int: sa.Integer(), str: sa.Text()}
    return [sa.bindparam(name, type_=kinds[type(value)]) for name, value in values.items()]


def _more_of_awards() -> None:
    with op.batch_alter_table("awards") as table:
        table.add_column(sa.Column("kind_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("nomination_id", sa.Integer(), nullable=True))
        for score in ("plan_score", "run_score", "lesson_score"):
            table.add_column(sa.Column(score, sa.Integer(), nullable=True))
        table.add_column(sa.Column("certificate_code", sa.String(43), nullable=True))
    op.execute("UPDATE awards SET kind_id = (SELECT min(id) FROM award_kinds)")
    with op.batch_alter_table("awards") as table:
        table.alter_column("kind_id", existing_type=sa.Integer(), nullable=False)
        table.create_unique_constraint(op.f("uq_awards_certificate_code"), ["certificate_code"])
        table.create_unique_constraint(op.f("uq_awards_nomination_id"), ["nomination_id"])
        table.create_foreign_key(op.f("fk_awards_kind_id_award_kinds"), "award_kinds", ["kind_id"], ["id"])
        table.create_foreign_key(op.f("fk_awards_nomination_id_nominations"), "nominations", ["nomination_id"], ["id"])
        table.create_check_constraint(op.f("ck_awards_scored_whole_or_not"), SCORED)
    op.create_index("ix_awards_kind", "awards", ["kind_id", "at"])
    _index_again("awards", ix_awards_at="at DESC, id DESC", ix_awards_person="person_id, id DESC")


def _index_again(table: str, **indexes: str) -> None:
    """SQLite does not tell Alembic which columns of an index go down: it makes them anew going up."""
    if _is_sqlite():
        for name, columns in indexes.items():
            op.drop_index(name, table)
            op.execute(f"CREATE INDEX {name} ON {table} ({columns})")


SCORED = (
    "plan_score BETWEEN 1 AND 5 AND run_score BETWEEN 1 AND 5 AND lesson_score BETWEEN 1 AND 5"
    " OR plan_score IS NULL AND run_score IS NULL AND lesson_score IS NULL"
)


def _more_of_badges() -> None:
    with op.batch_alter_table("badges") as table:
        table.add_column(sa.Column("rule", sa.String(24), nullable=True))
        table.add_column(sa.Column("threshold", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_badges_badgerule"), sa.column("rule").in_(RULES))
        table.create_check_constraint(op.f("ck_badges_threshold_of_a_rule"), "(rule IS NULL) = (threshold IS NULL)")
        table.create_check_constraint(op.f("ck_badges_threshold_positive"), "threshold > 0")


def _badges_of_awards() -> None:
    """Who was given a badge with an award holds it from then on."""
    op.execute(
        "INSERT INTO badge_holdings (badge_id, person_id, at, award_id, given_by_id, words)"
        " SELECT badge_id, person_id, at, id, giver_id, citation FROM awards"
        " WHERE badge_id IS NOT NULL AND reversed_at IS NULL AND NOT EXISTS (SELECT 1 FROM awards AS earlier"
        " WHERE earlier.badge_id = awards.badge_id AND earlier.person_id = awards.person_id"
        " AND earlier.reversed_at IS NULL AND earlier.id < awards.id)"
    )


def _posts() -> None:
    """What was celebrated stands on the wall: awards that were given together in one post, ideas adopted, lessons."""
    zeros = "0, 0, 0, 0"
    counters = "claps, hearts, lights, comments"
    op.execute(
        f"INSERT INTO posts (kind, key, at, actor_id, idea_id, area_id, {counters})"
        " SELECT 'award', 'award:' || awards.key, min(awards.at), min(awards.giver_id), min(awards.idea_id),"
        f" min(ideas.area_id), {zeros} FROM awards LEFT JOIN ideas ON ideas.id = awards.idea_id"
        " WHERE awards.reversed_at IS NULL GROUP BY awards.key ORDER BY min(awards.at)"
    )
    op.execute(
        "INSERT INTO post_people (post_id, person_id, team_id, award_id)"
        " SELECT posts.id, awards.person_id, people.team_id, awards.id FROM awards"
        " JOIN posts ON posts.key = 'award:' || awards.key JOIN people ON people.id = awards.person_id"
        " WHERE awards.reversed_at IS NULL"
    )
    op.execute(
        f"INSERT INTO posts (kind, key, at, idea_id, case_id, area_id, {counters})"
        " SELECT 'lesson', 'lesson:' || cases.id, cases.at, experiments.idea_id, cases.id, ideas.area_id,"
        f" {zeros} FROM cases JOIN experiments ON experiments.id = cases.experiment_id"
        " JOIN ideas ON ideas.id = experiments.idea_id ORDER BY cases.at"
    )
    op.execute(
        "INSERT INTO post_people (post_id, person_id, team_id)"
        " SELECT posts.id, people.id, people.team_id FROM posts JOIN cases ON cases.id = posts.case_id"
        " JOIN experiments ON experiments.id = cases.experiment_id JOIN people ON people.id = experiments.owner_id"
    )
    op.execute(
        f"INSERT INTO posts (kind, key, at, idea_id, area_id, {counters})"
        f" SELECT 'launch', 'launch:' || id, entered_at, id, area_id, {zeros} FROM ideas WHERE outcome = 'adopted'"
        " ORDER BY entered_at"
    )
    op.execute(
        "INSERT INTO post_people (post_id, person_id, team_id)"
        " SELECT posts.id, people.id, people.team_id FROM posts JOIN credits ON credits.idea_id = posts.idea_id"
        " JOIN people ON people.id = credits.person_id WHERE posts.kind = 'launch'"
    )


def downgrade() -> None:
    """Badges, kudos and all that the release before does not know are lost; what moved in the ledger stays there."""
    with op.batch_alter_table("badges") as table:
        for name in ("badgerule", "threshold_of_a_rule", "threshold_positive"):
            table.drop_constraint(op.f(f"ck_badges_{name}"), type_="check")
        table.drop_column("threshold")
        table.drop_column("rule")
    op.drop_index("ix_awards_kind", "awards")
    with op.batch_alter_table("awards") as table:
        table.drop_constraint(op.f("ck_awards_scored_whole_or_not"), type_="check")
        table.drop_constraint(op.f("fk_awards_nomination_id_nominations"), type_="foreignkey")
        table.drop_constraint(op.f("fk_awards_kind_id_award_kinds"), type_="foreignkey")
        table.drop_constraint(op.f("uq_awards_nomination_id"), type_="unique")
        table.drop_constraint(op.f("uq_awards_certificate_code"), type_="unique")
        for column in ("certificate_code", "lesson_score", "run_score", "plan_score", "nomination_id", "kind_id"):
            table.drop_column(column)
    _index_again("awards", ix_awards_at="at DESC, id DESC", ix_awards_person="person_id, id DESC")
    if _is_sqlite():  # makes the table anew: a column that refers cannot be dropped there
        with op.batch_alter_table("comments") as table:
            table.drop_column("adopted_by_id")
            table.drop_column("adopted_at")
        _index_again("comments", ix_comments_author="author_id, id DESC")
    else:
        op.drop_column("comments", "adopted_by_id")
        op.drop_column("comments", "adopted_at")
    op.execute("ALTER TABLE people DROP COLUMN shows_milestones")
    for table_name in NEW_TABLES:
        op.drop_table(table_name)


NEW_TABLES = (
    "post_reactions",
    "post_people",
    "post_comments",
    "posts",
    "kudos_receivers",
    "badge_holdings",
    "award_parts",
    "nomination_steps",
    "kudos",
    "redemptions",
    "nominations",
    "credit_shares",
    "benefit_checks",
    "person_attributes",
    "milestones",
    "catalogue_items",
    "award_kind_steps",
    "award_kind_teams",
    "award_kinds",
    "company_values",
    "attributes",
    "allowances",
)  # whoever refers stands before what it refers to


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
