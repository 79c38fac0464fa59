"""Webhooks: signed by the SDK's own signer, sent over real HTTP by one thread, tried again until answered with 2xx.

Order is kept unless a test asks otherwise; Stripe promises none. The signature's time is real, whatever the virtual clock says.
"""

import json
import time
from dataclasses import asdict, dataclass, field
from threading import Condition, Thread
from typing import Any

import requests
from stripe import WebhookSignature

DELAYS = (0.3, 1.0, 3.0, 5.0, 10.0, 20.0, 30.0, 60.0, 60.0, 60.0, 60.0, 60.0)  # seconds before each further try
FORGED = "whsec_not_the_right_one"


@dataclass
class Delivery:
    event: dict[str, Any]
    state: str  # held | waiting | sending | delivered | failed
    tries: int = 0
    status: int | None = None  # of the last answer; None when there was none
    due_at: float = field(default_factory=time.monotonic)


@dataclass
class Manner:
    """How to send: `signed_ago` seconds makes the signature old, `forged` signs with another secret."""

    url: str | None
    secret: str
    hold: bool = False
    signed_ago: int = 0
    forged: bool = False


class Hooks:
    def __init__(self, url: str | None, secret: str, delays: tuple[float, ...] = DELAYS) -> None:
        self._usual = Manner(url, secret)
        self.manner = Manner(url, secret)
        self.delays = delays
        self._changed = Condition()
        self._deliveries: list[Delivery] = []
        self._stopping = False
        self._thread = Thread(target=self._run, name="stripe-standin-hooks", daemon=True)
        self._thread.start()

    def send(self, event: dict[str, Any]) -> None:
        """With nowhere to send it, it is held."""
        with self._changed:
            self._deliveries.append(Delivery(event, "held" if self.manner.hold or self.manner.url is None else "waiting"))
            self._changed.notify_all()

    def change(self, **wishes: Any) -> None:
        with self._changed:
            self.manner = Manner(**(asdict(self.manner) | wishes))

    def release(self, ids: list[str] | None = None, *, backwards: bool = False) -> list[str]:
        """Lets held ones go: those named, in that order, or all. Returns the ids of their events."""
        with self._changed:
            held = [one for one in self._deliveries if one.state == "held" and (ids is None or one.event["id"] in ids)]
            if ids is not None:
                held.sort(key=lambda one: ids.index(one.event["id"]))
            if backwards:
                held.reverse()
            for one in held:
                self._deliveries.remove(one)
                self._deliveries.append(one)
                one.state, one.due_at = "waiting", time.monotonic()
            self._changed.notify_all()
            return [one.event["id"] for one in held]

    def duplicate(self, id: str) -> None:
        event = next(one.event for one in self.deliveries() if one.event["id"] == id)
        self.send(event)

    def deliveries(self) -> list[Delivery]:
        with self._changed:
            return list(self._deliveries)

    def settled(self, seconds: float) -> bool:
        """Waits until nothing is on its way; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: all(one.state not in ("waiting", "sending") for one in self._deliveries), seconds)

    def reset(self) -> None:
        with self._changed:
            self.manner = Manner(self._usual.url, self._usual.secret)
            self._deliveries.clear()
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        self._thread.join(15)

    def signed(self, event: dict[str, Any]) -> tuple[bytes, str]:
        """(body, value of the Stripe-Signature header)"""
        manner = self.manner
        body = json.dumps(event, indent=2)
        at = int(time.time()) - manner.signed_ago
        return body.encode(), WebhookSignature.generate_signature_header(body, FORGED if manner.forged else manner.secret, at)

    def _run(self) -> None:
        with requests.Session() as http:
            http.trust_env = False  # no proxy from the environment stands between two local servers
            while (delivery := self._next()) is not None:
                status = self._post(http, delivery.event)
                with self._changed:
                    delivery.tries, delivery.status = delivery.tries + 1, status
                    if status is not None and 200 <= status < 300:
                        delivery.state = "delivered"
                    elif delivery.tries > len(self.delays):
                        delivery.state = "failed"
                    else:
                        delivery.state, delivery.due_at = "waiting", time.monotonic() + self.delays[delivery.tries - 1]
                    self._changed.notify_all()

    def _next(self) -> Delivery | None:
        with self._changed:
            while not self._stopping:
                waiting = [one for one in self._deliveries if one.state == "waiting"]
                ripe = [one for one in waiting if one.due_at <= time.monotonic()]
                if ripe:
                    ripe[0].state = "sending"
                    return ripe[0]
                soonest = min((one.due_at for one in waiting), default=None)
                self._changed.wait(None if soonest is None else max(0.0, soonest - time.monotonic()))
        return None

    def _post(self, http: requests.Session, event: dict[str, Any]) -> int | None:
        if self.manner.url is None:
            return None
        body, signature = self.signed(event)
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature, "User-Agent": "Stripe/1.0"}
        try:
            return http.post(self.manner.url, data=body, headers=headers, timeout=10, allow_redirects=False).status_code
        except requests.RequestException:
            return None
