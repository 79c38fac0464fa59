"""A process that is started again when it ends, unless it ends as soon as it starts."""

import time
from collections.abc import Callable

from app.local.child import Child, DidNotStart

SHORT_LIFE = 5.0  # seconds: who gives up sooner gives up over its own settings, and another try helps nobody
SHORT_LIVES = 3  # that many times in a row, when it was a signal that ended it


class Service:
    def __init__(self, start: Callable[[], Child], clock: Callable[[], float] = time.monotonic) -> None:
        self._start, self._clock = start, clock
        self._short_lives = 0
        self._born = clock()
        self.child = start()

    def tend(self) -> str | None:
        """A sentence when it had to be started again; DidNotStart when that is useless."""
        code = self.child.ended
        if code is None:
            return None
        self._short_lives = self._short_lives + 1 if self._clock() - self._born < SHORT_LIFE else 0
        if self._short_lives and (code > 0 or self._short_lives == SHORT_LIVES):
            raise DidNotStart(
                f"{self.child.name} ended at once ({reason(code)}). Its last words, from {self.child.log}:\n{self.child.last_words()}"
            )
        ended = f"{self.child.name} ended ({reason(code)}) and is started again; its log: {self.child.log}"
        self._born = self._clock()
        self.child = self._start()
        return ended


def reason(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
