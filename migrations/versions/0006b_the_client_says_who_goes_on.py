"""another coach goes on with a client only after the client's yes"""

import sqlalchemy as sa
from alembic import op

revision = "0006b"
down_revision = "0006a"


def upgrade() -> None:
    op.add_column("client", sa.Column("next_coach_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("client_practice_id_next_coach_id_ix"), "client", ["practice_id", "next_coach_id"], unique=False)
    op.create_foreign_key(
        op.f("client_practice_id_next_coach_id_fk"), "client", "membership", ["practice_id", "next_coach_id"], ["practice_id", "id"]
    )
    op.create_check_constraint(op.f("client_next_is_another"), "client", "next_coach_id <> coach_id")
