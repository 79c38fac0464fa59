"""money that was given back by hand: on which day, and how"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("refund", sa.Column("given_on", sa.Date(), nullable=True))
    op.add_column("refund", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.alter_column("refund", "note", server_default=None)
    op.drop_constraint(op.f("refund_state_known"), "refund", type_="check")
    op.create_check_constraint(op.f("refund_state_known"), "refund", "state in ('planned', 'done', 'failed', 'taken back')")
