"""What the database already holds: are there migrations to run, does the demo practice exist?"""

import json
from pathlib import Path

import psycopg
from alembic.config import Config
from alembic.script import ScriptDirectory

from app.local.cluster import APP, OWNER, Cluster
from app.local.keys import write_private

NAME = "plumbline"


class Database:
    """`plumbline` in a cluster of ours. Looking is done in this process: starting another Python costs two seconds."""

    def __init__(self, cluster: Cluster, note: Path) -> None:
        """`note`: the file that remembers for which data folder the demo practice was made."""
        self._cluster, self._note = cluster, note
        self.url, self.owner_url = cluster.url(APP, NAME), cluster.url(OWNER, NAME)

    def make(self) -> None:
        self._cluster.create_roles()
        if not self._cluster.has_database(NAME):
            self._cluster.create_database(NAME)

    def is_at_head(self, settings: Path) -> bool:
        """`settings`: the pyproject.toml that says where the migrations are."""
        heads = set(ScriptDirectory.from_config(Config(toml_file=settings)).get_heads())
        with psycopg.connect(self.owner_url) as connection:
            if connection.execute("select to_regclass('alembic_version')").fetchone() == (None,):
                return not heads
            return {row[0] for row in connection.execute("select version_num from alembic_version")} == heads

    def has_demo(self) -> bool:
        return self._note.exists() and json.loads(self._note.read_text()) == self._identity()

    def remember_demo(self) -> None:
        write_private(self._note, self._identity())

    def _identity(self) -> list[str]:
        """PostgreSQL's own name for its data folder, and the database's: both change when somebody starts over."""
        with psycopg.connect(self._cluster.url()) as connection:
            row = connection.execute(
                "select system_identifier::text, (select oid::text from pg_database where datname = %s) from pg_control_system()", [NAME]
            ).fetchone()
        return list(row or ())
