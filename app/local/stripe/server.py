"""The stand-in as a WSGI application, and as a server in a thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app.local.stripe import api, control, page
from app.local.stripe.hooks import DELAYS
from app.local.stripe.world import World


def create(
    *,
    webhook_url: str | None,
    webhook_secret: str,
    public_url: str | None = None,
    state: Path | None = None,
    delays: tuple[float, ...] = DELAYS,
) -> Flask:
    """`state`: a JSON file that survives restarts. `public_url`: where browsers reach it, if not where the product does.

    Its thread for webhooks ends with `app.extensions["stripe_standin"].close()`.
    """
    app = Flask("app.local.stripe")
    app.extensions["stripe_standin"] = World(
        webhook_url=webhook_url, webhook_secret=webhook_secret, public_url=public_url, state=state, delays=delays
    )
    for blueprint in (api.bp, page.bp, control.bp):
        app.register_blueprint(blueprint)
    return app


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@contextmanager
def serving(app: Flask, port: int = 0, host: str = "127.0.0.1") -> Iterator[str]:
    """Serves in a thread; gives the address, "http://127.0.0.1:8044". Port 0: any free one."""
    server = make_server(host, port, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, name="stripe-standin", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        app.extensions["stripe_standin"].close()
        server.shutdown()
        server.server_close()
        thread.join(5)
