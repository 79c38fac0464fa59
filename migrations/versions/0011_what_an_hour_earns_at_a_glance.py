"""what an hour earns, at a glance: kept with the plan, so that Today need not count a year"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("price_plan", sa.Column("glance", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
