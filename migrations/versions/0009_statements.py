"""statements on paper, as they stood when they were asked for"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "statement",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("num_nonnulls(client_id, organisation_id) = 1", name=op.f("statement_of_one")),
        sa.ForeignKeyConstraint(
            ["practice_id", "client_id"], ["client.practice_id", "client.id"], name=op.f("statement_practice_id_client_id_fk")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id", "organisation_id"],
            ["organisation.practice_id", "organisation.id"],
            name=op.f("statement_practice_id_organisation_id_fk"),
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("statement_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("statement_pk")),
    )
    op.execute("select plumbline_wall('statement', 'closed')")
    op.execute('revoke update, delete on "statement" from plumbline_app')
    op.create_index(op.f("statement_practice_id_client_id_ix"), "statement", ["practice_id", "client_id"], unique=False)
    op.create_index(op.f("statement_practice_id_organisation_id_ix"), "statement", ["practice_id", "organisation_id"], unique=False)
