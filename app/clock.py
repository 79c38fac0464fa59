"""What time it is. Only doors and jobs ask; rules get the answer as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
