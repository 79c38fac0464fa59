"""`upgrade head` makes what the models say, walls and grants included; there is one head, and a busy table does not hang it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, create_engine, text

import billing.checkout
from migrations.walls import walls
from models import Base
from tests.conftest import Database

ROOT = Path(__file__).parents[2]
assert billing.checkout.Checkout.__tablename__ in Base.metadata.tables


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(Config(toml_file=ROOT / "pyproject.toml")).get_heads()) == 1


def test_the_tables_are_the_models(owner_url: str) -> None:
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_the_checks_are_the_models(owner_url: str) -> None:
    """Alembic's own comparison sees no CHECK."""
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://"))
    asked = text("select conname from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace")
    with engine.connect() as connection:
        standing = set(connection.scalars(asked))
    engine.dispose()
    wanted = {str(c.name) for table in Base.metadata.tables.values() for c in table.constraints if isinstance(c, CheckConstraint)}
    assert wanted <= standing
    assert standing <= wanted


def test_the_walls_are_written_in_the_revisions() -> None:
    written = "\n".join(path.read_text() for path in sorted((ROOT / "migrations/versions").glob("*.py"))).replace("\\'", "'")
    for table in Base.metadata.tables.values():
        for line in walls(table):
            assert line in written, line


def test_a_busy_table_does_not_hang_a_migration(fresh_database: Callable[[], Database]) -> None:
    made = fresh_database()
    with psycopg.connect(made.owner_url) as busy:
        busy.execute("update alembic_version set version_num = '0002'")
        busy.execute("alter table part drop constraint part_in_force_is_its_own, drop constraint part_open_is_its_own")
        busy.commit()
        busy.execute("lock table due in access exclusive mode")
        environment = {**os.environ, "DATABASE_OWNER_URL": made.owner_url}
        done = subprocess.run(
            [sys.executable, "-m", "alembic", "upgrade", "head"],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode != 0
    assert "lock timeout" in done.stderr
