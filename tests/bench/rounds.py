"""Rounds in which everything is measured once, so that a slow minute of the machine falls on all alike."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from typing import Any

from tests.bench import meter
from tests.bench.pages import Page

BATCH = 0.4  # seconds of asking, about, for one page in one round
CONNECTIONS = 4


class Rounds:
    """`servers`: name → (process id, port). `postmaster`: the process whose backends work for them."""

    def __init__(self, servers: dict[str, tuple[int, int]], postmaster: int) -> None:
        self.servers = servers
        self.postmaster = postmaster
        self.connections = {
            name: [HTTPConnection("127.0.0.1", port, timeout=60) for _ in range(CONNECTIONS)] for name, (_, port) in servers.items()
        }
        self.batches: dict[str, int] = {}

    def spent(self, server: str) -> float:
        return meter.cpu(meter.tree(self.servers[server][0])) + meter.cpu(meter.backends(self.postmaster))

    def warm(self, page: Page) -> None:
        """Each connection's thread has met the page once, and the size of a batch is known."""
        for _ in range(2):
            for connection in self.connections[page.server]:
                page.ask(connection)
        began = time.perf_counter()
        for _ in range(5):
            page.ask(self.connections[page.server][0])
        self.batches[page.name] = max(8, round(5 * BATCH / (time.perf_counter() - began)))

    def measure(self, page: Page) -> None:
        """CPU of requests one after the other; then the pace of four that ask at once."""
        count, connections = self.batches[page.name], self.connections[page.server]
        before = self.spent(page.server)
        for _ in range(count):
            page.ask(connections[0])
        page.spent.append((self.spent(page.server) - before) / count)
        share = max(1, count // CONNECTIONS)
        began = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as asking:
            list(asking.map(lambda connection: [page.ask(connection) for _ in range(share)], connections))
        page.paces.append(share * CONNECTIONS / (time.perf_counter() - began))

    def work(self, act: Callable[[], Any], own: Callable[[], float], times: int) -> float:
        """CPU seconds of something that no page does, with what PostgreSQL does for it. `own`: the clock of who does it."""
        before = own() + meter.cpu(meter.backends(self.postmaster))
        for _ in range(times):
            act()
        return (own() + meter.cpu(meter.backends(self.postmaster)) - before) / times
