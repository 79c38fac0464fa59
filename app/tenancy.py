"""The slug in the path, and finding things behind the wall."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from flask import Flask, abort, current_app, g, has_request_context, request
from flask import url_for as flask_url_for
from sqlalchemy.orm.interfaces import ORMOption
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from app import db
from models import Tenanted

T = TypeVar("T", bound=Tenanted)


def init_app(app: Flask) -> None:
    @app.url_value_preprocessor
    def take_slug(_endpoint: str | None, values: dict | None) -> None:
        g.slug = values.pop("slug", None) if values else None
        g.where = (g.slug, request.script_root)  # looked up once for the forty addresses of a page

    @app.url_defaults
    def put_slug(endpoint: str, values: dict) -> None:
        if g.get("slug") and app.url_map.is_endpoint_expecting(endpoint, "slug"):
            values.setdefault("slug", g.slug)

    app.jinja_env.globals["url_for"] = app.extensions["addresses"] = _addresses(app)


def path(endpoint: str, **values: object) -> str:
    """As `url_for` in a template."""
    return str(current_app.extensions["addresses"](endpoint, **values))


def _addresses(app: Flask) -> Callable[..., str]:
    """Flask's url_for for templates, which remembers: to build an address each time was a tenth of a page that names forty."""

    @lru_cache(maxsize=4000)
    def built(endpoint: str, _blueprint: str | None, _slug: str | None, _root: str, values: tuple[tuple[str, object, type], ...]) -> str:
        return app.url_for(endpoint, **{name: value for name, value, _ in values})

    def url_for(endpoint: str, **values: object) -> str:
        if not has_request_context() or any(name[0] == "_" and name != "_anchor" for name in values):
            return app.url_for(endpoint, **values)
        try:
            told = tuple((name, value, type(value)) for name, value in values.items()) if values else ()
            return built(
                endpoint, request.blueprint if endpoint[0] == "." else None, *(g.get("where") or (None, request.script_root)), told
            )
        except TypeError:  # a list of values is no key
            return app.url_for(endpoint, **values)

    return url_for


def find(cls: type[T], id: UUID, *options: ORMOption, lock: bool = False) -> T:
    """The row, or 404: what the wall hides and what is missing look alike. With `lock`, whoever writes to it comes one after the other."""
    key = (db.session().info["practice_id"], id)
    locked = {"of": cls} if lock else None
    found = db.session().get(cls, key, options=options, with_for_update=locked, populate_existing=lock or bool(options))
    if found is None:
        abort(404)
    return found


def back_to(default: str, **values: object) -> str:
    """Where somebody came from, if it is a page of ours that a GET matches; else the default."""
    wanted = request.form.get("next") or request.args.get("next") or ""
    return wanted if is_ours(wanted) else flask_url_for(default, **values)


def is_ours(path: str) -> bool:
    """A plain path that our own router matches by GET: no host, no backslash, no control character, no leading double slash."""
    if not path.startswith("/") or path.startswith("//") or "\\" in path or any(ord(c) <= 32 for c in path) or len(path) > 2000:
        return False
    try:
        current_app.url_map.bind("").match(path.partition("?")[0].partition("#")[0], method="GET")
    except (HTTPException, RoutingException, ValueError):
        return False
    return True
