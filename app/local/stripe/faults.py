"""Faults to order: the next `times` matching requests go wrong in one of these ways.

429, 503: nothing was done, nothing is kept. 500: nothing was done, but the key keeps it. 500_after: done, and the key keeps
the 500. timeout_before, timeout_after: no answer until `seconds` have passed or the faults are cleared. drop_after: done,
and the connection breaks.
"""

from dataclasses import dataclass
from threading import Event, Lock

KINDS = frozenset({"429", "503", "500", "500_after", "timeout_before", "timeout_after", "drop_after"})


@dataclass
class Fault:
    kind: str
    method: str = "POST"
    path: str = "/v1/"
    times: int = 1
    seconds: float = 60.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault called {self.kind}")


class Faults:
    def __init__(self) -> None:
        self._lock = Lock()
        self._ordered: list[Fault] = []
        self._cleared = Event()

    def order(self, fault: Fault) -> None:
        with self._lock:
            self._cleared.clear()
            self._ordered.append(fault)

    def next_for(self, method: str, path: str) -> Fault | None:
        with self._lock:
            for fault in self._ordered:
                if fault.method == method and path.startswith(fault.path) and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def wait(self, fault: Fault) -> None:
        self._cleared.wait(fault.seconds)

    def clear(self) -> None:
        with self._lock:
            self._ordered.clear()
            self._cleared.set()
