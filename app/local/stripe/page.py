"""What people see: the payment page, the onboarding page of a connected account, a receipt."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from babel.numbers import format_currency
from flask import Blueprint, Response, current_app, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from app.local.stripe import accounts, sessions
from app.local.stripe.refusal import Refusal
from app.local.stripe.world import World

bp = Blueprint("page", __name__)

NO_MINOR_UNIT = frozenset(["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"])
THREE_DIGITS = frozenset(["bhd", "jod", "kwd", "omr", "tnd"])
CSP = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"


def _world() -> World:
    return current_app.extensions["stripe_standin"]


@bp.get("/pay/<id>")
def show(id: str) -> AnyResponse:
    with _world().lock:
        _, session = _session(id)
        return _pay_page(session)


@bp.post("/pay/<id>")
def pay(id: str) -> AnyResponse:
    world = _world()
    with world.lock:
        account, session = _session(id)
        if session["status"] != "open":
            return _pay_page(session)
        email = request.form.get("email", "").strip() or None
        if email is None and session["customer_email"] is None:
            return _pay_page(session, "Please enter your email address.")
        if request.form.get("how") == "bank":
            sessions.pay_later(world, account, session, email)
            trouble = None
        else:
            number = "".join(request.form.get("number", "").split())
            trouble = sessions.pay(world, account, session, number, email)
        world.ledger.save()
        if trouble is not None:
            return _pay_page(session, trouble)
        return redirect(session["success_url"].replace("{CHECKOUT_SESSION_ID}", id), 303)


@bp.get("/setup/<account>/<secret>")
def setup(account: str, secret: str) -> AnyResponse:
    with _world().lock:
        link, fresh = accounts.opened(_world(), account, secret)
        if not fresh:
            return redirect(link.refresh_url, 303)
        return _guarded(render_template("setup.html", account=account, secret=secret), link.return_url)


@bp.post("/setup/<account>/<secret>")
def finish(account: str, secret: str) -> AnyResponse:
    world = _world()
    with world.lock:
        link, _ = accounts.opened(world, account, secret)
        accounts.finish(world, account)
        return redirect(link.return_url, 303)


@bp.get("/receipts/<id>")
def receipt(id: str) -> AnyResponse:
    world = _world()
    with world.lock:
        charge = world.ledger.get(world.ledger.owner_of(id) or "", "charge", id)
        amount = _money(charge["amount"], charge["currency"])
        return _guarded(render_template("receipt.html", charge=charge, amount=amount))


@bp.errorhandler(Refusal)
def gone(refusal: Refusal) -> AnyResponse:
    response = _guarded(render_template("gone.html"))
    response.status_code = refusal.status
    return response


def _session(id: str) -> tuple[str, dict[str, Any]]:
    world = _world()
    account = world.ledger.owner_of(id) or ""
    return account, sessions.retrieve(world, account, {}, id)


def _pay_page(session: dict[str, Any], trouble: str | None = None) -> AnyResponse:
    hidden = _world().ledger.hidden[session["id"]]
    page = render_template(
        "pay.html",
        session=session,
        lines=hidden["lines"],
        amount=_money(session["amount_total"], session["currency"]),
        trouble=trouble,
        number=request.form.get("number", ""),
        email=request.form.get("email", session["customer_email"] or ""),
    )
    return _guarded(page, session["success_url"])


def _guarded(page: str, goes_on_to: str | None = None) -> Response:
    """form-action holds for the redirect after a post too, so the address it leads to is named."""
    response = Response(page, mimetype="text/html")
    parts = urlsplit(goes_on_to) if goes_on_to else None
    response.headers["Content-Security-Policy"] = f"{CSP} {parts.scheme}://{parts.netloc}" if parts else CSP
    response.headers["Cache-Control"] = "no-store"
    return response


def _money(amount: int, currency: str) -> str:
    digits = 0 if currency in NO_MINOR_UNIT else 3 if currency in THREE_DIGITS else 2
    return format_currency(Decimal(amount).scaleb(-digits), currency.upper(), locale="en")
