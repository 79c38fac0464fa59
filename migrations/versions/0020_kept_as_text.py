"""what is kept with a measure is text: pages find what they made of it by the very words, and read them only once"""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("alter table measure alter column kept type text using kept::text")
