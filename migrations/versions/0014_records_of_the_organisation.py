"""records of the organisation: added to, never replaced, and agreed to by the client"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "organisation_record",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("readers", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("(answered_at is null) = (agreed is null)", name=op.f("organisation_record_answered_is_yes_or_no")),
        sa.CheckConstraint("char_length(source) between 1 and 200", name=op.f("organisation_record_source_length")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("organisation_record_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "goal_id"], ["goal.practice_id", "goal.id"], name=op.f("organisation_record_practice_id_goal_id_fk")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("organisation_record_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("organisation_record_pk")),
        sa.UniqueConstraint("practice_id", "goal_id", "n", name="organisation_record_once"),
    )
    op.execute("select plumbline_wall('organisation_record', 'readers')")
    op.execute('revoke update, delete on "organisation_record" from plumbline_app')
    op.execute('grant update ("agreed", "answered_at") on "organisation_record" to plumbline_app')
    op.create_index(op.f("organisation_record_practice_id_client_id_ix"), "organisation_record", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("organisation_record_practice_id_goal_id_ix"), "organisation_record", ["practice_id", "goal_id"], unique=False)
