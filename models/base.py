"""What every table shares: naming, types, and the wall around a practice."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, cast
from uuid import UUID

import uuid_utils.compat
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    and_,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, foreign, mapped_column, relationship, remote

type_map: dict[Any, Any] = {
    datetime: DateTime(timezone=True),
    str: Text(),
    int: BigInteger(),
    Decimal: Numeric(),
    bytes: LargeBinary(),
    list[UUID]: ARRAY(Uuid),
    dict[str, Any]: JSONB(),
    list[Any]: JSONB(),
}


def uuid7() -> UUID:
    """A key that grows with time, so that indexes grow at their end. It tells when a row was born and is no secret."""
    return uuid_utils.compat.uuid7()


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pk",
            "fk": "%(table_name)s_%(column_0_N_name)s_fk",
            "ix": "%(table_name)s_%(column_0_N_name)s_ix",
            "uq": "%(table_name)s_%(column_0_N_name)s_uq",
            "ck": "%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = type_map


class Tenanted(Base):
    """A row of one practice. The database fills practice_id from the practice that was entered, and shows no other rows."""

    __abstract__ = True
    practice_id: Mapped[UUID] = mapped_column(
        ForeignKey("practice.id"), primary_key=True, server_default=func.current_practice(), sort_order=-2
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, insert_sentinel=True, sort_order=-1)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)  # maps the class; then the composite keys are added
        table = cast(Table, cls.__table__)
        for column in list(table.c):
            if target := column.info.get("refers_to"):
                table.append_constraint(ForeignKeyConstraint([table.c.practice_id, column], [f"{target}.practice_id", f"{target}.id"]))
                Index(None, table.c.practice_id, column)


def constant(value: str | int) -> ColumnElement[Any]:
    """A value of ours that stands in a statement itself, where it need not be sent along each time and PostgreSQL can plan with it."""
    return literal_column(str(value)) if isinstance(value, int) else literal_column("'" + value.replace("'", "''") + "'", Text())


def refers_to(table: str, *, shields: bool = False, **kwargs: Any) -> Any:
    """The column `other_id` of a reference that cannot leave the practice; with shields, who cannot see the other cannot see this."""
    return mapped_column(info={"refers_to": table, "shields": shields}, **kwargs)


def belongs_to(column: str, **kwargs: Any) -> Any:
    """The object a `refers_to` column points at. Only that column is foreign: practice_id is the wall's, never copied by a relation."""

    def join() -> Any:
        here = one.parent.local_table
        there = here.metadata.tables[here.c[column].info["refers_to"]]
        return and_(here.c.practice_id == remote(there.c.practice_id), foreign(here.c[column]) == remote(there.c.id))

    one: Any = relationship(primaryjoin=join, **kwargs)
    return one


def has_many(reference: str, **kwargs: Any) -> Any:
    """The mirror of belongs_to: `has_many("goal.contract_id")`."""

    def join() -> Any:
        table, column = reference.split(".")
        here = many.parent.local_table
        there = here.metadata.tables[table]
        return and_(here.c.practice_id == remote(there.c.practice_id), here.c.id == remote(foreign(there.c[column])))

    many: Any = relationship(primaryjoin=join, **kwargs)
    return many
