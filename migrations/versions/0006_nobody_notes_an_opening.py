"""who opened an agreement is not noted: looking changes nothing"""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.drop_column("seat", "opened_at")
