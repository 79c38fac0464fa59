"""Alembic, run by the owner role. A new table of a practice gets its wall and its grants written into the same revision."""

import os
from typing import Any

from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops
from sqlalchemy import create_engine, text

import billing.checkout
import billing.draft
import billing.stripe_event
import models
from migrations.walls import walls

METADATA = models.Base.metadata
assert {billing.checkout.Checkout.__table__, billing.draft.InvoiceDraft.__table__} <= set(METADATA.tables.values())
writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def wall(_context: Any, _revision: Any, op: ops.CreateTableOp) -> Any:
    return [op, *(ops.ExecuteSQLOp(line) for line in walls(METADATA.tables[op.table_name]))]


def run() -> None:
    url = os.environ["DATABASE_OWNER_URL"].replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("set lock_timeout = '5s'"))
        connection.commit()
        context.configure(
            connection=connection, target_metadata=METADATA, process_revision_directives=writer, compare_server_default=True,
            transaction_per_migration=True,
        )  # fmt: skip
        with context.begin_transaction():
            context.run_migrations()


run()
