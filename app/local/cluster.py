"""What we ask of a PostgreSQL that is ours: two roles, and databases for them."""

import re
from dataclasses import dataclass

import psycopg

OWNER, APP = "plumbline_owner", "plumbline_app"


@dataclass(frozen=True)
class Cluster:
    """`sockets`: the folder of its socket. Everything here is done as its superuser, which nothing else uses."""

    sockets: str

    def url(self, role: str = "postgres", database: str = "postgres") -> str:
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def create_roles(self) -> None:
        """The owner migrates and owns everything; the app owns nothing and cannot pass the wall. Repeats harmlessly."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            known = {row[0] for row in connection.execute("select rolname from pg_roles")}
            for role, may in ((OWNER, "login createdb"), (APP, "login")):
                if role not in known:
                    connection.execute(f"create role {role} {may}")

    def create_database(self, name: str, template: str | None = None) -> None:
        """The owner's, with nothing left open to everybody. `template` is copied, file by file."""
        made = f"create database {_plain(name)} owner {OWNER}" + (f" template {_plain(template)} strategy file_copy" if template else "")
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(made)
            # grants on a database are not copied from its template: said again each time
            connection.execute(f"revoke all on database {name} from public; grant connect on database {name} to {APP}")

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"drop database if exists {_plain(name)} with (force)")

    def has_database(self, name: str) -> bool:
        with psycopg.connect(self.url(), autocommit=True) as connection:
            return connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is not None


def _plain(name: str) -> str:
    """Names of databases cannot be parameters."""
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
        raise ValueError(f"not a plain database name: {name!r}")
    return name
