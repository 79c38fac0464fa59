"""The Python processes of `make run`: services that live on, and commands that come to an end."""

import signal
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from app.local.child import Child, DidNotStart
from app.local.service import Service
from app.local.stopping import Stopping

LONGEST_COMMAND = 900.0  # seconds


class Crew:
    def __init__(self, folder: Path, environment: Mapping[str, str], stopping: Stopping, stack: ExitStack) -> None:
        """`folder` keeps pid files and logs. `stack` stops who was started, the last first."""
        self._folder, self._environment = folder, environment
        self._stopping, self._stack = stopping, stack
        self._services: list[Service] = []

    def serve(self, name: str, words: Sequence[str], *, goodbye: signal.Signals = signal.SIGTERM, pass_fds: Sequence[int] = ()) -> Service:
        """`python <words>`, started again when it ends."""
        command = [sys.executable, *words]

        def start() -> Child:
            return Child(name, command, self._folder, stop_with=goodbye, environment=self._environment, pass_fds=pass_fds)

        service = Service(start)
        self._services.append(service)
        self._stack.callback(lambda: service.child.stop(10))
        return service

    def do(self, *words: str, more: Mapping[str, str] | None = None) -> str:
        """Run `plumbline <words>` to its end and return what it printed. `more` is added to its environment."""
        with tempfile.TemporaryFile() as output:
            command = [sys.executable, "-m", "wsgi", *words]
            child = Child(words[0], command, self._folder, environment={**self._environment, **(more or {})}, output=output)
            try:
                in_time = self._stopping.wait(lambda: child.ended is not None, patience=LONGEST_COMMAND)
            finally:
                child.stop(5)
            if child.ended or not in_time:
                raise DidNotStart(f"`plumbline {' '.join(words)}` failed. Its last words, from {child.log}:\n{child.last_words()}")
            output.seek(0)
            return output.read().decode()

    def tend(self) -> list[str]:
        """Start again who ended; one sentence for each. DidNotStart when somebody ends as soon as it starts."""
        return [news for service in self._services if (news := service.tend())]

    def ask_all(self) -> None:
        """So that they end side by side; the stack then waits for each."""
        for service in self._services:
            service.child.ask()
