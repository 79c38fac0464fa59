"""An hour at which every mail may leave: at night some wait, and what a test reads of them is not there yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta

from app import clock


@contextmanager
def by_day() -> Iterator[None]:
    """The next noon of a weekday in Europe, for doors and jobs that run in this thread."""
    noon = datetime.combine(datetime.now(UTC).date() + timedelta(days=1), time(11), UTC)
    while noon.weekday() > 4:
        noon += timedelta(days=1)
    with clock.moved_to(noon):
        yield
