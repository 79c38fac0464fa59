"""Checkout sessions: made, paid, declined, expired."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from app.local.stripe import payments, subscriptions
from app.local.stripe.refusal import Refusal
from app.local.stripe.shapes import example, new_id

if TYPE_CHECKING:
    from app.local.stripe.world import World

DAY, HALF_AN_HOUR = 24 * 3600, 30 * 60
SMALLEST = 50  # about half a euro, whatever the currency
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What the published example fills with placeholders, and Stripe leaves empty for a plain payment.
NOTHING = dict.fromkeys(
    (
        "after_expiration", "collected_information", "consent", "consent_collection", "currency_conversion", "customer_details", "managed_payments",
        "payment_intent", "payment_method_configuration_details", "permissions", "shipping_address_collection", "shipping_cost", "wallet_options",
    )
)  # fmt: skip


def create(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    if not world.ledger.get(account, "account", account)["charges_enabled"]:
        raise Refusal(400, "This account cannot currently make live charges.", code="account_invalid", saved=True)
    currency, total = _amount(params)
    monthly = params["mode"] == "subscription"
    now = world.clock.now()
    id = new_id("checkout.session")
    session = example("checkout.session", **NOTHING) | {
        "id": id,
        "adaptive_pricing": params.get("adaptive_pricing", {"enabled": True}),
        "amount_subtotal": total,
        "amount_total": total,
        "cancel_url": _address(params, "cancel_url", needed=False),
        "client_reference_id": params.get("client_reference_id"),
        "created": now,
        "currency": currency,
        "customer_email": _email(params),
        "custom_text": dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance")),
        "expires_at": _end(params, now),
        "metadata": params.get("metadata", {}),
        "mode": params["mode"],
        "status": "open",
        "submit_type": params.get("submit_type"),
        "success_url": _address(params, "success_url", needed=True),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{world.address}/pay/{id}",
    }
    session["invoice_creation"]["enabled"] = False
    world.ledger.hidden[id] = {
        "payment_intent_data": params.get("subscription_data" if monthly else "payment_intent_data", {}),
        "lines": [(line["price_data"]["product_data"]["name"], line.get("quantity", 1)) for line in params["line_items"]],
    }
    return world.ledger.put(account, session)


def retrieve(world: "World", account: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    session = world.ledger.get(account, "checkout.session", id)
    if session["status"] == "open" and world.clock.now() >= session["expires_at"]:
        _close(world, account, session)
    return session


def listed(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    found = [retrieve(world, account, {}, one["id"]) for one in world.ledger.of(account, "checkout.session")]
    alike = [one for one in found if _in_time(one["created"], params.get("created")) and _alike(one, params, ("status", "payment_intent"))]
    return payments.listed(alike, params, "/v1/checkout/sessions")


def expire(world: "World", account: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    session = retrieve(world, account, {}, id)
    if session["status"] != "open":
        raise Refusal(400, f'Only Checkout Sessions with a status in ["open"] can be expired. This one is {session["status"]}.', saved=True)
    _close(world, account, session)
    return session


def pay(world: "World", account: str, session: dict[str, Any], number: str, email: str | None) -> str | None:
    """None when it is paid, else what the payer reads. `number`: digits of a card."""
    hidden = world.ledger.hidden[session["id"]]
    if session["mode"] == "subscription":
        trouble = subscriptions.begin(world, account, session, hidden, number)
        if trouble is None:
            _complete(world, account, session, email, paid=True)
        return trouble
    intent = payments.intent_for(world, account, session, hidden)
    if number in payments.DECLINES:
        payments.fail(world, account, intent, *payments.DECLINES[number], payments.card(number))
        return payments.DECLINES[number][2]
    if number not in payments.PAYS:
        return "Your card number is not one of the test numbers."
    payments.succeed(world, account, intent, payments.card(number))
    _complete(world, account, session, email, paid=True)
    return None


def pay_later(world: "World", account: str, session: dict[str, Any], email: str | None) -> None:
    """A bank debit: the page is done, the money is not there yet (see settle)."""
    intent = payments.intent_for(world, account, session, world.ledger.hidden[session["id"]])
    intent |= {"status": "processing", "last_payment_error": None}
    _complete(world, account, session, email, paid=False)


def settle(world: "World", account: str, session: dict[str, Any], *, arrives: bool) -> None:
    intent = world.ledger.get(account, "payment_intent", session["payment_intent"])
    if arrives:
        payments.succeed(world, account, intent, payments.bank_debit())
        session["payment_status"] = "paid"
        world.tell(account, "checkout.session.async_payment_succeeded", session)
    else:
        payments.fail(world, account, intent, "payment_failed", None, "The bank returned the debit.", payments.bank_debit())
        world.tell(account, "checkout.session.async_payment_failed", session)


def _complete(world: "World", account: str, session: dict[str, Any], email: str | None, *, paid: bool) -> None:
    details = example("checkout.session")["customer_details"] | {"email": email or session["customer_email"]}
    session |= {"status": "complete", "payment_status": "paid" if paid else "unpaid", "url": None, "customer_details": details}
    world.tell(account, "checkout.session.completed", session)


def _close(world: "World", account: str, session: dict[str, Any]) -> None:
    session |= {"status": "expired", "url": None}
    world.tell(account, "checkout.session.expired", session)


def _amount(params: dict[str, Any]) -> tuple[str, int]:
    if params.get("mode") not in ("payment", "subscription"):
        raise Refusal(400, "This stand-in knows mode=payment and mode=subscription only.", param="mode")
    if params["mode"] == "subscription" and ("submit_type" in params or "payment_intent_data" in params):
        raise Refusal(400, "You can not pass `submit_type` or `payment_intent_data` in `subscription` mode.", param="mode")
    if not params.get("line_items"):
        raise Refusal(400, "Missing required param: line_items.", code="parameter_missing", param="line_items")
    total, currencies = 0, set()
    for index, line in enumerate(params["line_items"]):
        price, at = line.get("price_data", {}), f"line_items[{index}]"
        if "product_data" not in price or "unit_amount" not in price:
            raise Refusal(400, "This stand-in knows price_data with product_data and unit_amount only.", param=at)
        if price["unit_amount"] < 0 or price["unit_amount"] > 99_999_999:
            raise Refusal(400, "Invalid amount: at least 0 and at most 99999999.", param=f"{at}[price_data][unit_amount]")
        if len(price["product_data"]["name"]) > 250:
            raise Refusal(400, "Invalid string: at most 250 characters.", param=f"{at}[price_data][product_data][name]")
        if (params["mode"] == "subscription") != ("recurring" in price):
            raise Refusal(400, "A recurring price belongs to `subscription` mode, and no other to it.", param=at)
        currencies.add(price["currency"])
        total += price["unit_amount"] * line.get("quantity", 1)
    currency = currencies.pop()
    if currencies or not re.fullmatch("[a-z]{3}", currency):
        raise Refusal(400, f"Invalid currency: {currency}. One for all lines, three letters in lower case.", param="line_items")
    if currency in ("isk", "ugx") and total % 100:
        raise Refusal(400, "Amounts in this currency must be divisible by 100.", code="invalid_charge_amount_no_decimal_compatible")
    if total < SMALLEST:
        raise Refusal(400, "The Checkout Session's total amount due is too small.", code="amount_too_small", param="line_items")
    return currency, total


def _address(params: dict[str, Any], name: str, *, needed: bool) -> str | None:
    url = params.get(name)
    if url is None and needed:
        raise Refusal(400, f"Missing required param: {name}.", code="parameter_missing", param=name)
    if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise Refusal(400, f"Not a valid URL: {url}", code="url_invalid", param=name)
    return url


def _email(params: dict[str, Any]) -> str | None:
    email = params.get("customer_email")
    if email is not None and not EMAIL.fullmatch(email):
        raise Refusal(400, f"Invalid email address: {email}", code="email_invalid", param="customer_email")
    return email


def _end(params: dict[str, Any], now: int) -> int:
    at = params.get("expires_at", now + DAY)
    if not now + HALF_AN_HOUR - 60 <= at <= now + DAY:
        raise Refusal(400, "The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from creation.", param="expires_at")
    return at


def _in_time(created: int, wanted: Any) -> bool:
    if wanted is None or isinstance(wanted, int):
        return wanted in (None, created)
    return wanted.get("gte", created) <= created <= wanted.get("lte", created) and wanted.get("gt", created - 1) < created < wanted.get(
        "lt", created + 1
    )


def _alike(session: dict[str, Any], params: dict[str, Any], names: tuple[str, ...]) -> bool:
    return all(session[name] == params[name] for name in names if name in params)
