"""the business half"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "offer",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=True),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=True),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('first_call', 'single', 'package', 'subscription', 'seat')", name=op.f("offer_kind_known")),
        sa.CheckConstraint("shown in ('public', 'link', 'hidden')", name=op.f("offer_shown_known")),
        sa.CheckConstraint("places between 1 and 100000 and taken >= 0 and taken <= places", name=op.f("offer_places_hold")),
        sa.CheckConstraint("rank between 1 and 3", name=op.f("offer_rank_known")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("offer_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("offer_pk")),
        sa.UniqueConstraint("practice_id", "handle", name="offer_handle_once"),
    )
    op.execute("select plumbline_wall('offer', 'open')")
    op.create_table(
        "price_plan",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("income_minor", sa.BigInteger(), nullable=True),
        sa.Column("costs_minor", sa.BigInteger(), nullable=True),
        sa.Column("tax_share", sa.Numeric(), nullable=False),
        sa.Column("weeks", sa.BigInteger(), nullable=False),
        sa.Column("hours_a_week", sa.Numeric(), nullable=False),
        sa.Column("sold_share", sa.Numeric(), nullable=False),
        sa.Column("list_rate_minor", sa.BigInteger(), nullable=True),
        sa.Column("minutes_before", sa.BigInteger(), nullable=False),
        sa.Column("minutes_after", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("income_minor >= 0 and costs_minor >= 0 and list_rate_minor >= 0", name=op.f("price_plan_money_sane")),
        sa.CheckConstraint("minutes_before between 0 and 480 and minutes_after between 0 and 480", name=op.f("price_plan_minutes_sane")),
        sa.CheckConstraint("tax_share >= 0 and tax_share < 1 and sold_share > 0 and sold_share <= 1", name=op.f("price_plan_shares_sane")),
        sa.CheckConstraint("weeks between 1 and 52 and hours_a_week > 0 and hours_a_week <= 100", name=op.f("price_plan_time_sane")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("price_plan_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("price_plan_pk")),
        sa.UniqueConstraint("practice_id", name="price_plan_once"),
    )
    op.execute("select plumbline_wall('price_plan', 'closed')")
    op.create_table(
        "public_page",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("privacy", sa.Text(), nullable=False),
        sa.Column("answers_in_days", sa.BigInteger(), nullable=False),
        sa.Column("face", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("answers_in_days between 1 and 30", name=op.f("public_page_answers_in_days_sane")),
        sa.CheckConstraint(
            "char_length(headline) <= 200 and char_length(lead) <= 1000 and char_length(method) <= 20000 and char_length(terms) <= 20000 "
            "and char_length(privacy) <= 20000",
            name=op.f("public_page_texts_length"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("public_page_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("public_page_pk")),
        sa.UniqueConstraint("practice_id", name="public_page_once"),
    )
    op.execute("select plumbline_wall('public_page', 'open')")
    op.create_table(
        "recipe",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("blanks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("char_length(subject) <= 200 and char_length(words) <= 5000", name=op.f("recipe_texts_length")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("recipe_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("recipe_pk")),
        sa.UniqueConstraint("practice_id", "name", name="recipe_once"),
    )
    op.execute("select plumbline_wall('recipe', 'closed')")
    op.create_table(
        "booking_rules",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("notice_hours", sa.BigInteger(), nullable=False),
        sa.Column("buffer_minutes", sa.BigInteger(), nullable=False),
        sa.Column("horizon_days", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("char_length(place) <= 200", name=op.f("booking_rules_place_length")),
        sa.CheckConstraint(
            "notice_hours between 0 and 720 and buffer_minutes between 0 and 240 and horizon_days between 1 and 180",
            name=op.f("booking_rules_sane"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "coach_id"], ["membership.practice_id", "membership.id"], name=op.f("booking_rules_practice_id_coach_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("booking_rules_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("booking_rules_pk")),
        sa.UniqueConstraint("practice_id", "coach_id", name="booking_rules_once"),
    )
    op.execute("select plumbline_wall('booking_rules', 'closed')")
    op.create_index(op.f("booking_rules_practice_id_coach_id_ix"), "booking_rules", ["practice_id", "coach_id"], unique=False)
    op.create_table(
        "hours_exception",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=True),
        sa.Column("end", sa.Time(), nullable=True),
        sa.CheckConstraint('(start is null) = ("end" is null) and (start is null or start < "end")', name=op.f("hours_exception_in_order")),
        sa.ForeignKeyConstraint(
            ["practice_id", "coach_id"], ["membership.practice_id", "membership.id"], name=op.f("hours_exception_practice_id_coach_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("hours_exception_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("hours_exception_pk")),
    )
    op.execute("select plumbline_wall('hours_exception', 'closed')")
    op.create_index("hours_exception_on_ix", "hours_exception", ["practice_id", "coach_id", "on"], unique=False)
    op.create_index(op.f("hours_exception_practice_id_coach_id_ix"), "hours_exception", ["practice_id", "coach_id"], unique=False)
    op.create_table(
        "inbound",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=False),
        sa.Column("writer_kind", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(subject) <= 500 and char_length(words) <= 20000", name=op.f("inbound_texts_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "message_id"], ["message.practice_id", "message.id"], name=op.f("inbound_practice_id_message_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("inbound_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("inbound_pk")),
        sa.UniqueConstraint("practice_id", "mail_id", name="inbound_once"),
    )
    op.execute("select plumbline_wall('inbound', 'closed')")
    op.create_index(op.f("inbound_practice_id_message_id_ix"), "inbound", ["practice_id", "message_id"], unique=False)
    op.create_index("inbound_writer_ix", "inbound", ["practice_id", "writer_id", "at"], unique=False)
    op.create_table(
        "offer_version",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("tax_percent", sa.Numeric(), nullable=False),
        sa.Column("sessions", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("valid_months", sa.BigInteger(), nullable=True),
        sa.Column("instalments", sa.BigInteger(), nullable=False),
        sa.Column("instalment_minor", sa.BigInteger(), nullable=True),
        sa.Column("on_invoice", sa.Boolean(), nullable=False),
        sa.Column("cancel_hours", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("cancel_hours between 0 and 720", name=op.f("offer_version_cancel_sane")),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("offer_version_name_length")),
        sa.CheckConstraint(
            "instalments between 1 and 24 and (instalments = 1) = (instalment_minor is null)", name=op.f("offer_version_instalments_sane")
        ),
        sa.CheckConstraint("price_minor between 0 and 10000000000000", name=op.f("offer_version_price_sane")),
        sa.CheckConstraint("sessions between 0 and 1000 and minutes between 5 and 1440", name=op.f("offer_version_sessions_sane")),
        sa.CheckConstraint("tax_percent >= 0 and tax_percent < 100", name=op.f("offer_version_tax_sane")),
        sa.CheckConstraint("valid_months between 1 and 120", name=op.f("offer_version_valid_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "offer_id"], ["offer.practice_id", "offer.id"], name=op.f("offer_version_practice_id_offer_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("offer_version_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("offer_version_pk")),
        sa.UniqueConstraint("practice_id", "offer_id", "n", name="offer_version_once"),
    )
    op.execute("select plumbline_wall('offer_version', 'open')")
    op.execute('revoke update, delete on "offer_version" from plumbline_app')
    op.create_index(op.f("offer_version_practice_id_offer_id_ix"), "offer_version", ["practice_id", "offer_id"], unique=False)
    op.create_table(
        "recipe_skip",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipe_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "recipe_id"], ["recipe.practice_id", "recipe.id"], name=op.f("recipe_skip_practice_id_recipe_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("recipe_skip_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("recipe_skip_pk")),
        sa.UniqueConstraint("practice_id", "recipe_id", "recipient_id", name="recipe_skip_once"),
    )
    op.execute("select plumbline_wall('recipe_skip', 'closed')")
    op.create_index(op.f("recipe_skip_practice_id_recipe_id_ix"), "recipe_skip", ["practice_id", "recipe_id"], unique=False)
    op.create_table(
        "weekly_hours",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.BigInteger(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("end", sa.Time(), nullable=False),
        sa.CheckConstraint('start < "end"', name=op.f("weekly_hours_in_order")),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("weekly_hours_weekday_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "coach_id"], ["membership.practice_id", "membership.id"], name=op.f("weekly_hours_practice_id_coach_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("weekly_hours_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("weekly_hours_pk")),
        sa.UniqueConstraint("practice_id", "coach_id", "weekday", "start", name="weekly_hours_once"),
    )
    op.execute("select plumbline_wall('weekly_hours', 'closed')")
    op.create_index(op.f("weekly_hours_practice_id_coach_id_ix"), "weekly_hours", ["practice_id", "coach_id"], unique=False)
    op.create_table(
        "enquiry",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("gap", sa.Text(), nullable=False),
        sa.Column("tried", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("lost_reason", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(stage in ('won', 'lost')) = (closed_at is not null)", name=op.f("enquiry_closed_when_over")),
        sa.CheckConstraint("source in ('page', 'referral', 'colleague', 'post', 'other')", name=op.f("enquiry_source_known")),
        sa.CheckConstraint("stage in ('new', 'asked back', 'talked', 'proposed', 'won', 'lost')", name=op.f("enquiry_stage_known")),
        sa.CheckConstraint(
            "char_length(behaviour) <= 2000 and char_length(gap) <= 2000 and char_length(tried) <= 2000 and char_length(about) <= 200 "
            "and char_length(next_step) <= 200 and char_length(source_note) <= 200 and char_length(lost_reason) <= 200",
            name=op.f("enquiry_texts_length"),
        ),
        sa.CheckConstraint(
            "char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name=op.f("enquiry_who_length")
        ),
        sa.CheckConstraint("value_minor >= 0", name=op.f("enquiry_value_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("enquiry_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("enquiry_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("enquiry_pk")),
    )
    op.execute("select plumbline_wall('enquiry', 'letterbox')")
    op.create_index("enquiry_address_ix", "enquiry", ["practice_id", "address"], unique=False)
    op.create_index(op.f("enquiry_practice_id_client_id_ix"), "enquiry", ["practice_id", "client_id"], unique=False)
    op.create_index("enquiry_stage_ix", "enquiry", ["practice_id", "stage", "created_at"], unique=False)
    op.create_table(
        "purchase",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("on_invoice", sa.Boolean(), nullable=False),
        sa.Column("is_first_call", sa.Boolean(), nullable=False),
        sa.Column("by_instalments", sa.Boolean(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_sha256", sa.Text(), nullable=True),
        sa.Column("agreed_ip", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state in ('begun', 'agreed', 'paid', 'settled', 'sold out', 'given back')", name=op.f("purchase_state_known")),
        sa.CheckConstraint("(agreed_at is null) = (agreed_sha256 is null)", name=op.f("purchase_agreed_to_a_text")),
        sa.CheckConstraint(
            "char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name=op.f("purchase_who_length")
        ),
        sa.CheckConstraint("net_minor >= 0 and tax_minor >= 0", name=op.f("purchase_sums_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("purchase_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "offer_id"], ["offer.practice_id", "offer.id"], name=op.f("purchase_practice_id_offer_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "version_id"],
            ["offer_version.practice_id", "offer_version.id"],
            name=op.f("purchase_practice_id_version_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("purchase_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("purchase_pk")),
    )
    op.execute("select plumbline_wall('purchase', 'self')")
    op.create_index("purchase_address_ix", "purchase", ["practice_id", "address"], unique=False)
    op.create_index("purchase_created_ix", "purchase", ["practice_id", "created_at"], unique=False)
    op.create_index(
        "purchase_first_call_once",
        "purchase",
        ["practice_id", "address"],
        unique=True,
        postgresql_where="is_first_call and state in ('paid', 'settled')",
    )
    op.create_index(op.f("purchase_practice_id_client_id_ix"), "purchase", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("purchase_practice_id_offer_id_ix"), "purchase", ["practice_id", "offer_id"], unique=False)
    op.create_index(op.f("purchase_practice_id_version_id_ix"), "purchase", ["practice_id", "version_id"], unique=False)
    op.create_table(
        "closing",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "contract_id"], ["contract.practice_id", "contract.id"], name=op.f("closing_practice_id_contract_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("closing_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("closing_pk")),
        sa.UniqueConstraint("practice_id", "contract_id", "n", name="closing_once"),
    )
    op.execute("select plumbline_wall('closing', 'through', 'contract_id', 'contract')")
    op.execute('revoke update, delete on "closing" from plumbline_app')
    op.create_index(op.f("closing_practice_id_contract_id_ix"), "closing", ["practice_id", "contract_id"], unique=False)
    op.create_table(
        "colleague",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("last_word_on", sa.Date(), nullable=True),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("wrote_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enquiry_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("char_length(known_from) <= 500 and char_length(draft) <= 4000", name=op.f("colleague_texts_length")),
        sa.CheckConstraint("char_length(name) between 1 and 200 and char_length(address) <= 320", name=op.f("colleague_who_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "enquiry_id"], ["enquiry.practice_id", "enquiry.id"], name=op.f("colleague_practice_id_enquiry_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "member_id"], ["membership.practice_id", "membership.id"], name=op.f("colleague_practice_id_member_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("colleague_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("colleague_pk")),
        sa.UniqueConstraint("practice_id", "member_id", "name", "address", name="colleague_once"),
    )
    op.execute("select plumbline_wall('colleague', 'closed')")
    op.create_index(op.f("colleague_practice_id_enquiry_id_ix"), "colleague", ["practice_id", "enquiry_id"], unique=False)
    op.create_index(op.f("colleague_practice_id_member_id_ix"), "colleague", ["practice_id", "member_id"], unique=False)
    op.create_index("colleague_turn_ix", "colleague", ["practice_id", "member_id", "wrote_at"], unique=False)
    op.create_table(
        "subscription",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("period_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('active', 'past_due', 'paused', 'cancelled')", name=op.f("subscription_state_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("subscription_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "purchase_id"], ["purchase.practice_id", "purchase.id"], name=op.f("subscription_practice_id_purchase_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "version_id"],
            ["offer_version.practice_id", "offer_version.id"],
            name=op.f("subscription_practice_id_version_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("subscription_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("subscription_pk")),
        sa.UniqueConstraint("practice_id", "provider_id", name="subscription_provider_once"),
        sa.UniqueConstraint("practice_id", "purchase_id", name="subscription_of_purchase_once"),
    )
    op.execute("select plumbline_wall('subscription', 'through', 'client_id', 'client')")
    op.create_index(op.f("subscription_practice_id_client_id_ix"), "subscription", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("subscription_practice_id_purchase_id_ix"), "subscription", ["practice_id", "purchase_id"], unique=False)
    op.create_index(op.f("subscription_practice_id_version_id_ix"), "subscription", ["practice_id", "version_id"], unique=False)
    op.create_table(
        "work",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "kind in ('session', 'overrun', 'no_show', 'preparation', 'notes', 'messages', 'free_call', 'administration', 'travel', 'marketing')",
            name=op.f("work_kind_known"),
        ),
        sa.CheckConstraint("char_length(note) <= 500", name=op.f("work_note_length")),
        sa.CheckConstraint("minutes between 0 and 1440", name=op.f("work_minutes_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("work_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "member_id"], ["membership.practice_id", "membership.id"], name=op.f("work_practice_id_member_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "session_id"],
            ["coaching_session.practice_id", "coaching_session.id"],
            name=op.f("work_practice_id_session_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id", "supersedes_id"], ["work.practice_id", "work.id"], name="work_corrects"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("work_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("work_pk")),
        sa.UniqueConstraint("practice_id", "supersedes_id", name="work_superseded_once"),
    )
    op.execute("select plumbline_wall('work', 'closed')")
    op.execute('revoke update, delete on "work" from plumbline_app')
    op.create_index(
        "work_of_session_once",
        "work",
        ["practice_id", "session_id", "kind"],
        unique=True,
        postgresql_where="session_id is not null and supersedes_id is null",
    )
    op.create_index("work_on_ix", "work", ["practice_id", "on"], unique=False)
    op.create_index(op.f("work_practice_id_client_id_ix"), "work", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("work_practice_id_member_id_ix"), "work", ["practice_id", "member_id"], unique=False)
    op.create_index(op.f("work_practice_id_session_id_ix"), "work", ["practice_id", "session_id"], unique=False)
    op.create_table(
        "closing_signature",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closing_id", sa.Uuid(), nullable=False),
        sa.Column("who_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("shares_report", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.CheckConstraint("role in ('coach', 'client')", name=op.f("closing_signature_role_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "closing_id"], ["closing.practice_id", "closing.id"], name=op.f("closing_signature_practice_id_closing_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("closing_signature_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("closing_signature_pk")),
        sa.UniqueConstraint("practice_id", "closing_id", "role", name="closing_signed_once"),
    )
    op.execute("select plumbline_wall('closing_signature', 'through', 'closing_id', 'closing')")
    op.execute('revoke update, delete on "closing_signature" from plumbline_app')
    op.execute(
        'create policy signer on "closing_signature" as restrictive for insert with check (current_reader() is null or who_id = current_reader())'
    )
    op.create_index(op.f("closing_signature_practice_id_closing_id_ix"), "closing_signature", ["practice_id", "closing_id"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint("relation in ('boss', 'colleague')", name=op.f("confirmation_relation_known")),
        sa.CheckConstraint("(answered_at is null) = (confirmed is null)", name=op.f("confirmation_answered_is_yes_or_no")),
        sa.CheckConstraint(
            "char_length(name) between 1 and 200 and char_length(address) between 3 and 320", name=op.f("confirmation_who_length")
        ),
        sa.CheckConstraint("char_length(words) <= 500", name=op.f("confirmation_words_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("confirmation_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], name=op.f("confirmation_practice_id_goal_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("confirmation_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("confirmation_pk")),
    )
    op.execute("select plumbline_wall('confirmation', 'self')")
    op.create_index("confirmation_goal_ix2", "confirmation", ["practice_id", "goal_id", "asked_at"], unique=False)
    op.create_index(op.f("confirmation_practice_id_client_id_ix"), "confirmation", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("confirmation_practice_id_goal_id_ix"), "confirmation", ["practice_id", "goal_id"], unique=False)
    op.create_table(
        "credit_note",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(reason) between 1 and 500", name=op.f("credit_note_reason_length")),
        sa.CheckConstraint("net_minor + tax_minor = total_minor and total_minor > 0", name=op.f("credit_note_sums_agree")),
        sa.ForeignKeyConstraint(
            ["practice_id", "invoice_id"], ["invoice.practice_id", "invoice.id"], name=op.f("credit_note_practice_id_invoice_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id", "series_id"], ["series.practice_id", "series.id"], name="credit_note_series"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("credit_note_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("credit_note_pk")),
        sa.UniqueConstraint("practice_id", "number", name="credit_note_number_once"),
    )
    op.execute("select plumbline_wall('credit_note', 'through', 'invoice_id', 'invoice')")
    op.execute('revoke update, delete on "credit_note" from plumbline_app')
    op.create_index(op.f("credit_note_practice_id_invoice_id_ix"), "credit_note", ["practice_id", "invoice_id"], unique=False)
    op.create_table(
        "instalment",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("instalment_amount_above_zero")),
        sa.ForeignKeyConstraint(
            ["practice_id", "invoice_id"], ["invoice.practice_id", "invoice.id"], name=op.f("instalment_practice_id_invoice_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("instalment_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("instalment_pk")),
        sa.UniqueConstraint("practice_id", "invoice_id", "n", name="instalment_once"),
    )
    op.execute("select plumbline_wall('instalment', 'through', 'invoice_id', 'invoice')")
    op.execute('revoke update, delete on "instalment" from plumbline_app')
    op.create_index(op.f("instalment_practice_id_invoice_id_ix"), "instalment", ["practice_id", "invoice_id"], unique=False)
    op.create_table(
        "invoice_line",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_percent", sa.Numeric(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_percent", sa.Numeric(), nullable=False),
        sa.CheckConstraint("discount_percent >= 0 and discount_percent <= 100", name=op.f("invoice_line_discount_sane")),
        sa.CheckConstraint("tax_percent >= 0 and tax_percent < 100", name=op.f("invoice_line_tax_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("invoice_line_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "invoice_id"], ["invoice.practice_id", "invoice.id"], name=op.f("invoice_line_practice_id_invoice_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "version_id"],
            ["offer_version.practice_id", "offer_version.id"],
            name=op.f("invoice_line_practice_id_version_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("invoice_line_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("invoice_line_pk")),
        sa.UniqueConstraint("practice_id", "invoice_id", "n", name="invoice_line_once"),
    )
    op.execute("select plumbline_wall('invoice_line', 'through', 'invoice_id', 'invoice')")
    op.execute('revoke update, delete on "invoice_line" from plumbline_app')
    op.create_index(op.f("invoice_line_practice_id_client_id_ix"), "invoice_line", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("invoice_line_practice_id_invoice_id_ix"), "invoice_line", ["practice_id", "invoice_id"], unique=False)
    op.create_index(op.f("invoice_line_practice_id_version_id_ix"), "invoice_line", ["practice_id", "version_id"], unique=False)
    op.create_table(
        "package",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("purchase_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("subscription_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("cancel_hours", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source in ('sold', 'given', 'third_party')", name=op.f("package_source_known")),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("package_name_length")),
        sa.CheckConstraint("minutes between 5 and 1440 and cancel_hours between 0 and 720", name=op.f("package_minutes_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("package_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "purchase_id"], ["purchase.practice_id", "purchase.id"], name=op.f("package_practice_id_purchase_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "subscription_id"],
            ["subscription.practice_id", "subscription.id"],
            name=op.f("package_practice_id_subscription_id_fk"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "version_id"], ["offer_version.practice_id", "offer_version.id"], name=op.f("package_practice_id_version_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("package_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("package_pk")),
        sa.UniqueConstraint("practice_id", "purchase_id", name="package_of_purchase_once"),
    )
    op.execute("select plumbline_wall('package', 'through', 'client_id', 'client')")
    op.create_index(op.f("package_practice_id_client_id_ix"), "package", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("package_practice_id_purchase_id_ix"), "package", ["practice_id", "purchase_id"], unique=False)
    op.create_index(op.f("package_practice_id_subscription_id_ix"), "package", ["practice_id", "subscription_id"], unique=False)
    op.create_index(op.f("package_practice_id_version_id_ix"), "package", ["practice_id", "version_id"], unique=False)
    op.create_table(
        "testimonial",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("contract_id", sa.Uuid(), nullable=True),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("photo_id", sa.Uuid(), nullable=True),
        sa.Column("measured", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("incentive", sa.Text(), nullable=False),
        sa.Column("relationship", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("source in ('closing', 'hand', 'old')", name=op.f("testimonial_source_known")),
        sa.CheckConstraint("char_length(name) between 1 and 200 and char_length(address) <= 320", name=op.f("testimonial_who_length")),
        sa.CheckConstraint(
            "char_length(role) <= 200 and char_length(company) <= 200 and char_length(incentive) <= 500 "
            "and char_length(relationship) <= 500",
            name=op.f("testimonial_texts_length"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("testimonial_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "contract_id"], ["contract.practice_id", "contract.id"], name=op.f("testimonial_practice_id_contract_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], name=op.f("testimonial_practice_id_goal_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "photo_id"], ["file.practice_id", "file.id"], name=op.f("testimonial_practice_id_photo_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("testimonial_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("testimonial_pk")),
        sa.UniqueConstraint("practice_id", "contract_id", name="testimonial_asked_once"),
    )
    op.execute("select plumbline_wall('testimonial', 'self')")
    op.create_index("testimonial_client_ix", "testimonial", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("testimonial_practice_id_client_id_ix"), "testimonial", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("testimonial_practice_id_contract_id_ix"), "testimonial", ["practice_id", "contract_id"], unique=False)
    op.create_index(op.f("testimonial_practice_id_goal_id_ix"), "testimonial", ["practice_id", "goal_id"], unique=False)
    op.create_index(op.f("testimonial_practice_id_photo_id_ix"), "testimonial", ["practice_id", "photo_id"], unique=False)
    op.create_table(
        "booking",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("booked_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("booked_by in ('coach', 'client')", name=op.f("booking_booked_by_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "package_id"], ["package.practice_id", "package.id"], name=op.f("booking_practice_id_package_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "session_id"],
            ["coaching_session.practice_id", "coaching_session.id"],
            name=op.f("booking_practice_id_session_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("booking_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("booking_pk")),
        sa.UniqueConstraint("practice_id", "session_id", name="booking_of_session_once"),
    )
    op.execute("select plumbline_wall('booking', 'through', 'package_id', 'package')")
    op.create_index(op.f("booking_practice_id_package_id_ix"), "booking", ["practice_id", "package_id"], unique=False)
    op.create_index(op.f("booking_practice_id_session_id_ix"), "booking", ["practice_id", "session_id"], unique=False)
    op.create_table(
        "card_cost",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "payment_id"], ["payment.practice_id", "payment.id"], name=op.f("card_cost_practice_id_payment_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("card_cost_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("card_cost_pk")),
        sa.UniqueConstraint("practice_id", "payment_id", name="card_cost_once"),
    )
    op.execute("select plumbline_wall('card_cost', 'closed')")
    op.execute('revoke update, delete on "card_cost" from plumbline_app')
    op.create_index(op.f("card_cost_practice_id_payment_id_ix"), "card_cost", ["practice_id", "payment_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("testimonial_id", sa.Uuid(), nullable=False),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("channels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(method = 'withdrawal') = (jsonb_array_length(items) = 0 and expires_on is null)", name=op.f("consent_withdrawn_is_empty")
        ),
        sa.CheckConstraint("method in ('form', 'renewal', 'withdrawal')", name=op.f("consent_method_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "testimonial_id"],
            ["testimonial.practice_id", "testimonial.id"],
            name=op.f("consent_practice_id_testimonial_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("consent_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("consent_pk")),
    )
    op.execute("select plumbline_wall('consent', 'through', 'testimonial_id', 'testimonial')")
    op.execute('revoke update, delete on "consent" from plumbline_app')
    op.create_index(op.f("consent_practice_id_testimonial_id_ix"), "consent", ["practice_id", "testimonial_id"], unique=False)
    op.create_table(
        "credit",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("(kind in ('used', 'returned')) = (session_id is not null)", name=op.f("credit_for_a_session")),
        sa.CheckConstraint(
            "kind in ('bought', 'given', 'third_party', 'used', 'returned', 'expired', 'refunded', 'changed')",
            name=op.f("credit_kind_known"),
        ),
        sa.CheckConstraint(
            "n <> 0 and ((kind in ('bought', 'given', 'third_party', 'returned')) = (n > 0) or kind = 'changed')", name=op.f("credit_sign")
        ),
        sa.CheckConstraint("balance >= 0", name=op.f("credit_never_below_zero")),
        sa.CheckConstraint("char_length(why) <= 500", name=op.f("credit_why_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "package_id"], ["package.practice_id", "package.id"], name=op.f("credit_practice_id_package_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "session_id"],
            ["coaching_session.practice_id", "coaching_session.id"],
            name=op.f("credit_practice_id_session_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("credit_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("credit_pk")),
        sa.UniqueConstraint("practice_id", "package_id", "seq", name="credit_in_order"),
    )
    op.execute("select plumbline_wall('credit', 'through', 'package_id', 'package')")
    op.execute('revoke update, delete on "credit" from plumbline_app')
    op.create_index(
        "credit_cause_once",
        "credit",
        ["practice_id", "package_id", "kind", "cause_id"],
        unique=True,
        postgresql_where="cause_id is not null",
    )
    op.create_index(op.f("credit_practice_id_package_id_ix"), "credit", ["practice_id", "package_id"], unique=False)
    op.create_index(op.f("credit_practice_id_session_id_ix"), "credit", ["practice_id", "session_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('open', 'won', 'lost')", name=op.f("dispute_state_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "payment_id"], ["payment.practice_id", "payment.id"], name=op.f("dispute_practice_id_payment_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("dispute_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("dispute_pk")),
        sa.UniqueConstraint("practice_id", "provider_id", name="dispute_provider_once"),
    )
    op.execute("select plumbline_wall('dispute', 'closed')")
    op.create_index(op.f("dispute_practice_id_payment_id_ix"), "dispute", ["practice_id", "payment_id"], unique=False)
    op.create_table(
        "package_change",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.Uuid(), nullable=False),
        sa.Column("sessions", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(reason) between 1 and 500", name=op.f("package_change_reason_length")),
        sa.CheckConstraint("num_nonnulls(agreed_at, declined_at) <= 1", name=op.f("package_change_one_answer")),
        sa.CheckConstraint("sessions between -1000 and 1000", name=op.f("package_change_sessions_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "package_id"], ["package.practice_id", "package.id"], name=op.f("package_change_practice_id_package_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("package_change_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("package_change_pk")),
    )
    op.execute("select plumbline_wall('package_change', 'through', 'package_id', 'package')")
    op.create_index(op.f("package_change_practice_id_package_id_ix"), "package_change", ["practice_id", "package_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.Column("purchase_id", sa.Uuid(), nullable=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("payment_intent", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('planned', 'done', 'failed')", name=op.f("refund_state_known")),
        sa.CheckConstraint("amount_minor > 0", name=op.f("refund_amount_above_zero")),
        sa.CheckConstraint("num_nonnulls(payment_id, purchase_id) = 1", name=op.f("refund_of_one_thing")),
        sa.ForeignKeyConstraint(
            ["practice_id", "payment_id"], ["payment.practice_id", "payment.id"], name=op.f("refund_practice_id_payment_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "purchase_id"], ["purchase.practice_id", "purchase.id"], name=op.f("refund_practice_id_purchase_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("refund_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("refund_pk")),
        sa.UniqueConstraint("practice_id", "provider_id", name="refund_provider_once"),
    )
    op.execute("select plumbline_wall('refund', 'closed')")
    op.create_index(op.f("refund_practice_id_payment_id_ix"), "refund", ["practice_id", "payment_id"], unique=False)
    op.create_index(op.f("refund_practice_id_purchase_id_ix"), "refund", ["practice_id", "purchase_id"], unique=False)
    op.create_table(
        "testimonial_text",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("testimonial_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("by in ('writer', 'coach')", name=op.f("testimonial_text_by_known")),
        sa.CheckConstraint("char_length(text) between 1 and 4000", name=op.f("testimonial_text_text_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "testimonial_id"],
            ["testimonial.practice_id", "testimonial.id"],
            name=op.f("testimonial_text_practice_id_testimonial_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("testimonial_text_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("testimonial_text_pk")),
        sa.UniqueConstraint("practice_id", "testimonial_id", "n", name="testimonial_text_once"),
    )
    op.execute("select plumbline_wall('testimonial_text', 'through', 'testimonial_id', 'testimonial')")
    op.execute('revoke update, delete on "testimonial_text" from plumbline_app')
    op.create_index(
        op.f("testimonial_text_practice_id_testimonial_id_ix"), "testimonial_text", ["practice_id", "testimonial_id"], unique=False
    )
    op.create_table(
        "wall_card",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("testimonial_id", sa.Uuid(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("on_page", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "testimonial_id"],
            ["testimonial.practice_id", "testimonial.id"],
            name=op.f("wall_card_practice_id_testimonial_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("wall_card_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("wall_card_pk")),
        sa.UniqueConstraint("practice_id", "testimonial_id", name="wall_card_once"),
    )
    op.execute("select plumbline_wall('wall_card', 'open')")
    op.create_index(op.f("wall_card_practice_id_testimonial_id_ix"), "wall_card", ["practice_id", "testimonial_id"], unique=False)
    op.add_column("checkout", sa.Column("purchase_id", sa.Uuid(), nullable=True))
    op.add_column("checkout", sa.Column("readers", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False))
    op.execute(
        "update checkout set readers = invoice.readers from invoice where invoice.practice_id = checkout.practice_id "
        "and invoice.id = checkout.invoice_id"
    )
    op.alter_column("checkout", "readers", server_default=None)
    op.execute("drop policy practice on checkout")
    op.execute("drop policy reader on checkout")
    op.execute("select plumbline_wall('checkout', 'readers')")
    op.alter_column("checkout", "invoice_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(op.f("checkout_practice_id_purchase_id_ix"), "checkout", ["practice_id", "purchase_id"], unique=False)
    op.create_unique_constraint("checkout_purchase_try_once", "checkout", ["practice_id", "purchase_id", "try_no"])
    op.create_foreign_key(
        op.f("checkout_practice_id_purchase_id_fk"), "checkout", "purchase", ["practice_id", "purchase_id"], ["practice_id", "id"]
    )
    op.add_column("contract", sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("invoice", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.add_column("invoice", sa.Column("purchase_id", sa.Uuid(), nullable=True))
    op.add_column("invoice", sa.Column("provider_id", sa.Text(), nullable=True))
    op.alter_column("invoice", "client_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(op.f("invoice_practice_id_organisation_id_ix"), "invoice", ["practice_id", "organisation_id"], unique=False)
    op.create_index(op.f("invoice_practice_id_purchase_id_ix"), "invoice", ["practice_id", "purchase_id"], unique=False)
    op.create_unique_constraint("invoice_provider_once", "invoice", ["practice_id", "provider_id"])
    op.create_foreign_key(
        op.f("invoice_practice_id_purchase_id_fk"), "invoice", "purchase", ["practice_id", "purchase_id"], ["practice_id", "id"]
    )
    op.create_foreign_key(
        op.f("invoice_practice_id_organisation_id_fk"), "invoice", "organisation", ["practice_id", "organisation_id"], ["practice_id", "id"]
    )
    op.add_column("invoice_draft", sa.Column("organisation_id", sa.Uuid(), nullable=True))
    op.add_column("invoice_draft", sa.Column("more_lines", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False))
    op.add_column("invoice_draft", sa.Column("instalments", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False))
    op.alter_column("invoice_draft", "client_id", existing_type=sa.UUID(), nullable=True)
    op.create_index(op.f("invoice_draft_practice_id_organisation_id_ix"), "invoice_draft", ["practice_id", "organisation_id"], unique=False)
    op.create_foreign_key(
        op.f("invoice_draft_practice_id_organisation_id_fk"),
        "invoice_draft",
        "organisation",
        ["practice_id", "organisation_id"],
        ["practice_id", "id"],
    )
    op.add_column("payment", sa.Column("refunds_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("payment_practice_id_refunds_id_ix"), "payment", ["practice_id", "refunds_id"], unique=False)
    op.create_foreign_key(
        op.f("payment_practice_id_refunds_id_fk"), "payment", "payment", ["practice_id", "refunds_id"], ["practice_id", "id"]
    )
    op.drop_constraint(op.f("payment_sign"), "payment", type_="check")
    op.create_check_constraint(
        op.f("payment_sign"),
        "payment",
        "(amount_minor > 0) = (num_nonnulls(reverses_id, refunds_id) = 0) and amount_minor <> 0 "
        "and num_nonnulls(reverses_id, refunds_id) <= 1",
    )
    op.create_check_constraint(op.f("checkout_for_one_thing"), "checkout", "num_nonnulls(invoice_id, purchase_id) = 1")
    op.drop_constraint(op.f("share_what_known"), "share", type_="check")
    op.create_check_constraint(op.f("share_what_known"), "share", "what in ('exists', 'progress', 'report')")
