"""reminders of invoices and of words are planned by their recipes from now on; a second text; what an answer stopped may go on"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    for column in ("again_subject", "again_words"):
        op.add_column("recipe", sa.Column(column, sa.Text(), server_default="", nullable=False))
    op.create_check_constraint(
        op.f("recipe_again_length"), "recipe", "char_length(again_subject) <= 200 and char_length(again_words) <= 5000"
    )
    op.add_column("inbound", sa.Column("goes_on_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("update due set done_at = now() where verb in ('remind_invoice', 'remind_writer') and done_at is null")
    op.execute("update message set kind = 'testimonial', occasion = occasion || ' again' where kind = 'testimonial_reminder'")
    op.drop_column("colleague", "last_word_on")  # nothing ever wrote it: `wrote_at` is the log
