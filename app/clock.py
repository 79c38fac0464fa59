"""What time it is. Only doors and jobs ask; rules get the answer as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass
class Hands:
    """Of a clock that somebody moves."""

    at: datetime


_moved: ContextVar[Hands | None] = ContextVar("moved", default=None)


def now() -> datetime:
    hands = _moved.get()
    return hands.at if hands else datetime.now(UTC)


@contextmanager
def moved_to(at: datetime) -> Iterator[Hands]:
    """Within it the time is what `at` of the hands says: for replaying a year, in this thread only."""
    hands = Hands(at)
    before = _moved.set(hands)
    try:
        yield hands
    finally:
        _moved.reset(before)
