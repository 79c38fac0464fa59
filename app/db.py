"""The engine, the session of a request or a job, and the one commit."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import UUID

import psycopg
import psycopg._queries as queries
from flask import Flask, Response, current_app, g
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session

from app import queue

PLANS = "-c plan_cache_mode=force_generic_plan"
"""Whose rows are seen is no parameter of a statement, so its plan suits all; to plan Today anew each time took five times as long as to run it."""
SEES = "select set_config('app.practice_id', %(practice)s, true), set_config('app.reader_id', %(reader)s, true)"


IDLE = 1.0
"""Seconds a connection may have lain still and is used again without asking first whether it still stands."""
queries.MAX_CACHED_STATEMENT_LENGTH, queries.MAX_CACHED_STATEMENT_PARAMS = 40_000, 200
"""The driver keeps how it read a statement of up to 4 KB and 50 parameters; Today's is longer, and reading it anew cost as much as running it."""


class Columns(Sequence[psycopg.Column]):
    """What came, described only to who looks: SQLAlchemy knows the columns of a statement that it has sent before and asks no more than
    whether there are any. To describe the hundred columns of a page each time took as long as to fetch them."""

    def __init__(self, cursor: "Cursor") -> None:
        self._cursor = cursor

    @cached_property
    def _described(self) -> list[psycopg.Column]:
        return super(Cursor, self._cursor).description or []

    def __getitem__(self, at: Any) -> Any:
        return self._described[at]

    def __len__(self) -> int:
        return len(self._described)

    def __bool__(self) -> bool:
        return True


class Cursor(psycopg.Cursor[Any]):
    @property
    def description(self) -> Any:
        return Columns(self) if self.pgresult and self.pgresult.nfields else super().description


class UnsafeRole(RuntimeError):
    """The role of DATABASE_URL could pass the wall, so nothing starts as it."""


def connect(url: str, **options: Any) -> Engine:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,
        **{
            "pool_size": 10,
            "max_overflow": 10,
            "pool_timeout": 5,
            "connect_args": {"connect_timeout": 5, "options": PLANS, "cursor_factory": Cursor},
            **options,
        },
    )

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        """As pool_pre_ping, which asks each time: of a page with nothing on it that was a tenth."""
        used = record.info.get("used")
        if used is not None and time.monotonic() - used > IDLE:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error as error:  # the server went away meanwhile, and the others of the pool are older still
                raise InvalidatePoolError from error

    return engine


def refuse_unsafe_role(engine: Engine) -> None:
    """Web and worker run as a role that owns nothing and cannot pass row-level security; raises UnsafeRole otherwise."""
    asked = text("""
        select rolsuper or rolbypassrls or rolcreaterole
            or exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                       and pg_has_role(current_user, c.relowner, 'member'))
        from pg_roles where rolname = current_user""")
    with engine.connect() as connection:
        if connection.scalar(asked):
            raise UnsafeRole("DATABASE_URL names a role that could pass the wall (owner, superuser or BYPASSRLS). Use the app role.")


def answers(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(text("select true")) is True


def has_tables(engine: Engine) -> bool:
    with engine.connect() as connection:
        return connection.scalar(text("select to_regclass('public.practice') is not null")) is True


class PracticeSession(Session):
    """Each of its transactions begins by saying whose rows it may see."""


@event.listens_for(PracticeSession, "after_begin")
def _begin(session: Session, _transaction: Any, connection: Connection) -> None:
    """What a transaction says ends with it, so one of its own sees nothing yet; one within another would inherit."""
    if session.info.get("practice_id") or connection.in_nested_transaction():
        _set_practice(connection, session.info.get("practice_id"), session.info.get("reader_id"))


def open_session(bind: Engine | Connection) -> Session:
    return PracticeSession(bind, expire_on_commit=False, join_transaction_mode="create_savepoint", autoflush=True)


def enter(session: Session, practice_id: UUID, reader_id: UUID | None = None, *, is_told: bool = False) -> None:
    """From here on the session sees this practice's rows and no others. A session enters one practice in its life, and narrows at most.

    `is_told`: the statement that found the practice told the database too (models/who.py); what begins later is told by `_begin`.
    """
    known = (session.info.get("practice_id"), session.info.get("reader_id"))
    if session.info.setdefault("practice_id", practice_id) != practice_id:
        raise RuntimeError("this session already entered another practice")
    if session.info.get("reader_id") not in (None, reader_id):
        raise RuntimeError("this session already belongs to another reader")
    session.info["reader_id"] = reader_id
    if session.in_transaction() and not is_told and known != (practice_id, reader_id):
        session.flush()
        _set_practice(session.connection(), practice_id, reader_id)


def _set_practice(connection: Connection, practice_id: UUID | None, reader_id: UUID | None) -> None:
    connection.exec_driver_sql(SEES, {"practice": str(practice_id or ""), "reader": str(reader_id or "")})


def commit(session: Session) -> None:
    session.commit()
    if session.info.pop("wake", False):
        queue.wake()


@contextmanager
def transaction(practice_id: UUID | None = None, reader_id: UUID | None = None) -> Iterator[Session]:
    """A session of its own, committed at the end: for jobs, and for what a refusal must keep (tries, throttles)."""
    with current_app.extensions["open_session"]() as opened:
        if practice_id:
            enter(opened, practice_id, reader_id)
        yield opened
        commit(opened)


def session() -> Session:
    if "session" not in g:
        g.session = current_app.extensions["open_session"]()
    return g.session


def init_app(app: Flask, engine: Engine) -> None:
    app.extensions["engine"] = engine
    app.extensions["open_session"] = lambda: open_session(engine)

    @app.after_request
    def commit_once(response: Response) -> Response:
        if "session" in g and response.status_code < 400:
            try:
                commit(g.session)
            except Exception as error:  # a constraint spoke at the last moment: its sentence, not a 500
                g.session.rollback()
                return app.make_response(app.handle_user_exception(error))
        return response

    @app.teardown_request
    def close(_error: BaseException | None) -> None:
        if open_ := g.pop("session", None):
            open_.close()
