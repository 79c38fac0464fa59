"""a measure's newest entries, found without reading all of them"""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_index("reading_period_ix", "reading", ["practice_id", "measure_id", "period"])
