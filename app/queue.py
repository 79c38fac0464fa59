"""Valkey only wakes workers: what is due stands in PostgreSQL."""

import logging
import time

from redis import Redis, RedisError
from rq import Queue

log = logging.getLogger(__name__)
queue: Queue | None = None
ENOUGH = 4  # wake-ups waiting: more would only find nothing to do
MOMENT = 0.01  # seconds in which four of them cannot all be over: so long nobody asks again
_full_at = -MOMENT


def connect(url: str, patience: float = 1) -> Queue:
    """patience: seconds to wait for an answer. The worker, which blocks for work, asks for 600; a page must not hang on a silent Valkey."""
    global queue
    connection = Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=1)
    queue = Queue("due", connection=connection, serializer="json")
    return queue


def wake() -> None:
    """Never raises: the commit stands, and the sweep finds what is due."""
    global _full_at
    if queue is None or time.monotonic() - _full_at < MOMENT:
        return
    try:
        if queue.count < ENOUGH:
            queue.enqueue("app.jobs.drain", result_ttl=0, failure_ttl=86400, job_timeout=180)
        else:
            _full_at = time.monotonic()
    except RedisError as error:
        log.warning("Valkey is away; the sweep finds what is due: %s", type(error).__name__)
