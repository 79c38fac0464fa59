"""How pages are made: Flask's configuration, and what every template can name."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from secrets import randbelow
from typing import Any

from flask import Flask, Response, g, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import current_user
from flask_wtf import CSRFProtect

from app.clock import now
from app.settings import Settings
from models.contract import sheet
from models.contract.clauses import clauses
from models.seen import seen_here
from models.week import city

ROOT = Path(__file__).parent.parent
WORTH_PACKING = 1000  # bytes: below it gzip saves nothing that is felt
LARGEST_BODY = 2 * 1024 * 1024


class Application(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """No view of ours is a coroutine, so none is asked each time whether it is one."""
        return func


class Sessions(SecureCookieSessionInterface):
    """No cookie for people who only pass, and no word of one: their pages are the same for everybody."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not (g.get("passes") and not session.modified):
            super().save_session(app, session, response)


def configure(app: Flask, settings: Settings) -> None:
    app.session_interface = Sessions()
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="__Host-plumbline" if settings.is_https else "plumbline",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=90),
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # app/headers.py judges Origin and Sec-Fetch-Site on both schemes
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=400,
    )
    app.jinja_env.globals["inbox_url"] = settings.inbox_url
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def init_app(app: Flask) -> None:
    app.extensions["csrf"] = CSRFProtect(app)
    app.jinja_env.globals["seen_here"] = seen_here
    app.jinja_env.filters.update(
        counted=sheet.counted,
        aimed=sheet.aimed,
        started=sheet.started,
        history=sheet.history,
        first_name=sheet.first_name,
        clauses=clauses,
        city=city,
    )

    app.after_request(_pack)

    @app.context_processor
    def named() -> dict[str, object]:
        """Who looks, and in which practice. Nothing here asks the database."""
        if g.get("is_away"):
            return {}
        if g.get("passes"):  # no cookie is read for them, so that the page is the same for everybody
            return {"practice": g.practice}
        known: dict[str, object] = {name: g.get(name) for name in ("practice", "reader") if g.get(name)}
        if membership := g.get("membership"):
            known["member"] = membership
        if g.get("sign_in"):
            known["theme"] = g.sign_in.person.theme
        elif current_user and current_user.is_authenticated:
            known["theme"] = current_user.person.theme
        return known

    @app.template_global()
    def moment_now() -> object:
        return now()


def _pack(response: Response) -> Response:
    """Pages travel in gzip also where no proxy does it: a third of a page is left. The session cookie is SameSite=Lax, so no other site can
    fetch a page again and again with words of its own in it and guess a secret from its length (BREACH). Two more reasons hold against whoever
    comes from the same site: of the token on a form only the first part stays the same in a session, and without the signature, which is another
    each second, it opens nothing; and the length of what travels is off by chance (_packed), which also shields what else stands on a page."""
    if response.mimetype != "text/html" or response.is_streamed or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= WORTH_PACKING and request.accept_encodings["gzip"] > 0:
        response.set_data(_packed(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _packed(body: bytes) -> bytes:
    """In gzip, with a file name of 1 to 100 letters that says nothing: a guess from the length needs as many answers more as it takes to average
    that out ("Heal the BREACH", Palacios and others, IEEE Access 2022; Django does the same)."""
    packed = BytesIO()
    with gzip.GzipFile(filename="a" * (1 + randbelow(100)), mode="wb", compresslevel=5, fileobj=packed, mtime=0) as file:
        file.write(body)
    return packed.getvalue()
