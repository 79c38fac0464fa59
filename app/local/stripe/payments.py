"""What happens behind a payment page: intent, charge, fee; and money that arrives later, or does not."""

from typing import TYPE_CHECKING, Any

from app.local.stripe.refusal import Refusal
from app.local.stripe.shapes import example, new_id

if TYPE_CHECKING:
    from app.local.stripe.world import World

# docs.stripe.com/testing; number → (code, decline code, what the payer reads)
DECLINES = {
    "4000000000000002": ("card_declined", "generic_decline", "Your card was declined."),
    "4000000000009995": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", None, "Your card has expired."),
}
WAITS = "4000000000007726"  # pays; a refund of it is pending, until the bank has moved it
PAYS = {"4242424242424242": "visa", "5555555555554444": "mastercard", WAITS: "visa"}


def fee(amount: int) -> int:
    """1.5 % and 25, half up: an ordinary European card."""
    return (amount * 15 + 500) // 1000 + 25


def retrieve(world: "World", account: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    return world.ledger.get(account, "payment_intent", id)


def all_of(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    created = params.get("created") or {}
    since, until = created.get("gte", 0), created.get("lte", 1 << 62)
    found = [one for one in world.ledger.of(account, "payment_intent") if since <= one["created"] <= until]
    return listed(found, params, "/v1/payment_intents")


def listed(found: list[dict[str, Any]], params: dict[str, Any], url: str) -> dict[str, Any]:
    """A page of a list, newest first."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise Refusal(400, "Invalid limit: must be between 1 and 100", param="limit")
    ids = [one["id"] for one in found]
    if "starting_after" in params:
        if params["starting_after"] not in ids:
            raise Refusal(400, f"No such object: '{params['starting_after']}'", code="resource_missing", param="starting_after")
        found = found[ids.index(params["starting_after"]) + 1 :]
    return {"object": "list", "url": url, "has_more": len(found) > limit, "data": found[:limit]}


def intent_for(world: "World", account: str, session: dict[str, Any], hidden: dict[str, Any]) -> dict[str, Any]:
    """The session's intent: made with the first try and kept over declines."""
    if session["payment_intent"] is not None:
        return world.ledger.get(account, "payment_intent", session["payment_intent"])
    id = new_id("payment_intent")
    wishes = hidden["payment_intent_data"]
    intent = example(
        "payment_intent",
        id=id,
        amount=session["amount_total"],
        canceled_at=None,
        client_secret=f"{id}_secret_{new_id('request')[4:]}",
        created=world.clock.now(),
        currency=session["currency"],
        description=wishes.get("description"),
        last_payment_error=None,
        livemode=session["livemode"],
        metadata=dict(wishes.get("metadata", {})),
        next_action=None,
        payment_method_configuration_details=None,
        processing=None,
        receipt_email=wishes.get("receipt_email"),
        shipping=None,
        transfer_data=None,
        managed_payments=None,
    )
    session["payment_intent"] = id
    return world.ledger.put(account, intent)


def succeed(world: "World", account: str, intent: dict[str, Any], details: dict[str, Any]) -> None:
    charge = _charge(world, account, intent, details)
    booked = example(
        "balance_transaction",
        id=new_id("balance_transaction"),
        amount=intent["amount"],
        available_on=world.clock.now(),
        created=world.clock.now(),
        currency=intent["currency"],
        description=intent["description"],
        fee=fee(intent["amount"]),
        net=intent["amount"] - fee(intent["amount"]),
        source=charge["id"],
    )
    world.ledger.put(account, booked)
    charge |= {
        "balance_transaction": booked["id"],
        "amount_captured": intent["amount"],
        "captured": True,
        "paid": True,
        "status": "succeeded",
    }
    intent |= {
        "status": "succeeded",
        "amount_received": intent["amount"],
        "latest_charge": charge["id"],
        "last_payment_error": None,
        "processing": None,
    }
    world.tell(account, "charge.succeeded", charge)
    world.tell(account, "payment_intent.succeeded", intent)


def fail(
    world: "World", account: str, intent: dict[str, Any], code: str, decline_code: str | None, message: str, details: dict[str, Any]
) -> None:
    charge = _charge(world, account, intent, details)
    charge |= {
        "balance_transaction": None,
        "paid": False,
        "status": "failed",
        "failure_code": code,
        "failure_message": message,
        "receipt_url": None,
    }
    error = {"type": "card_error", "code": code, "message": message, "charge": charge["id"]}
    if decline_code is not None:
        error["decline_code"] = decline_code
    intent |= {"status": "requires_payment_method", "latest_charge": charge["id"], "last_payment_error": error, "processing": None}
    world.tell(account, "charge.failed", charge)
    world.tell(account, "payment_intent.payment_failed", intent)


def card(number: str) -> dict[str, Any]:
    details = example("charge")["payment_method_details"]
    details["card"] |= {
        "brand": PAYS.get(number, "visa"),
        "network": PAYS.get(number, "visa"),
        "last4": number[-4:],
        "wallet": None,
        "installments": None,
    }
    return details


def bank_debit() -> dict[str, Any]:
    empty = dict.fromkeys(("bank_code", "branch_code", "country", "fingerprint", "mandate"))
    return {"type": "sepa_debit", "sepa_debit": empty | {"last4": "3000", "bank_code": "19043", "country": "AT"}}


def _charge(world: "World", account: str, intent: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
    id = new_id("charge")
    charge = example(
        "charge",
        id=id,
        amount=intent["amount"],
        created=world.clock.now(),
        currency=intent["currency"],
        description=intent["description"],
        livemode=intent["livemode"],
        metadata=dict(intent["metadata"]),
        payment_intent=intent["id"],
        payment_method=new_id("payment_method"),
        payment_method_details=details,
        receipt_url=f"{world.address}/receipts/{id}",
        shipping=None,
        source=None,
        transfer_data=None,
    )
    charge["billing_details"]["name"] = None
    charge["refunds"]["url"] = f"/v1/charges/{id}/refunds"
    return world.ledger.put(account, charge)
