"""The stand-in's time: real, moved, or stopped. Webhooks are signed in real time all the same, as Stripe signs each try afresh."""

import time


class Clock:
    def __init__(self) -> None:
        self.ahead = 0
        self.stopped_at: int | None = None

    def now(self) -> int:
        return self.stopped_at if self.stopped_at is not None else int(time.time()) + self.ahead

    def stop(self, at: int) -> None:
        self.stopped_at = at

    def move(self, seconds: int) -> None:
        if self.stopped_at is not None:
            self.stopped_at += seconds
        else:
            self.ahead += seconds

    def reset(self) -> None:
        self.ahead, self.stopped_at = 0, None
