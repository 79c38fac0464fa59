"""what a page with its chart shows is kept with the measure; what came since yesterday is found by its time"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("measure", sa.Column("kept", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    for name in ("reading", "payment", "signature"):
        op.create_index(f"{name}_at_ix", name, ["practice_id", "at"], unique=False)
