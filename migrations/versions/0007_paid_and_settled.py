"""what a purchase was paid with, what a bank said of a card, what a subscriber wishes, and what comparing with Stripe found"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006b"


def upgrade() -> None:
    op.add_column("purchase", sa.Column("account", sa.Text(), nullable=True))
    op.add_column("purchase", sa.Column("payment_intent", sa.Text(), nullable=True))
    op.add_column("purchase", sa.Column("subscription_ref", sa.Text(), nullable=True))
    op.create_unique_constraint("purchase_payment_once", "purchase", ["practice_id", "payment_intent"])
    op.create_unique_constraint("purchase_subscription_once", "purchase", ["practice_id", "subscription_ref"])
    op.add_column("checkout", sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("checkout", sa.Column("declined_last4", sa.Text(), nullable=True))
    op.add_column("subscription", sa.Column("wish", sa.Text(), nullable=True))
    op.add_column("subscription", sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("subscription_wish_known"), "subscription", "wish in ('pause', 'resume', 'cancel', 'keep')")
    op.create_table(
        "reconciliation",
        sa.Column("practice_id", sa.Uuid(), server_default=sa.text("current_practice()"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("compared", sa.BigInteger(), nullable=False),
        sa.Column("mended", sa.BigInteger(), nullable=False),
        sa.Column("unknown", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("reconciliation_practice_id_fk")),
        sa.PrimaryKeyConstraint("practice_id", "id", name=op.f("reconciliation_pk")),
        sa.UniqueConstraint("practice_id", "day", name="reconciliation_once"),
    )
    op.execute("select plumbline_wall('reconciliation', 'closed')")
