"""How a form that saves itself is answered (js/autosave.js), and what is shown when somebody else saved it first."""

from collections.abc import Mapping
from typing import Any

from flask import Response, g, jsonify, make_response, render_template, request
from wtforms import Field

from app import formats
from app.clock import now
from blueprints.forms import Form


def saves_itself() -> bool:
    """Was it the page that saved, a moment after somebody typed? Then the answer is JSON."""
    return request.accept_mimetypes.best == "application/json"


def saved(version: int, words: str = "", found: Mapping[str, str] | None = None, shown: Mapping[str, str] | None = None) -> Response:
    """`words` say what of it was not saved; the page keeps that as it is typed. `found`: what stands beside each field from now on, as HTML;
    `shown`: what stands in other places of the page."""
    at = formats.clock(now(), g.practice.zone, g.practice.locale)
    return jsonify(version=version, saved=at, words=words, found=found or {}, shown=shown or {})


def refused(words: str, status: int) -> Response:
    answer = jsonify(words=words)
    answer.status_code = status
    return answer


def first_error(form: Form) -> str:
    """For the sign at the top of a page that saves itself: the field, and what is wrong with it."""
    return next((f"{field.label.text}: {field.errors[0]}" for field in form if field.errors), "Something here cannot be saved.")


def stale(form: Form, standing: Mapping[str, Any], *, version: int, what: str, who: str, address: str, back: str = "") -> Response:
    """Both versions side by side. `standing` holds what is saved under the names of the form's fields; `back` is the page, if not `address`."""
    if saves_itself():
        return refused("Somebody else saved this meanwhile. Press Save to see both.", 409)
    typed: dict[str, Field] = {name: form[name] for name in standing}
    rows = [
        (name, f.label.text, f.data or "", standing[name] or "") for name, f in typed.items() if (f.data or "") != (standing[name] or "")
    ]
    same = {name: standing[name] or "" for name, f in typed.items() if (f.data or "") == (standing[name] or "")}
    named = {"what": what, "theirs_name": who, "address": address, "back": back or address, "here": "clients"}
    return make_response(render_template("errors/stale.html", version=version, rows=rows, same=same, **named), 409)
