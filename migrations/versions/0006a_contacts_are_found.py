"""boss, HR and finance are found by name, whatever the accents: the folded form is kept, as a client's is"""

import sqlalchemy as sa
from alembic import op

from models.folding import fold

revision = "0006a"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("contact", sa.Column("folded", sa.Text(), nullable=True))
    contact = sa.table("contact", sa.column("practice_id"), sa.column("id"), sa.column("name"), sa.column("folded"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(contact.c.practice_id, contact.c.id, contact.c.name)).all():
        own = (contact.c.practice_id == row.practice_id) & (contact.c.id == row.id)
        connection.execute(sa.update(contact).where(own).values(folded=fold(row.name)))
    op.alter_column("contact", "folded", nullable=False)
    op.create_index("contact_folded_ix", "contact", ["practice_id", "folded"], unique=False)
