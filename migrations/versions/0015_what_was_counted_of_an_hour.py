"""what was counted of an hour, kept with the plan as what Today says of it is; and since when somebody coaches"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("price_plan", sa.Column("since_year", sa.BigInteger(), nullable=True))
    op.add_column("price_plan", sa.Column("counted", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.create_check_constraint(op.f("price_plan_since_sane"), "price_plan", "since_year between 1950 and 2200")
    op.execute("""
        insert into due (id, practice_id, verb, subject_id, at, try_at, attempts)
        select gen_random_uuid(), practice_id, 'weigh_worth', id, now(), now(), 0 from price_plan on conflict do nothing
    """)
