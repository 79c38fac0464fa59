"""Refusals become pages: a domain error, a constraint's name, a stale row, an HTTP error. The page of a broken server needs nothing."""

import logging
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, ProgrammingError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge, TooManyRequests

from app.clock import now
from models import REFUSALS, DomainError

log = logging.getLogger(__name__)
KNOWN = {400, 401, 403, 404, 405, 409, 413, 429, 500, 503}


def init_app(app: Flask) -> None:
    app.log_exception = _log_exception  # type: ignore[method-assign]
    app.register_error_handler(DomainError, lambda error: page(409, note=error.sentence))
    app.register_error_handler(IntegrityError, _broken_rule)
    app.register_error_handler(ProgrammingError, _walled)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(OperationalError, _away)
    app.register_error_handler(TimeoutError, _away)
    app.register_error_handler(CSRFError, _open_too_long)
    app.register_error_handler(RequestEntityTooLarge, lambda _error: page(413))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _http)


def _log_exception(exc_info: Any) -> None:
    """The route's pattern, not the address: tokens stand in paths."""
    log.error("%s %s broke", request.method, request.url_rule.rule if request.url_rule else "-", exc_info=exc_info)


def page(status: int, note: str | None = None, **more: Any) -> Response:
    """An error's page. Without a database, a session or a sign-in: those may be what broke."""
    known = status if status in KNOWN else 500 if status >= 500 else 400
    mark = g.get("request_id") if status >= 500 else None
    answer = make_response(
        render_template(
            f"errors/{known}.html", note=note, mark_id=mark, moment=now().strftime("%Y-%m-%d %H:%M UTC") if mark else None, **more
        ),
        status,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _http(error: HTTPException) -> Response | HTTPException:
    if error.code is None or error.code < 400:
        return error
    answer = page(error.code, note=error.description if error.code == 429 and error.description != TooManyRequests.description else None)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def constraint(error: IntegrityError) -> str | None:
    """The sentence of the constraint that spoke, or None when it is not one people can meet."""
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return REFUSALS.get(name) if name else None


def _roll_back() -> None:
    """A failed flush leaves the session unusable, and its rows unread: the page's frame still names who is signed in."""
    if (open_ := g.get("session")) is not None:
        open_.rollback()


def _unfit(_error: DataError) -> Response:
    _roll_back()
    return page(400, note="Something in what you sent is too large or of the wrong kind.")


def _overtaken(_error: StaleDataError) -> Response:
    _roll_back()
    return page(409)


def _broken_rule(error: IntegrityError) -> Response:
    _roll_back()
    if sentence := constraint(error):
        return page(409, note=sentence)
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", "")
    log.warning("constraint %s refused %s", name, request.endpoint)
    return page(409)


def _walled(error: ProgrammingError) -> Response:
    """Row-level security refused a write: to whoever asked it does not exist."""
    if getattr(error.orig, "sqlstate", "") == "42501":
        _roll_back()
        return page(404)
    raise error


def _away(error: Exception) -> Response:
    log.error("the database is away: %s", type(error).__name__)
    g.is_away = True  # the page's frame names nobody: who looks could not be read
    answer = page(503)
    answer.headers["Retry-After"] = "10"
    return answer


def _open_too_long(_error: CSRFError) -> Response:
    """The page was open for too long, or its cookie is gone. What was typed is given back, to be sent again."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "password")]
    answer = make_response(render_template("errors/again.html", typed=typed[:200], again=request.path), 400)
    answer.headers["Cache-Control"] = "no-store"
    return answer
