"""Alembic, run by the owner role. A new table of a practice gets its wall and its grants written into the same revision."""

import os
from typing import Any

from alembic import context
from alembic.autogenerate import rewriter
from alembic.operations import ops
from sqlalchemy import Table, create_engine, text

import billing.checkout
import models

METADATA = models.Base.metadata
assert billing.checkout.Checkout.__table__ in METADATA.tables.values()
writer = rewriter.Rewriter()


@writer.rewrites(ops.CreateTableOp)
def wall(_context: Any, _revision: Any, op: ops.CreateTableOp) -> Any:
    return [op, *(ops.ExecuteSQLOp(line) for line in walls(METADATA.tables[op.table_name]))]


def walls(table: Table) -> list[str]:
    """What a table gets besides its columns: its wall, and what the app role may not do to it."""
    lines = []
    if "platform" not in table.info:
        lines.append(f"select plumbline_wall('{table.name}', {seen_by(table)})")
    if updatable := table.info.get("updatable"):
        columns = ", ".join(f'"{name}"' for name in updatable)
        lines += [
            f'revoke update, delete on "{table.name}" from plumbline_app',
            f'grant update ({columns}) on "{table.name}" to plumbline_app',
        ]
    elif table.info.get("append_only"):
        lines.append(f'revoke update, delete on "{table.name}" from plumbline_app')
    if table.info.get("signed_by_reader"):
        lines.append(
            f'create policy signer on "{table.name}" as restrictive for insert with check (current_reader() is null or who_id = current_reader())'
        )
    return lines


def seen_by(table: Table) -> str:
    """What a reader from outside the practice sees of it. Who says nothing shows nothing."""
    for column in table.c:
        if column.info.get("shields"):
            return f"'through', '{column.name}', '{column.info['refers_to']}'"
    return "'readers'" if "readers" in table.c else f"'{table.info.get('reader', 'closed')}'"  # self, open, letterbox


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
