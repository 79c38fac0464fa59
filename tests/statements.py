"""How many SQL statements a request costs: the laws and the pages' own tests hold them to a number."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from models import kept

_NOT_WORK = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """The statements sent over the tests' connection while the block runs. Transaction control is left out, entering a practice is not.
    Counted as in a process that keeps no rows yet: the most a page can cost.

    with counted(connection) as sent:
        browser.get(...)
    assert len(sent) <= 8, sent
    """
    sent: list[str] = []
    kept.forget()

    def hear(_connection: Connection, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.lstrip().upper().startswith(_NOT_WORK):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", hear)
