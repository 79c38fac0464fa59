"""What every answer tells the browser: where scripts, styles and forms may come from and go to, and that private pages are not kept."""

import logging
import re
from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, Response, abort, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.settings import Settings

log = logging.getLogger(__name__)


def policy(settings: Settings) -> str:
    pays_at = ["https://checkout.stripe.com", "https://billing.stripe.com", "https://connect.stripe.com"]
    if settings.stripe_api_base:
        parts = urlsplit(settings.stripe_api_base)
        pays_at.append(f"{parts.scheme}://{parts.netloc}")
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        f"manifest-src 'self'; form-action 'self' {' '.join(pays_at)}; base-uri 'none'; frame-ancestors 'none'"
    )


def init_app(app: Flask, settings: Settings) -> None:
    tells = [
        ("Content-Security-Policy", policy(settings)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
        *([("Strict-Transport-Security", "max-age=31536000")] if settings.is_https else []),
    ]
    origin = settings.base_url
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    hosts = {urlsplit(settings.base_url).hostname, *settings.trusted_hosts}
    app.before_request(_name_request)
    app.before_request(lambda: _refuse_foreign_host(hosts))
    app.before_request(lambda: _refuse_foreign_origin(origin))

    @app.after_request
    def tell(response: Response) -> Response:
        headers = response.headers
        said = {name for name, _ in headers}  # a file that was taken in says a stricter policy, the wall that others embed another
        for name, value in tells:
            if name not in said:
                headers.add(name, value)
        if not headers["Cache-Control"].startswith("public"):  # a page for strangers is the same for everybody
            headers.add("Vary", "Cookie")
        log.info(
            "%s %s %s %s",
            request.method,
            request.url_rule.rule if request.url_rule else "-",
            response.status_code,
            g.get("request_id", "-"),
        )
        return response


def _name_request() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if re.fullmatch(r"[A-Za-z0-9-]{8,64}", given) else uuid4().hex[:12]


def _refuse_foreign_host(hosts: set[str | None]) -> None:
    """Checked here, not by Flask's TRUSTED_HOSTS: its refusal page could build no address and became a 500."""
    if urlsplit(f"//{request.host}").hostname not in hosts:
        abort(400)


def _refuse_foreign_origin(origin: str) -> None:
    """A second wall beside the token: what a browser says of a cross-site post is believed when it speaks against it."""
    if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint in ("stripe_hook.take_in", "stop.one_click"):
        return
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        abort(403)
    said = request.headers.get("Origin")
    if said and said not in (origin, f"{request.scheme}://{request.host}"):
        abort(403)
