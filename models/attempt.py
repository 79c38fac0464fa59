"""Guesses are counted here, in a short transaction of their own: a refusal rolls the rest back."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base


class Attempt(Base):
    __tablename__ = "attempt"
    key: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=1)
    __table_args__ = ({"info": {"platform": "counts guesses of strangers"}},)

    @classmethod
    def count_one(cls, session: Session, key: str, now: datetime, window: timedelta = timedelta(minutes=15)) -> int:
        """How many there were in this window, this one included."""
        row = insert(cls).values(key=key, since=window_start(now, window), count=1)
        return session.scalars(
            row.on_conflict_do_update(index_elements=["key", "since"], set_={"count": cls.count + 1}).returning(cls.count)
        ).one()

    @classmethod
    def give_back(cls, session: Session, key: str, now: datetime, window: timedelta = timedelta(minutes=15)) -> None:
        """It was no guess: the password was right."""
        mine = update(cls).where(cls.key == key, cls.since == window_start(now, window), cls.count > 0)
        session.execute(mine.values(count=cls.count - 1))

    @classmethod
    def forget(cls, session: Session, before: datetime) -> None:
        session.query(cls).where(cls.since < before).delete(synchronize_session=False)


def window_start(now: datetime, window: timedelta) -> datetime:
    """Windows lie end to end, the same for everybody."""
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, now.tzinfo)


def network(ip: str) -> str:
    """An IPv4 address itself; of IPv6 the /64, which one household or attacker holds whole."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if address.version == 6 else str(address)
