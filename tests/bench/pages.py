"""What is measured, with the aim of each: CPU as a multiple of hello's."""

import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

Request = tuple[str, str, bytes | None, dict[str, str]]  # method, path, body, headers


@dataclass
class Page:
    """`server`: which of the servers answers. `next_request`: the same each time, or a new one where sameness would be noticed."""

    name: str
    server: str
    aim: float | None
    next_request: Callable[[], Request]
    grows: bool = False
    statements: int | None = None
    size: int = 0
    status: int = 200
    spent: list[float] = field(default_factory=list)  # CPU seconds a request, one number a round
    paces: list[float] = field(default_factory=list)  # requests a second

    def ask(self, connection: HTTPConnection) -> None:
        method, path, body, headers = self.next_request()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        self.size = len(answer.read())
        if answer.status != self.status:
            raise SystemExit(f"{self.name}: {method} {path} answered {answer.status}")


def get(path: str, cookie: str = "") -> Callable[[], Request]:
    request: Request = ("GET", path, None, {"Cookie": cookie} if cookie else {})
    return lambda: request


def webhooks(path: str, secret: str, session_id: str, account: str) -> Callable[[], Request]:
    """A new event each time, signed as Stripe signs."""
    from stripe import WebhookSignature

    numbers = itertools.count()

    def next_request() -> Request:
        event: dict[str, Any] = {
            "id": f"evt_bench_{time.time_ns()}_{next(numbers)}", "object": "event", "type": "checkout.session.completed", "livemode": False,
            "account": account, "created": int(time.time()), "api_version": "2025-01-01", "data": {"object": {"id": session_id, "object": "checkout.session"}},
        }  # fmt: skip
        body = json.dumps(event)
        signed = WebhookSignature.generate_signature_header(body, secret, int(time.time()))
        return "POST", path, body.encode(), {"Content-Type": "application/json", "Stripe-Signature": signed}

    return next_request
