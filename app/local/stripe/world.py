"""Everything the stand-in holds, behind one lock."""

from copy import deepcopy
from pathlib import Path
from threading import RLock
from typing import Any

import stripe

from app.local.stripe import accounts
from app.local.stripe.clock import Clock
from app.local.stripe.faults import Faults
from app.local.stripe.hooks import DELAYS, Hooks
from app.local.stripe.keys import Keys
from app.local.stripe.ledger import OWN, Ledger
from app.local.stripe.shapes import example, new_id


class World:
    def __init__(
        self,
        *,
        webhook_url: str | None,
        webhook_secret: str,
        public_url: str | None = None,
        state: Path | None = None,
        delays: tuple[float, ...] = DELAYS,
    ) -> None:
        self.lock = RLock()
        self.clock, self.keys, self.faults = Clock(), Keys(), Faults()
        self.ledger = Ledger(state)
        self.hooks = Hooks(webhook_url, webhook_secret, delays)
        self.public_url, self.address = public_url, public_url or ""  # where browsers find the pages: the host by which the API was asked
        self.links: dict[tuple[str, str], accounts.Link] = {}
        self._own_account()

    def tell(self, account: str, type: str, thing: dict[str, Any], /, **differences: Any) -> dict[str, Any]:
        """Sends an event about `thing` as it is now; connected accounts are named, the key's own is not."""
        event = example(
            "event",
            id=new_id("event"),
            api_version=stripe.api_version,
            created=self.clock.now(),
            data={"object": deepcopy(thing)},
            pending_webhooks=1,
            type=type,
        )
        if account != OWN:
            event["account"] = account
        event |= differences
        self.hooks.send(event)
        return event

    def reset(self) -> None:
        self.faults.clear()  # first: whoever waits in a fault goes on
        with self.lock:
            self.clock.reset()
            self.keys.clear()
            self.hooks.reset()
            self.ledger.clear()
            self.links.clear()
            self._own_account()

    def close(self) -> None:
        self.faults.clear()
        self.hooks.stop()

    def _own_account(self) -> None:
        if OWN not in self.ledger.objects:
            accounts.add(self, id=OWN, ready=True)
