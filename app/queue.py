"""Valkey only wakes workers: what is due stands in PostgreSQL."""

import logging

from redis import Redis, RedisError
from rq import Queue

log = logging.getLogger(__name__)
queue: Queue | None = None
ENOUGH = 4  # wake-ups waiting: more would only find nothing to do


def connect(url: str, patience: float = 1) -> Queue:
    """patience: seconds to wait for an answer. The worker, which blocks for work, asks for 600; a page must not hang on a silent Valkey."""
    global queue
    connection = Redis.from_url(url, socket_timeout=patience, socket_connect_timeout=1)
    queue = Queue("due", connection=connection, serializer="json")
    return queue


def wake() -> None:
    """Never raises: the commit stands, and the sweep finds what is due."""
    try:
        if queue and queue.count < ENOUGH:
            queue.enqueue("app.jobs.drain", result_ttl=0, failure_ttl=86400, job_timeout=180)
    except RedisError as error:
        log.warning("Valkey is away; the sweep finds what is due: %s", type(error).__name__)
