"""what waits is found by itself: a session's two ends as plain moments, and indexes of what is open

Behind a wall no index answers what a range is asked, because its operators may tell of rows that are not seen; of moments they do not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("coaching_session", sa.Column("begins_at", moment, sa.Computed("lower(during)", persisted=True), nullable=False))
    op.add_column("coaching_session", sa.Column("ends_at", moment, sa.Computed("upper(during)", persisted=True), nullable=False))
    op.create_check_constraint("a_day_at_most", "coaching_session", "ends_at - begins_at <= interval '1 day'")
    op.drop_index("coaching_session_client_ix2", "coaching_session")
    op.create_index("coaching_session_client_ix2", "coaching_session", ["practice_id", "client_id", "begins_at"])
    op.create_index("coaching_session_begins_ix", "coaching_session", ["practice_id", "begins_at"])
    _open(
        "coaching_session_open_ix",
        "coaching_session",
        "client_id",
        "ends_at",
        of="held_at is null and missed_at is null and cancelled_at is null",
    )
    op.drop_index("action_open_ix", "action")
    _open("action_open_ix", "action", "due", of="done_at is null and dropped_at is null")
    _open("contract_making_ix", "contract", "created_at", of="activated_at is null and ended_at is null and closed_at is null")
    _open("message_failed_ix", "message", "planned_for", of="state = 'failed'")
    _open("part_out_ix", "part", "open_id", of="open_id is not null")
    _open("promise_open_ix", "promise", "due", of="kept_at is null")
    op.create_index("reply_at_ix", "reply", ["practice_id", "at"])


def _open(name: str, table: str, *columns: str, of: str) -> None:
    op.create_index(name, table, ["practice_id", *columns], postgresql_where=sa.text(of))
