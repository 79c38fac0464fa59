"""When `make run` ends: Ctrl-C, a kill, a closed terminal, or the end of the `make` that started us."""

import os
import signal
import time
from collections.abc import Callable
from types import FrameType


class Stopped(Exception):
    """Somebody wants us to end: not an error."""


class Stopping:
    """Signals only leave a note; it is read at the places where nothing is half done."""

    def __init__(self, *, with_parent: bool) -> None:
        self._asked = False
        self._parent = os.getppid() if with_parent else None
        for wish in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wish, self._note)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup means it
            signal.signal(signal.SIGHUP, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._asked = True

    def check(self) -> None:
        if self._asked or (self._parent is not None and os.getppid() != self._parent):
            raise Stopped

    def wait(self, until: Callable[[], bool], patience: float, pause: float = 0.05) -> bool:
        """True as soon as `until()` says so, False after `patience` seconds; Stopped in between when asked."""
        deadline = time.monotonic() + patience
        while not until():
            self.check()
            if time.monotonic() > deadline:
                return False
            time.sleep(pause)
        return True
