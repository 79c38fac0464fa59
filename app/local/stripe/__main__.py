"""python -m app.local.stripe: the stand-in in the foreground, until SIGINT or SIGTERM."""

import argparse
import signal
from pathlib import Path
from threading import Event

from app.local.stripe import accounts
from app.local.stripe.server import create, serving


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m app.local.stripe", description="A stand-in for Stripe, for one machine.")
    asked.add_argument("--host", default="127.0.0.1")
    asked.add_argument("--port", type=int, default=0, help="0: any free one")
    asked.add_argument("--webhook-url")
    asked.add_argument("--webhook-secret", default="whsec_local")
    asked.add_argument("--public-url", help="where browsers reach it, if not where the product does")
    asked.add_argument("--state", type=Path, help="a JSON file that survives restarts")
    asked.add_argument("--account", action="append", default=[], help="a connected account that may charge; may be repeated")
    given = asked.parse_args()
    app = create(webhook_url=given.webhook_url, webhook_secret=given.webhook_secret, public_url=given.public_url, state=given.state)
    world = app.extensions["stripe_standin"]
    for id in given.account:
        if id not in world.ledger.objects:
            accounts.add(world, id=id, ready=True)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with serving(app, given.port, given.host) as url:
        print(url, flush=True)
        stop.wait()


if __name__ == "__main__":
    main()
