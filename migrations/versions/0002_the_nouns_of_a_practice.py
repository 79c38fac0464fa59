"""the nouns of a practice"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "attempt",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", "since", name=op.f("attempt_pk")),
    )
    op.create_table(
        "pending_signup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("practice_name", sa.Text(), nullable=False),
        sa.Column("who_pays", sa.Text(), nullable=False),
        sa.Column("niche", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("char_length(address) between 3 and 320", name=op.f("pending_signup_address_length")),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("pending_signup_name_length")),
        sa.CheckConstraint("char_length(niche) <= 200", name=op.f("pending_signup_niche_length")),
        sa.CheckConstraint("char_length(practice_name) between 1 and 200", name=op.f("pending_signup_practice_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pending_signup_pk")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("new_address", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("theme in ('auto', 'light', 'dark')", name=op.f("person_theme_known")),
        sa.CheckConstraint("char_length(address) between 3 and 320", name=op.f("person_address_length")),
        sa.CheckConstraint("char_length(name) <= 200", name=op.f("person_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pk")),
        sa.UniqueConstraint("address", name=op.f("person_address_uq")),
    )
    op.create_table(
        "practice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("who_pays", sa.Text(), nullable=False),
        sa.Column("niche", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("legal_name", sa.Text(), nullable=False),
        sa.Column("legal_address", sa.Text(), nullable=False),
        sa.Column("tax_number", sa.Text(), nullable=False),
        sa.Column("tax_name", sa.Text(), nullable=False),
        sa.Column("tax_rate", sa.Numeric(), nullable=False),
        sa.Column("payment_days", sa.BigInteger(), nullable=False),
        sa.Column("pay_to", sa.Text(), server_default="", nullable=False),
        sa.Column("stripe_account", sa.Text(), nullable=True),
        sa.Column("vault_key", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("currency ~ '^[A-Z]{3}$'", name=op.f("practice_currency_shape")),
        sa.CheckConstraint("slug ~ '^([a-z0-9][a-z0-9-]{1,62}|-)$'", name=op.f("practice_slug_shape")),
        sa.CheckConstraint("who_pays in ('companies', 'people', 'both')", name=op.f("practice_who_pays_known")),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("practice_name_length")),
        sa.CheckConstraint("payment_days between 0 and 365", name=op.f("practice_payment_days_sane")),
        sa.CheckConstraint("tax_rate >= 0 and tax_rate < 100", name=op.f("practice_tax_rate_sane")),
        sa.PrimaryKeyConstraint("id", name=op.f("practice_pk")),
        sa.UniqueConstraint("slug", name=op.f("practice_slug_uq")),
        sa.UniqueConstraint("stripe_account", name=op.f("practice_stripe_account_uq")),
    )
    op.create_table(
        "audit",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("audit_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("audit_pk")),
    )
    op.execute("select plumbline_wall('audit', 'letterbox')")
    op.execute('revoke update, delete on "audit" from plumbline_app')
    op.create_index("audit_at_ix", "audit", ["practice_id", "at"], unique=False)
    op.create_index("audit_object_ix", "audit", ["practice_id", "object_id", "at"], unique=False)
    op.create_table(
        "due",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("due_practice_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("due_pk")),
    )
    op.create_index("due_once", "due", ["practice_id", "verb", "subject_id", "at"], unique=True)
    op.create_index("due_open", "due", ["try_at"], unique=False, postgresql_where=sa.text("done_at IS NULL"))
    op.create_table(
        "file",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("size between 1 and 50000000", name=op.f("file_size_sane")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("file_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("file_pk")),
        sa.UniqueConstraint("practice_id", "subject_id", "kind", name="file_once"),
    )
    op.execute("select plumbline_wall('file', 'readers')")
    op.create_index("file_subject_ix", "file", ["practice_id", "subject_id"], unique=False)
    op.create_table(
        "link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("tries between 0 and 5", name=op.f("link_five_tries")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("link_practice_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("link_pk")),
        sa.UniqueConstraint("token_hash", name=op.f("link_token_hash_uq")),
    )
    op.create_index("link_subject_ix", "link", ["practice_id", "purpose", "subject_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('owner', 'coach', 'assistant', 'reader')", name=op.f("membership_role_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("membership_person_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("membership_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("membership_pk")),
        sa.UniqueConstraint("practice_id", "person_id", name="membership_person_once"),
    )
    op.create_index("membership_person_ix", "membership", ["person_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cls", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.Text(), nullable=True),
        sa.Column("turn", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("cls in ('asked', 'business', 'nudge')", name=op.f("message_cls_known")),
        sa.CheckConstraint(
            "state in ('planned', 'held', 'sending', 'sent', 'perhaps sent', 'failed', 'stopped')", name=op.f("message_state_known")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("message_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("message_pk")),
        sa.UniqueConstraint("practice_id", "recipient_id", "kind", "occasion", name="message_once"),
    )
    op.execute("select plumbline_wall('message', 'readers')")
    op.execute('revoke update, delete on "message" from plumbline_app')
    op.execute(
        'grant update ("state", "why", "planned_for", "week", "turn", "mail_id", "title", "words", "sent_at", "address") on "message" to plumbline_app'
    )
    op.create_index(
        "message_budget",
        "message",
        ["practice_id", "recipient_id", "week", "turn"],
        unique=True,
        postgresql_where="cls = 'nudge' and state in ('sending', 'sent', 'perhaps sent')",
    )
    op.create_index("message_planned_ix", "message", ["practice_id", "planned_for"], unique=False)
    op.create_index("message_recipient_ix", "message", ["practice_id", "recipient_id", "planned_for"], unique=False)
    op.create_table(
        "once",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("once_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("once_pk")),
    )
    op.execute("select plumbline_wall('once', 'letterbox')")
    op.execute('revoke update, delete on "once" from plumbline_app')
    op.create_table(
        "organisation",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("organisation_name_length")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("organisation_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("organisation_pk")),
        sa.UniqueConstraint("practice_id", "folded", name="organisation_once"),
    )
    op.execute("select plumbline_wall('organisation', 'closed')")
    op.create_table(
        "preference",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("budget between 0 and 7", name=op.f("preference_budget_sane")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("preference_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("preference_pk")),
    )
    op.execute("select plumbline_wall('preference', 'self')")
    op.create_table(
        "series",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("series_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("series_pk")),
        sa.UniqueConstraint("practice_id", "prefix", name="series_prefix_once"),
    )
    op.execute("select plumbline_wall('series', 'closed')")
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("only_practice_id", sa.Uuid(), nullable=True),
        sa.Column("only_object_id", sa.Uuid(), nullable=True),
        sa.Column("reader_id", sa.Uuid(), nullable=True),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(proof = 'link') = (only_object_id is not null)", name=op.f("sign_in_link_opens_one")),
        sa.CheckConstraint("proof in ('password', 'mail', 'link')", name=op.f("sign_in_proof_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("sign_in_person_id_fk")),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_pk")),
        sa.UniqueConstraint("token_hash", name=op.f("sign_in_token_hash_uq")),
    )
    op.create_index("sign_in_person_ix", "sign_in", ["person_id"], unique=False)
    op.create_table(
        "stripe_event",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("stripe_event_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("stripe_event_pk")),
        sa.UniqueConstraint("practice_id", "event_id", name="stripe_event_once"),
    )
    op.execute("select plumbline_wall('stripe_event', 'closed')")
    op.create_table(
        "client",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("at_work", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("char_length(address) between 3 and 320", name=op.f("client_address_length")),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("client_name_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("client_person_id_fk")),
        sa.ForeignKeyConstraint(
            ["practice_id", "coach_id"], ["membership.practice_id", "membership.id"], name=op.f("client_practice_id_coach_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "organisation_id"],
            ["organisation.practice_id", "organisation.id"],
            name=op.f("client_practice_id_organisation_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("client_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("client_pk")),
    )
    op.execute("select plumbline_wall('client', 'self')")
    op.create_index("client_address_ix", "client", ["practice_id", "address"], unique=False)
    op.create_index("client_folded_ix", "client", ["practice_id", "folded"], unique=False)
    op.create_index("client_person_ix", "client", ["practice_id", "person_id"], unique=False)
    op.create_index(op.f("client_practice_id_coach_id_ix"), "client", ["practice_id", "coach_id"], unique=False)
    op.create_index(op.f("client_practice_id_organisation_id_ix"), "client", ["practice_id", "organisation_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("contact_name_length")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("contact_person_id_fk")),
        sa.ForeignKeyConstraint(
            ["practice_id", "organisation_id"],
            ["organisation.practice_id", "organisation.id"],
            name=op.f("contact_practice_id_organisation_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("contact_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("contact_pk")),
        sa.UniqueConstraint("practice_id", "address", name="contact_address_once"),
    )
    op.execute("select plumbline_wall('contact', 'self')")
    op.create_index("contact_person_ix", "contact", ["practice_id", "person_id"], unique=False)
    op.create_index(op.f("contact_practice_id_organisation_id_ix"), "contact", ["practice_id", "organisation_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('owner', 'coach', 'assistant', 'reader')", name=op.f("invitation_role_known")),
        sa.CheckConstraint("char_length(address) between 3 and 320", name=op.f("invitation_address_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "by_id"], ["membership.practice_id", "membership.id"], name=op.f("invitation_practice_id_by_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("invitation_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("invitation_pk")),
    )
    op.execute("select plumbline_wall('invitation', 'closed')")
    op.create_index(op.f("invitation_practice_id_by_id_ix"), "invitation", ["practice_id", "by_id"], unique=False)
    op.create_table(
        "coaching_session",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=True),
        sa.Column("missed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.column("practice_id"), "="),
            (sa.column("coach_id"), "="),
            (sa.column("during"), "&&"),
            where=sa.text("cancelled_at IS NULL"),
            using="gist",
            name="coaching_session_no_overlap",
        ),
        sa.CheckConstraint("minutes between 1 and 1440", name=op.f("coaching_session_minutes_sane")),
        sa.CheckConstraint(
            "not isempty(during) and not lower_inf(during) and not upper_inf(during)", name=op.f("coaching_session_has_a_length")
        ),
        sa.CheckConstraint("num_nonnulls(held_at, missed_at, cancelled_at) <= 1", name=op.f("coaching_session_one_end")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("coaching_session_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "coach_id"], ["membership.practice_id", "membership.id"], name=op.f("coaching_session_practice_id_coach_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("coaching_session_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("coaching_session_pk")),
    )
    op.execute("select plumbline_wall('coaching_session', 'through', 'client_id', 'client')")
    op.create_index("coaching_session_client_ix2", "coaching_session", ["practice_id", "client_id", "during"], unique=False)
    op.create_index(op.f("coaching_session_practice_id_client_id_ix"), "coaching_session", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("coaching_session_practice_id_coach_id_ix"), "coaching_session", ["practice_id", "coach_id"], unique=False)
    op.create_table(
        "contract",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("looks", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shares_progress", sa.Boolean(), nullable=False),
        sa.Column("with_boss_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_by_name", sa.Text(), nullable=False),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(ended_at is null) = (ended_by is null)", name=op.f("contract_ended_by_somebody")),
        sa.CheckConstraint("jsonb_array_length(looks) <= 3", name=op.f("contract_three_looks")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("contract_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("contract_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("contract_pk")),
        sa.UniqueConstraint("practice_id", "id", "client_id", name="contract_of_client"),
    )
    op.execute("select plumbline_wall('contract', 'through', 'client_id', 'client')")
    op.create_index(op.f("contract_practice_id_client_id_ix"), "contract", ["practice_id", "client_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("payer_kind", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("net_minor + tax_minor = total_minor and total_minor > 0", name=op.f("invoice_sums_agree")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("invoice_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id", "series_id"], ["series.practice_id", "series.id"], name="invoice_series"),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("invoice_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("invoice_pk")),
        sa.UniqueConstraint("practice_id", "number", name="invoice_number_once"),
    )
    op.execute("select plumbline_wall('invoice', 'readers')")
    op.execute('revoke update, delete on "invoice" from plumbline_app')
    op.execute('grant update ("readers") on "invoice" to plumbline_app')
    op.create_index("invoice_issued_ix", "invoice", ["practice_id", "issued_on"], unique=False)
    op.create_index(op.f("invoice_practice_id_client_id_ix"), "invoice", ["practice_id", "client_id"], unique=False)
    op.create_table(
        "invoice_draft",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=False),
        sa.Column("unit_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_percent", sa.Numeric(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("po_number", sa.Text(), nullable=False),
        sa.Column("buyer_address", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.BigInteger(), nullable=False),
        sa.Column("draft_no", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("payment_days between 0 and 365", name=op.f("invoice_draft_days_sane")),
        sa.CheckConstraint("quantity > 0 and quantity < 100000", name=op.f("invoice_draft_quantity_sane")),
        sa.CheckConstraint("tax_percent >= 0 and tax_percent < 100", name=op.f("invoice_draft_tax_sane")),
        sa.CheckConstraint("unit_minor >= 0 and unit_minor <= 10000000000000", name=op.f("invoice_draft_unit_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("invoice_draft_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("invoice_draft_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("invoice_draft_pk")),
    )
    op.execute("select plumbline_wall('invoice_draft', 'closed')")
    op.create_index(op.f("invoice_draft_practice_id_client_id_ix"), "invoice_draft", ["practice_id", "client_id"], unique=False)
    op.create_table(
        "ladder",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("approved_sha256", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("draft_no", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "char_length(cause) <= 2000 and char_length(sentence) <= 500 and char_length(request) <= 2000", name=op.f("ladder_lengths")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("ladder_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("ladder_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("ladder_pk")),
        sa.UniqueConstraint("practice_id", "client_id", name="ladder_once"),
    )
    op.execute("select plumbline_wall('ladder', 'through', 'client_id', 'client')")
    op.create_index(op.f("ladder_practice_id_client_id_ix"), "ladder", ["practice_id", "client_id"], unique=False)
    op.create_table(
        "sponsorship",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role in ('boss', 'hr', 'finance')", name=op.f("sponsorship_role_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("sponsorship_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "contact_id"], ["contact.practice_id", "contact.id"], name=op.f("sponsorship_practice_id_contact_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("sponsorship_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("sponsorship_pk")),
        sa.UniqueConstraint("practice_id", "client_id", "contact_id", "role", name="sponsorship_once"),
    )
    op.execute("select plumbline_wall('sponsorship', 'closed')")
    op.create_index("sponsorship_one_boss", "sponsorship", ["practice_id", "client_id"], unique=True, postgresql_where="role = 'boss'")
    op.create_index(op.f("sponsorship_practice_id_client_id_ix"), "sponsorship", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("sponsorship_practice_id_contact_id_ix"), "sponsorship", ["practice_id", "contact_id"], unique=False)
    op.create_table(
        "checkout",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("try_no", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('open', 'complete', 'expired')", name=op.f("checkout_state_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "invoice_id"], ["invoice.practice_id", "invoice.id"], name=op.f("checkout_practice_id_invoice_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("checkout_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("checkout_pk")),
        sa.UniqueConstraint("practice_id", "invoice_id", "try_no", name="checkout_try_once"),
        sa.UniqueConstraint("practice_id", "session_id", name="checkout_session_once"),
    )
    op.execute("select plumbline_wall('checkout', 'through', 'invoice_id', 'invoice')")
    op.create_index(op.f("checkout_practice_id_invoice_id_ix"), "checkout", ["practice_id", "invoice_id"], unique=False)
    op.create_table(
        "goal",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("draft_no", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("place in (1, 2)", name=op.f("goal_at_most_two")),
        sa.CheckConstraint("place is null or (parked_at is null and closed_at is null)", name=op.f("goal_place_is_held_by_the_living")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("goal_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "contract_id", "client_id"],
            ["contract.practice_id", "contract.id", "contract.client_id"],
            name="goal_of_its_client",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "contract_id"], ["contract.practice_id", "contract.id"], name=op.f("goal_practice_id_contract_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "replaces_id"], ["goal.practice_id", "goal.id"], name=op.f("goal_practice_id_replaces_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("goal_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("goal_pk")),
        sa.UniqueConstraint("practice_id", "client_id", "place", name="goal_two_live"),
    )
    op.execute("select plumbline_wall('goal', 'through', 'contract_id', 'contract')")
    op.create_index(op.f("goal_practice_id_client_id_ix"), "goal", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("goal_practice_id_contract_id_ix"), "goal", ["practice_id", "contract_id"], unique=False)
    op.create_index(op.f("goal_practice_id_replaces_id_ix"), "goal", ["practice_id", "replaces_id"], unique=False)
    op.create_table(
        "part",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("draft", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("draft_no", sa.BigInteger(), nullable=False),
        sa.Column("proposed", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("in_force_id", sa.Uuid(), nullable=True),
        sa.Column("open_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('goals', 'annex', 'terms')", name=op.f("part_kind_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "contract_id"], ["contract.practice_id", "contract.id"], name=op.f("part_practice_id_contract_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "id", "in_force_id"],
            ["version.practice_id", "version.part_id", "version.id"],
            name="part_in_force_is_its_own",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "id", "open_id"],
            ["version.practice_id", "version.part_id", "version.id"],
            name="part_open_is_its_own",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("part_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("part_pk")),
        sa.UniqueConstraint("practice_id", "contract_id", "kind", name="part_once"),
    )
    op.execute("select plumbline_wall('part', 'readers')")
    op.create_index(op.f("part_practice_id_contract_id_ix"), "part", ["practice_id", "contract_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("how in ('stripe', 'hand')", name=op.f("payment_how_known")),
        sa.CheckConstraint("(amount_minor > 0) = (reverses_id is null) and amount_minor <> 0", name=op.f("payment_sign")),
        sa.ForeignKeyConstraint(
            ["practice_id", "invoice_id"], ["invoice.practice_id", "invoice.id"], name=op.f("payment_practice_id_invoice_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "reverses_id"], ["payment.practice_id", "payment.id"], name=op.f("payment_practice_id_reverses_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("payment_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("payment_pk")),
        sa.UniqueConstraint("practice_id", "provider_id", name="payment_provider_once"),
        sa.UniqueConstraint("practice_id", "reverses_id", name="payment_reversed_once"),
    )
    op.execute("select plumbline_wall('payment', 'through', 'invoice_id', 'invoice')")
    op.execute('revoke update, delete on "payment" from plumbline_app')
    op.create_index(op.f("payment_practice_id_invoice_id_ix"), "payment", ["practice_id", "invoice_id"], unique=False)
    op.create_index(op.f("payment_practice_id_reverses_id_ix"), "payment", ["practice_id", "reverses_id"], unique=False)
    op.create_table(
        "private_note",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("draft_no", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("octet_length(body) <= 400000", name=op.f("private_note_body_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "author_id"], ["membership.practice_id", "membership.id"], name=op.f("private_note_practice_id_author_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("private_note_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "session_id"],
            ["coaching_session.practice_id", "coaching_session.id"],
            name=op.f("private_note_practice_id_session_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("private_note_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("private_note_pk")),
        sa.UniqueConstraint("practice_id", "session_id", "author_id", name="private_note_once_a_session"),
    )
    op.execute("select plumbline_wall('private_note', 'closed')")
    op.create_index("private_note_author_ix", "private_note", ["practice_id", "author_id", "client_id"], unique=False)
    op.create_index(op.f("private_note_practice_id_author_id_ix"), "private_note", ["practice_id", "author_id"], unique=False)
    op.create_index(op.f("private_note_practice_id_client_id_ix"), "private_note", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("private_note_practice_id_session_id_ix"), "private_note", ["practice_id", "session_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("place in (1, 2)", name=op.f("promise_two_promises")),
        sa.ForeignKeyConstraint(
            ["practice_id", "contact_id"], ["contact.practice_id", "contact.id"], name=op.f("promise_practice_id_contact_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "contract_id"], ["contract.practice_id", "contract.id"], name=op.f("promise_practice_id_contract_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("promise_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("promise_pk")),
        sa.UniqueConstraint("practice_id", "contract_id", "place", name="promise_place_once"),
    )
    op.execute("select plumbline_wall('promise', 'readers')")
    op.create_index(op.f("promise_practice_id_contact_id_ix"), "promise", ["practice_id", "contact_id"], unique=False)
    op.create_index(op.f("promise_practice_id_contract_id_ix"), "promise", ["practice_id", "contract_id"], unique=False)
    op.create_table(
        "rung",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ladder_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hers_to_change", sa.Boolean(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(text) between 1 and 1000", name=op.f("rung_text_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "ladder_id"], ["ladder.practice_id", "ladder.id"], name=op.f("rung_practice_id_ladder_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id", "parent_id"], ["rung.practice_id", "rung.id"], name=op.f("rung_practice_id_parent_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("rung_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("rung_pk")),
    )
    op.execute("select plumbline_wall('rung', 'through', 'ladder_id', 'ladder')")
    op.create_index(op.f("rung_practice_id_ladder_id_ix"), "rung", ["practice_id", "ladder_id"], unique=False)
    op.create_index(op.f("rung_practice_id_parent_id_ix"), "rung", ["practice_id", "parent_id"], unique=False)
    op.create_table(
        "shared_note",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("draft_no", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("char_length(text) between 1 and 100000", name=op.f("shared_note_text_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("shared_note_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "session_id"],
            ["coaching_session.practice_id", "coaching_session.id"],
            name=op.f("shared_note_practice_id_session_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("shared_note_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("shared_note_pk")),
    )
    op.execute("select plumbline_wall('shared_note', 'through', 'client_id', 'client')")
    op.create_index(op.f("shared_note_practice_id_client_id_ix"), "shared_note", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("shared_note_practice_id_session_id_ix"), "shared_note", ["practice_id", "session_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("who in ('client', 'coach')", name=op.f("action_who_known")),
        sa.CheckConstraint("char_length(text) between 1 and 500", name=op.f("action_text_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("action_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], name=op.f("action_practice_id_goal_id_fk")),
        sa.ForeignKeyConstraint(
            ["practice_id", "session_id"],
            ["coaching_session.practice_id", "coaching_session.id"],
            name=op.f("action_practice_id_session_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("action_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("action_pk")),
    )
    op.execute("select plumbline_wall('action', 'through', 'client_id', 'client')")
    op.create_index("action_open_ix", "action", ["practice_id", "client_id", "due"], unique=False)
    op.create_index(op.f("action_practice_id_client_id_ix"), "action", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("action_practice_id_goal_id_ix"), "action", ["practice_id", "goal_id"], unique=False)
    op.create_index(op.f("action_practice_id_session_id_ix"), "action", ["practice_id", "session_id"], unique=False)
    op.create_table(
        "measure",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("low", sa.Numeric(), nullable=True),
        sa.Column("high", sa.Numeric(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("scale_min", sa.Numeric(), nullable=True),
        sa.Column("scale_max", sa.Numeric(), nullable=True),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("target", sa.Numeric(), nullable=True),
        sa.Column("cue", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("start_size", sa.BigInteger(), nullable=False),
        sa.Column("first_period", sa.Date(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("last_period", sa.Date(), nullable=True),
        sa.Column("last_value", sa.Numeric(), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("signal_since", sa.Date(), nullable=True),
        sa.Column("signal_seen", sa.Date(), nullable=True),
        sa.Column("trail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("usual_low", sa.Double(), nullable=True),
        sa.Column("usual_high", sa.Double(), nullable=True),
        sa.CheckConstraint("cadence in ('daily', 'weekly', 'fortnightly', 'monthly')", name=op.f("measure_cadence_known")),
        sa.CheckConstraint("direction in ('higher', 'lower', 'within')", name=op.f("measure_direction_known")),
        sa.CheckConstraint("role in ('leading', 'business', 'guard')", name=op.f("measure_role_known")),
        sa.CheckConstraint("start_size between 6 and 400", name=op.f("measure_start_size_sane")),
        sa.ForeignKeyConstraint(["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], name=op.f("measure_practice_id_goal_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("measure_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("measure_pk")),
        sa.UniqueConstraint("practice_id", "goal_id", "role", name="measure_role_once"),
    )
    op.execute("select plumbline_wall('measure', 'through', 'goal_id', 'goal')")
    op.create_index(op.f("measure_practice_id_goal_id_ix"), "measure", ["practice_id", "goal_id"], unique=False)
    op.create_table(
        "reply",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("who_id", sa.Uuid(), nullable=False),
        sa.Column("who_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("goal_place", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('agrees', 'suggests', 'asks', 'ends')", name=op.f("reply_kind_known")),
        sa.CheckConstraint("char_length(words) <= 2000", name=op.f("reply_words_length")),
        sa.ForeignKeyConstraint(["practice_id", "part_id"], ["part.practice_id", "part.id"], name=op.f("reply_practice_id_part_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("reply_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("reply_pk")),
    )
    op.execute("select plumbline_wall('reply', 'through', 'part_id', 'part')")
    op.execute('revoke update, delete on "reply" from plumbline_app')
    op.create_index(op.f("reply_practice_id_part_id_ix"), "reply", ["practice_id", "part_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("who_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("signs", sa.Boolean(), nullable=False),
        sa.Column("contributes", sa.Boolean(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("contribution", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('client', 'coach', 'boss', 'payer')", name=op.f("seat_role_known")),
        sa.ForeignKeyConstraint(["practice_id", "part_id"], ["part.practice_id", "part.id"], name=op.f("seat_practice_id_part_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("seat_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("seat_pk")),
        sa.UniqueConstraint("practice_id", "part_id", "id", "who_id", name="seat_who"),
        sa.UniqueConstraint("practice_id", "part_id", "who_id", name="seat_once"),
    )
    op.execute("select plumbline_wall('seat', 'through', 'part_id', 'part')")
    op.create_index(op.f("seat_practice_id_part_id_ix"), "seat", ["practice_id", "part_id"], unique=False)
    op.create_table(
        "share",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("shown_to", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("what in ('exists', 'progress')", name=op.f("share_what_known")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("share_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], name=op.f("share_practice_id_goal_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("share_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("share_pk")),
    )
    op.execute("select plumbline_wall('share', 'readers')")
    op.create_index("share_goal_ix", "share", ["practice_id", "goal_id", "at"], unique=False)
    op.create_index(op.f("share_practice_id_client_id_ix"), "share", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("share_practice_id_goal_id_ix"), "share", ["practice_id", "goal_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind in ('version', 'change', 'slip')", name=op.f("version_kind_known")),
        sa.CheckConstraint("sha256 ~ '^[0-9a-f]{64}$'", name=op.f("version_hash_shape")),
        sa.ForeignKeyConstraint(["practice_id", "part_id"], ["part.practice_id", "part.id"], name=op.f("version_practice_id_part_id_fk")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("version_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("version_pk")),
        sa.UniqueConstraint("practice_id", "part_id", "id", "sha256", name="version_hash"),
        sa.UniqueConstraint("practice_id", "part_id", "id", name="version_of_part"),
        sa.UniqueConstraint("practice_id", "part_id", "n", name="version_n_once"),
    )
    op.execute("select plumbline_wall('version', 'through', 'part_id', 'part')")
    op.execute('revoke update, delete on "version" from plumbline_app')
    op.create_index(op.f("version_practice_id_part_id_ix"), "version", ["practice_id", "part_id"], unique=False)
    op.create_table(
        "look",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("too_early", sa.Text(), nullable=True),
        sa.Column("p", sa.Numeric(), nullable=True),
        sa.Column("n_before", sa.BigInteger(), nullable=True),
        sa.Column("n_after", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "verdict in ('improved', 'got_worse', 'no_change', 'too_early', 'not_measured')", name=op.f("look_verdict_known")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "measure_id"], ["measure.practice_id", "measure.id"], name=op.f("look_practice_id_measure_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("look_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("look_pk")),
        sa.UniqueConstraint("practice_id", "measure_id", "on", name="look_once"),
    )
    op.execute("select plumbline_wall('look', 'through', 'measure_id', 'measure')")
    op.create_index(op.f("look_practice_id_measure_id_ix"), "look", ["practice_id", "measure_id"], unique=False)
    op.create_table(
        "measure_pause",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("last is null or last >= first", name=op.f("measure_pause_in_order")),
        sa.ForeignKeyConstraint(
            ["practice_id", "measure_id"], ["measure.practice_id", "measure.id"], name=op.f("measure_pause_practice_id_measure_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("measure_pause_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("measure_pause_pk")),
    )
    op.execute("select plumbline_wall('measure_pause', 'through', 'measure_id', 'measure')")
    op.create_index(op.f("measure_pause_practice_id_measure_id_ix"), "measure_pause", ["practice_id", "measure_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("count_of", sa.Numeric(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("char_length(comment) <= 500", name=op.f("reading_comment_length")),
        sa.CheckConstraint("count_of > 0", name=op.f("reading_count_of_some")),
        sa.CheckConstraint("value > -1000000000000 and value < 1000000000000", name=op.f("reading_value_sane")),
        sa.ForeignKeyConstraint(
            ["practice_id", "measure_id", "supersedes_id"],
            ["reading.practice_id", "reading.measure_id", "reading.id"],
            name="reading_corrects_same_measure",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "measure_id"], ["measure.practice_id", "measure.id"], name=op.f("reading_practice_id_measure_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("reading_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("reading_pk")),
        sa.UniqueConstraint("practice_id", "measure_id", "id", name="reading_of_measure"),
        sa.UniqueConstraint("practice_id", "supersedes_id", name="reading_supersedes_id_uq"),
    )
    op.execute("select plumbline_wall('reading', 'through', 'measure_id', 'measure')")
    op.execute('revoke update, delete on "reading" from plumbline_app')
    op.create_index(
        "reading_one_a_period",
        "reading",
        ["practice_id", "measure_id", "period"],
        unique=True,
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )
    op.create_index(op.f("reading_practice_id_measure_id_ix"), "reading", ["practice_id", "measure_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("who_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.CheckConstraint("char_length(name) between 1 and 200", name=op.f("signature_name_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "part_id", "seat_id", "who_id"],
            ["seat.practice_id", "seat.part_id", "seat.id", "seat.who_id"],
            name="signature_in_own_seat",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "part_id", "version_id", "sha256"],
            ["version.practice_id", "version.part_id", "version.id", "version.sha256"],
            name="signature_of_this_hash",
        ),
        sa.ForeignKeyConstraint(["practice_id", "part_id"], ["part.practice_id", "part.id"], name=op.f("signature_practice_id_part_id_fk")),
        sa.ForeignKeyConstraint(
            ["practice_id", "version_id"], ["version.practice_id", "version.id"], name=op.f("signature_practice_id_version_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("signature_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("signature_pk")),
        sa.UniqueConstraint("practice_id", "version_id", "seat_id", name="signature_once"),
    )
    op.execute("select plumbline_wall('signature', 'through', 'part_id', 'part')")
    op.execute('revoke update, delete on "signature" from plumbline_app')
    op.execute(
        'create policy signer on "signature" as restrictive for insert with check (current_reader() is null or who_id = current_reader())'
    )
    op.create_index(op.f("signature_practice_id_part_id_ix"), "signature", ["practice_id", "part_id"], unique=False)
    op.create_index(op.f("signature_practice_id_version_id_ix"), "signature", ["practice_id", "version_id"], unique=False)
    op.create_table(
        "start",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("mean", sa.Numeric(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["practice_id", "measure_id"], ["measure.practice_id", "measure.id"], name=op.f("start_practice_id_measure_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("start_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("start_pk")),
        sa.UniqueConstraint("practice_id", "measure_id", name="start_once"),
    )
    op.execute("select plumbline_wall('start', 'through', 'measure_id', 'measure')")
    op.execute('revoke update, delete on "start" from plumbline_app')
    op.create_index(op.f("start_practice_id_measure_id_ix"), "start", ["practice_id", "measure_id"], unique=False)
