"""Money on its way back: refunds, and payments that a bank questions."""

from typing import TYPE_CHECKING, Any

from app.local.stripe import payments
from app.local.stripe.refusal import Refusal
from app.local.stripe.shapes import example, new_id

if TYPE_CHECKING:
    from app.local.stripe.world import World


def refund(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    if "payment_intent" not in params:
        raise Refusal(400, "This stand-in refunds by payment_intent only.", param="payment_intent")
    intent = world.ledger.get(account, "payment_intent", params["payment_intent"], param="payment_intent")
    charge = _charge_of(world, account, intent)
    left = charge["amount"] - charge["amount_refunded"]
    amount = params.get("amount", left)
    if left == 0:
        raise Refusal(400, f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if not 0 < amount <= left:
        raise Refusal(400, f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})", param="amount")
    made = example(
        "refund",
        id=new_id("refund"),
        amount=amount,
        charge=charge["id"],
        created=world.clock.now(),
        currency=charge["currency"],
        metadata=dict(params.get("metadata", {})),
        payment_intent=intent["id"],
        reason=params.get("reason"),
        status="pending" if _waits(charge) else "succeeded",
    )
    world.ledger.put(account, made)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    world.tell(account, "charge.refunded", charge)
    world.tell(account, "refund.created", made)
    return made


def settle(world: "World", account: str, made: dict[str, Any], status: str) -> dict[str, Any]:
    """The bank moved it, or returned it: then it is here again."""
    made["status"] = status
    if status == "failed":
        charge = world.ledger.get(account, "charge", made["charge"])
        charge["amount_refunded"] -= made["amount"]
        charge["refunded"] = False
    world.tell(account, "refund.failed" if status == "failed" else "refund.updated", made)
    return made


def refunds(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    return _of_intent(world, account, params, "refund", "/v1/refunds")


def disputes(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    return _of_intent(world, account, params, "dispute", "/v1/disputes")


def dispute(world: "World", account: str, intent: dict[str, Any]) -> dict[str, Any]:
    """The bank asks whether the payer really paid."""
    charge = _charge_of(world, account, intent)
    made = example(
        "dispute",
        id=new_id("dispute"),
        amount=charge["amount"],
        charge=charge["id"],
        created=world.clock.now(),
        currency=charge["currency"],
        livemode=intent["livemode"],
        payment_intent=intent["id"],
        reason="fraudulent",
        status="needs_response",
    )
    world.ledger.put(account, made)
    charge["disputed"] = True
    world.tell(account, "charge.dispute.created", made)
    return made


def close(world: "World", account: str, made: dict[str, Any], status: str) -> dict[str, Any]:
    made["status"] = status
    world.tell(account, "charge.dispute.closed", made)
    return made


def _waits(charge: dict[str, Any]) -> bool:
    card = charge["payment_method_details"].get("card") or {}
    return bool(card.get("last4") == payments.WAITS[-4:])


def _charge_of(world: "World", account: str, intent: dict[str, Any]) -> dict[str, Any]:
    if intent["status"] != "succeeded":
        raise Refusal(400, f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.", param="payment_intent")
    return world.ledger.get(account, "charge", intent["latest_charge"])


def _of_intent(world: "World", account: str, params: dict[str, Any], kind: str, url: str) -> dict[str, Any]:
    since = (params.get("created") or {}).get("gte", 0)
    newest = [one for one in world.ledger.of(account, kind) if one["created"] >= since]
    found = [one for one in newest if params.get("payment_intent") in (None, one["payment_intent"])]
    return payments.listed(found, params, url)
