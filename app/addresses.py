"""Addresses for mails and for Stripe: from BASE_URL and the map of routes, never from a request."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app

from app.settings import Settings


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def address(endpoint: str, **values: Any) -> str:
    base = urlsplit(settings().base_url)
    adapter = current_app.url_map.bind(base.netloc, url_scheme=base.scheme, script_name=base.path or "/")
    return adapter.build(endpoint, values, force_external=True)
