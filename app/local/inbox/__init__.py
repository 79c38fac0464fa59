"""The web inbox of the mail catcher: what Plumbline sent from this machine, readable and with links to follow."""

import threading
from collections.abc import Callable

from flask import Flask, Response, abort, redirect, render_template, request, send_file, url_for
from werkzeug import Response as Answer
from werkzeug.serving import WSGIRequestHandler, make_server

from app.local.mail import Caught, Mailbox
from app.local.ports import LOOPBACK, listening, port_of

PAGE = "default-src 'none'; style-src 'self'; frame-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
PART = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data: http: https:; frame-ancestors 'self'"


def create(mailbox: Mailbox) -> Flask:
    inbox = Flask(__name__, static_folder=None)
    inbox.config["TRUSTED_HOSTS"] = [LOOPBACK, "localhost"]  # a page elsewhere may not read these mails through a name of its own

    @inbox.after_request
    def close_the_page(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", PAGE)
        response.headers.update({"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        return response

    @inbox.get("/")
    def index() -> str:
        to = request.args.get("to", "").strip()
        return render_template("index.html", messages=mailbox.to(to) if to else list(mailbox), to=to)

    @inbox.get("/messages.json")
    def listing() -> list[dict[str, object]]:
        to = request.args.get("to", "").strip()
        return [_plain(each) for each in (mailbox.to(to) if to else mailbox)]

    @inbox.get("/m/<id>")
    def show(id: str) -> str:
        return render_template("show.html", mail=_find(mailbox, id))

    @inbox.get("/m/<id>/html")
    def html(id: str) -> Response:
        return Response('<base target="_blank">' + _find(mailbox, id).html, headers={"Content-Security-Policy": PART}, mimetype="text/html")

    @inbox.get("/m/<id>/source")
    def source(id: str) -> Response:
        return Response(_find(mailbox, id).content.decode(errors="replace"), mimetype="text/plain")

    @inbox.get("/m/<id>/attachments/<int:number>")
    def attachment(id: str, number: int) -> Response:
        parts = _find(mailbox, id).attachments
        if number >= len(parts):
            abort(404)
        content = parts[number].get_payload(decode=True)
        kind = parts[number].get_content_type()
        return Response(content, mimetype=kind if kind == "application/pdf" else "application/octet-stream")

    @inbox.post("/emptied")
    def empty() -> Answer:
        if request.headers.get("Origin", request.host_url.rstrip("/")) != request.host_url.rstrip("/"):
            abort(403)
        mailbox.clear()
        return redirect(url_for("index"), 303)

    @inbox.get("/inbox.css")
    def style() -> Response:
        return send_file("inbox.css")

    return inbox


def _find(mailbox: Mailbox, id: str) -> Caught:
    return mailbox.get(id) or abort(404)


def _plain(mail: Caught) -> dict[str, object]:
    return {
        "id": mail.id,
        "at": mail.at.isoformat(),
        "from": mail.sender,
        "to": mail.recipients,
        "subject": mail.subject,
        "text": mail.text,
        "links": mail.links,
        "message_id": str(mail.message["Message-ID"] or ""),
    }


class _Silent(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nobody wants to read who read the inbox."""


class Server:
    """The inbox on a loopback port, in a thread of its own."""

    def __init__(self, mailbox: Mailbox, wish: int = 0) -> None:
        self._socket = listening(wish)
        self.port = port_of(self._socket)
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._make: Callable[[], Flask] = lambda: create(mailbox)

    def start(self) -> None:
        self._server = make_server(LOOPBACK, self.port, self._make(), threaded=True, request_handler=_Silent, fd=self._socket.fileno())
        self._thread = threading.Thread(target=self._server.serve_forever, name="inbox", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._socket.close()
