"""Rows that every page needs and few write: the process keeps them, and asks PostgreSQL for their mark instead of their columns.

A row as somebody wrote it is known by its id and the transaction that wrote it (`xmin`), so what was kept is never older than what the
statement that asked for the mark could see: a change, a revocation say, shows in the next request of every process.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, bindparam, literal_column, select
from sqlalchemy.orm import Session, class_mapper, make_transient_to_detached

from models.base import Base

Mark = tuple[UUID, str]
MOST = 2000  # rows kept in one process, those used last
_kept: OrderedDict[Mark, dict[str, Any]] = OrderedDict()


def marks(nouns: Sequence[type[Base]]) -> list[ColumnElement[Any]]:
    """Id and writer of a row of each noun, to be selected from the nouns' own tables."""
    return [column for noun in nouns for column in (noun.__table__.c.id, literal_column(f"{noun.__tablename__}.xmin::text", String))]


def rows(session: Session, nouns: Sequence[type[Base]], told: Sequence[Any]) -> list[Any]:
    """The row of each noun, as if it had been loaded. `told`: id and writer of each, as `marks` asked for them; None where there is none.

    Those not kept are loaded in one statement. None too for all of these when one of them went meanwhile.
    """
    named: dict[type[Base], Mark] = {noun: (told[at * 2], told[at * 2 + 1]) for at, noun in enumerate(nouns) if told[at * 2]}
    found = {noun: _stand_in(session, noun, mark) for noun, mark in named.items()}
    if missing := tuple(noun for noun, row in found.items() if row is None):
        loaded = session.execute(_by_ids(missing), {noun.__name__: named[noun][0] for noun in missing}).first()
        for noun, row in zip(missing, loaded or (), strict=False):
            found[noun] = row
            _keep(named[noun], row)
    return [found.get(noun) for noun in nouns]


def forget() -> None:
    """As in a process that has just begun."""
    _kept.clear()


def _stand_in(session: Session, noun: type[Base], mark: Mark) -> Any:
    values = _kept.pop(mark, None)  # whoever asks at the same moment loads it once more, and nobody misses what another thread dropped
    if values is None:
        return None
    _kept[mark] = values
    mapper = class_mapper(noun)
    key = tuple(values[column.name] for column in mapper.primary_key)
    if (row := session.identity_map.get(mapper.identity_key_from_primary_key(key))) is not None:
        return row
    row = mapper.class_manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    session.add(row)
    return row


def _keep(mark: Mark, row: Base) -> None:
    _kept[mark] = {column.key: getattr(row, column.key) for column in class_mapper(type(row)).column_attrs}
    while len(_kept) > MOST:
        _kept.popitem(last=False)


@cache
def _by_ids(nouns: Sequence[type[Base]]) -> Any:
    asked = [noun.__table__.c.id == bindparam(noun.__name__, type_=Uuid()) for noun in nouns]
    found: Any = select(*nouns).select_from(nouns[0]).where(asked[0])
    for noun, is_it in zip(nouns[1:], asked[1:], strict=True):
        found = found.join(noun, is_it)
    return found
