"""What it costs to wake a worker: it forks, finds nothing ripe, and ends."""

import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from redis import Redis
from rq import Queue
from rq.job import JobStatus

from tests.bench import meter
from tests.bench.servers import process


class Forks:
    """A worker on a database in which nothing is due."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment | {"SWEEP_SECONDS": "86400"}
        self.log = folder / "worker.log"
        self.queue = Queue("due", connection=Redis.from_url(environment["REDIS_URL"]), serializer="json")
        self.stack = ExitStack()
        self.id = 0

    def __enter__(self) -> Self:
        self.id = self.stack.enter_context(process(["-m", "wsgi", "worker"], self.environment, self.log)).pid
        self.one()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stack.close()

    def one(self) -> None:
        job = self.queue.enqueue("app.jobs.drain", result_ttl=600, failure_ttl=600, job_timeout=60)
        until = time.monotonic() + 60
        while (status := job.get_status()) != JobStatus.FINISHED:
            if status == JobStatus.FAILED or time.monotonic() > until:
                raise SystemExit(f"the worker did not do its job ({status}):\n{self.log.read_text()[-2000:]}")
            time.sleep(0.005)

    def cpu(self) -> float:
        return meter.cpu(meter.tree(self.id))
