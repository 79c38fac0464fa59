"""A process that is started again when it ends, unless it ends as soon as it starts."""

import time
from collections.abc import Callable

from app.local.child import Child, DidNotStart

SHORT_LIFE = 5.0  # seconds: who dies sooner dies of its own settings, and another try helps nobody


class Service:
    def __init__(self, start: Callable[[], Child]) -> None:
        self._start = start
        self.child = start()
        self._born = time.monotonic()

    def tend(self) -> str | None:
        """A sentence when it had to be started again; DidNotStart when that is useless."""
        code = self.child.ended
        if code is None:
            return None
        if time.monotonic() - self._born < SHORT_LIFE:
            raise DidNotStart(
                f"{self.child.name} ended at once ({reason(code)}). Its last words, from {self.child.log}:\n{self.child.last_words()}"
            )
        ended = f"{self.child.name} ended ({reason(code)}) and is started again; its log: {self.child.log}"
        self.child = self._start()
        self._born = time.monotonic()
        return ended


def reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
