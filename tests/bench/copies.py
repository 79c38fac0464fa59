"""Many out of one: the rows of a goal, a client or a whole practice copied inside the database, each copy with ids of its own."""

from collections.abc import Iterable, Mapping

import psycopg
from sqlalchemy import Column, Table, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from models.base import Base

FUNCTIONS = """
create temp table copied (id uuid primary key);
create function pg_temp.of_copy(old uuid, n int) returns uuid language sql stable as $$
    select case when exists (select from pg_temp.copied where id = old) then md5(old::text || n)::uuid else old end $$;
create function pg_temp.of_practice(old uuid, n int) returns uuid language sql immutable as $$
    select ('f' || lpad(to_hex(n), 3, '0') || substr(old::text, 5))::uuid $$;
"""
NOT_COPIED = {"attempt", "audit", "link", "once", "pending_signup", "person", "practice", "sign_in"}  # secrets, and what has no practice
OF_A_GOAL = ("goal", "measure", "look", "start", "reading")
OF_A_CLIENT = (
    "client", "sponsorship", "contract", "part", "seat", "version", "signature", "reply", "promise", "share", *OF_A_GOAL, "ladder", "rung",
    "coaching_session", "shared_note", "action", "message", "invoice", "payment", "preference", "work",
)  # fmt: skip


class Copier:
    """On a superuser's connection: keys are not checked row by row, because every copy holds together as its original does."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        connection.execute(FUNCTIONS)
        connection.execute("set session_replication_role = replica")

    def goals(self, practice_id: str) -> None:
        """A second goal for the one client there is."""
        self._mark(OF_A_GOAL, practice_id)
        for name in OF_A_GOAL:
            self._insert(name, "of_copy", "generate_series(0, 0)", practice_id, {"place": "2"})

    def clients(self, practice_id: str, count: int) -> None:
        """As many clients as wanted, three hours apart in the calendar."""
        self._mark(OF_A_CLIENT, practice_id)
        changed = {
            "name": "case when o.name like '%% Marsh' then 'Cleo ' || chr(65 + mod(k, 26)) || k else o.name end",
            "folded": "'cleo ' || chr(97 + mod(k, 26)) || k",
            "address": "k || '.' || o.address",
            "during": "tstzrange(lower(o.during) + k * interval '3 hours', upper(o.during) + k * interval '3 hours')",
            "occasion": "o.occasion || ' ' || k",
            "number": "o.number || '-' || k",
        }
        for name in OF_A_CLIENT:
            self._insert(name, "of_copy", f"generate_series(1, {count - 1})", practice_id, changed)

    def practices(self, practice_id: str, count: int) -> None:
        numbers = f"generate_series(1, {count - 1})"
        tables = Base.metadata.tables
        for name, where, changed in (
            ("practice", "o.id = %s", {"slug": "o.slug || '-' || k", "stripe_account": "null"}),
            ("person", "o.id in (select person_id from membership where practice_id = %s)", {"address": "k || '.' || o.address"}),
        ):
            self._copy(tables[name], "of_practice", numbers, where, practice_id, changed)
        for table in tables.values():
            if table.name not in NOT_COPIED:
                self._insert(table.name, "of_practice", numbers, practice_id, {})

    def _mark(self, names: Iterable[str], practice_id: str) -> None:
        self.connection.execute("truncate pg_temp.copied")
        for name in names:
            self.connection.execute(f"insert into pg_temp.copied select id from {name} where practice_id = %s", [practice_id])

    def _insert(self, name: str, function: str, numbers: str, practice_id: str, changed: Mapping[str, str]) -> None:
        self._copy(Base.metadata.tables[name], function, numbers, "o.practice_id = %s", practice_id, changed)

    def _copy(self, table: Table, function: str, numbers: str, where: str, practice_id: str, changed: Mapping[str, str]) -> None:
        columns = [column for column in table.c if column.computed is None]
        names = ", ".join(f'"{column.name}"' for column in columns)
        values = ", ".join(changed.get(column.name) or _value(column, function) for column in columns)
        self.connection.execute(
            f"insert into {table.name} ({names}) select {values} from {table.name} o, {numbers} k where {where}", [practice_id]
        )


def _value(column: Column, function: str) -> str:
    if isinstance(column.type, Uuid):
        return f'pg_temp.{function}(o."{column.name}", k)'
    if isinstance(column.type, ARRAY):
        return f"coalesce((select array_agg(pg_temp.{function}(each, k)) from unnest(o.\"{column.name}\") each), '{{}}')"
    return f'o."{column.name}"'
