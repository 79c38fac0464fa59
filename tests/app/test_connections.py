"""A connection that lay still may have been cut by the server meanwhile: whoever takes it next gets another one."""

import pytest
from sqlalchemy import Connection, text

from app import db


def pid(connection: Connection) -> int:
    return int(connection.scalar(text("select pg_backend_pid()")) or 0)


def test_a_connection_that_was_cut_while_it_lay_still_is_replaced(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "IDLE", 0.0)
    engine = db.connect(database_url)
    with engine.connect() as first, engine.connect() as second:
        before = {pid(first), pid(second)}
    with engine.connect() as first:
        (cut,) = before - {pid(first)}
        first.execute(text("select pg_terminate_backend(:id)"), {"id": cut})
        with engine.connect() as second:
            assert pid(second) not in before
    engine.dispose()
