"""entry nudges that were planned one by one are planned by their recipe from now on"""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.execute("update due set done_at = now() where verb = 'nudge_entry' and done_at is null")
