"""/v1: who asks, for which account, with which key; then one handler; then the answer, or the fault that was ordered."""

import json
import socket
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request
from stripe.params import (
    AccountCreateParams,
    AccountLinkCreateParams,
    AccountRetrieveCurrentParams,
    AccountRetrieveParams,
    DisputeListParams,
    InvoiceListParams,
    PaymentIntentListParams,
    PaymentIntentRetrieveParams,
    RefundCreateParams,
    RefundListParams,
    SubscriptionCancelParams,
    SubscriptionListParams,
    SubscriptionRetrieveParams,
    SubscriptionUpdateParams,
)
from stripe.params.checkout import SessionCreateParams, SessionExpireParams, SessionListParams, SessionRetrieveParams

from app.local.stripe import accounts, backwards, payments, sessions, subscriptions
from app.local.stripe.encoding import nest
from app.local.stripe.faults import Fault
from app.local.stripe.keys import Kept
from app.local.stripe.ledger import OWN
from app.local.stripe.refusal import Refusal
from app.local.stripe.sdkschema import check
from app.local.stripe.shapes import new_id
from app.local.stripe.world import World

Handler = Callable[..., dict[str, Any]]
bp = Blueprint("api", __name__, url_prefix="/v1")

BUSY = Refusal(429, "Too many requests hit the API too quickly. We recommend an exponential backoff of your requests.", code="rate_limit")
AWAY = Refusal(503, "Stripe is away for a moment.", type="api_error")
BROKEN = Refusal(500, "An unknown error occurred.", type="api_error", saved=True)
LATE = Refusal(504, "This answer comes too late.", type="api_error")


def endpoint(method: str, path: str, schema: type, handler: Handler) -> None:
    def view(**ids: str) -> Response:
        return _answer(current_app.extensions["stripe_standin"], schema, handler, ids)

    bp.add_url_rule(path, f"{method} {path}", view, methods=[method])


endpoint("POST", "/checkout/sessions", SessionCreateParams, sessions.create)
endpoint("GET", "/checkout/sessions", SessionListParams, sessions.listed)
endpoint("GET", "/checkout/sessions/<id>", SessionRetrieveParams, sessions.retrieve)
endpoint("POST", "/checkout/sessions/<id>/expire", SessionExpireParams, sessions.expire)
endpoint("GET", "/payment_intents/<id>", PaymentIntentRetrieveParams, payments.retrieve)
endpoint("GET", "/payment_intents", PaymentIntentListParams, payments.all_of)
endpoint("GET", "/subscriptions", SubscriptionListParams, subscriptions.listed)
endpoint("GET", "/subscriptions/<id>", SubscriptionRetrieveParams, subscriptions.retrieve)
endpoint("POST", "/subscriptions/<id>", SubscriptionUpdateParams, subscriptions.update)
endpoint("DELETE", "/subscriptions/<id>", SubscriptionCancelParams, subscriptions.cancel)
endpoint("GET", "/invoices", InvoiceListParams, subscriptions.invoices)
endpoint("POST", "/refunds", RefundCreateParams, backwards.refund)
endpoint("GET", "/refunds", RefundListParams, backwards.refunds)
endpoint("GET", "/disputes", DisputeListParams, backwards.disputes)
endpoint("GET", "/account", AccountRetrieveCurrentParams, accounts.current)
endpoint("GET", "/accounts/<id>", AccountRetrieveParams, accounts.retrieve)
endpoint("POST", "/accounts", AccountCreateParams, accounts.create)
endpoint("POST", "/account_links", AccountLinkCreateParams, accounts.link)


@bp.route("/<path:rest>", methods=["GET", "POST", "DELETE"])
def unknown(rest: str) -> Response:
    return _response(404, Refusal(404, f"Unrecognized request URL ({request.method}: {request.path}).").body)


def _answer(world: World, schema: type, handler: Handler, ids: dict[str, str]) -> Response:
    fault = world.faults.next_for(request.method, request.path)
    key = request.headers.get("Idempotency-Key") if request.method == "POST" else None
    try:
        account = _who(world)
        if fault is not None:
            _before(world, fault)
        if key is None:
            kept, replayed = _run(world, account, schema, handler, ids, fault), False
        else:
            kept, replayed = _once(world, account, key, schema, handler, ids, fault)
    except Refusal as refusal:
        return _response(refusal.status, refusal.body)
    if fault is not None:
        _after(world, fault)
    return _response(kept.status, kept.body, replayed=replayed)


def _who(world: World) -> str:
    if not request.headers.get("Authorization", "").removeprefix("Bearer ").startswith(("sk_", "rk_")):
        raise Refusal(401, "Invalid API Key provided.")
    account = request.headers.get("Stripe-Account", OWN)
    if account not in world.ledger.objects:
        raise accounts.no_access(account)
    world.address = world.public_url or request.host_url.rstrip("/")
    return account


def _once(
    world: World, account: str, key: str, schema: type, handler: Handler, ids: dict[str, str], fault: Fault | None
) -> tuple[Kept, bool]:
    """The kept answer for this key, or a new one. Only work that had begun is kept."""
    before = world.keys.begin(account, key, request.method, request.path, request.get_data(), world.clock.now())
    if before is not None:
        return before, True
    try:
        kept = _run(world, account, schema, handler, ids, fault)
    except BaseException:
        world.keys.drop(account, key)
        raise
    world.keys.keep(account, key, kept)
    return kept, False


def _run(world: World, account: str, schema: type, handler: Handler, ids: dict[str, str], fault: Fault | None) -> Kept:
    pairs = request.form.items(multi=True) if request.method == "POST" else request.args.items(multi=True)
    params = check(nest(pairs), schema)
    status = 200
    with world.lock:
        try:
            if fault is not None and fault.kind == "500":
                raise BROKEN
            answer = handler(world, account, params, **ids)
            answer = world.ledger.expanded(account, answer, params.get("expand", []))
            world.ledger.save()
            if fault is not None and fault.kind == "500_after":
                raise BROKEN
        except Refusal as refusal:
            if not refusal.saved:
                raise
            status, answer = refusal.status, refusal.body
        return Kept(status, _encoded(answer), world.clock.now())


def _before(world: World, fault: Fault) -> None:
    if fault.kind == "429":
        raise BUSY
    if fault.kind == "503":
        raise AWAY
    if fault.kind == "timeout_before":
        world.faults.wait(fault)
        raise LATE


def _after(world: World, fault: Fault) -> None:
    if fault.kind == "timeout_after":
        world.faults.wait(fault)
    if fault.kind == "drop_after":
        request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)


def _encoded(answer: Any) -> bytes:
    return json.dumps(answer, indent=2).encode()


def _response(status: int, body: Any, *, replayed: bool = False) -> Response:
    response = Response(body if isinstance(body, bytes) else _encoded(body), status, mimetype="application/json")
    response.headers["Request-Id"] = new_id("request")
    if "Idempotency-Key" in request.headers:
        response.headers["Idempotency-Key"] = request.headers["Idempotency-Key"]
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    if status == 500:
        response.headers["Stripe-Should-Retry"] = "false"  # the key would only repeat it
    return response
