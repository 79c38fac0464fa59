"""Subscriptions: begun on a payment page, renewed when a test says so, paused and ended by the API."""

from typing import TYPE_CHECKING, Any

from app.local.stripe import payments
from app.local.stripe.shapes import example, new_id

if TYPE_CHECKING:
    from app.local.stripe.world import World

MONTH = 30 * 24 * 3600
NOTHING = dict.fromkeys(
    ("billing_cycle_anchor_config", "cancel_at", "canceled_at", "ended_at", "next_pending_invoice_item_invoice", "pause_collection",
     "pending_invoice_item_interval", "pending_update", "trial_end", "trial_start")
)  # fmt: skip


def begin(world: "World", account: str, session: dict[str, Any], hidden: dict[str, Any], number: str) -> str | None:
    """None when the first month is paid, else what the payer reads: then nothing was begun."""
    if number not in payments.PAYS:
        return payments.DECLINES[number][2] if number in payments.DECLINES else "Your card number is not one of the test numbers."
    now, id = world.clock.now(), new_id("subscription")
    wishes = hidden["payment_intent_data"]
    began = example("subscription", **{name: value for name, value in NOTHING.items() if name in example("subscription")}) | {
        "id": id,
        "cancel_at_period_end": False,
        "billing_cycle_anchor": now,
        "created": now,
        "currency": session["currency"],
        "description": wishes.get("description"),
        "livemode": session["livemode"],
        "metadata": dict(wishes.get("metadata", {})),
        "start_date": now,
        "status": "active",
    }
    began["payment_settings"]["payment_method_options"] = None
    item = began["items"]["data"][0]
    item |= {
        "id": new_id("subscription_item"),
        "subscription": id,
        "created": now,
        "current_period_start": now,
        "current_period_end": now + MONTH,
    }
    item["price"] |= {
        "currency": session["currency"],
        "unit_amount": session["amount_total"],
        "unit_amount_decimal": str(session["amount_total"]),
    }
    began["items"]["url"] = f"/v1/subscription_items?subscription={id}"
    world.ledger.put(account, began)
    session["subscription"] = id
    world.tell(account, "customer.subscription.created", began)
    _invoice(world, account, began, number)
    return None


def renew(world: "World", account: str, began: dict[str, Any], *, pays: bool) -> dict[str, Any]:
    """The next month: charged, or refused by the bank. One that was refused before is tried again."""
    late = [one for one in world.ledger.of(account, "invoice") if _is_of(one, began["id"]) and one["status"] == "open"]
    number = next(iter(payments.PAYS)) if pays else next(iter(payments.DECLINES))
    if late:
        return _charge(world, account, began, late[0], number)
    item = began["items"]["data"][0]
    item |= {"current_period_start": item["current_period_end"], "current_period_end": item["current_period_end"] + MONTH}
    if began["pause_collection"] is not None:
        world.tell(account, "customer.subscription.updated", began)
        return began
    if began["cancel_at_period_end"]:
        return _end(world, account, began)
    return _invoice(world, account, began, number)


def _invoice(world: "World", account: str, began: dict[str, Any], number: str) -> dict[str, Any]:
    item, now = began["items"]["data"][0], world.clock.now()
    amount, id = item["price"]["unit_amount"], new_id("invoice")
    made = example("invoice") | {
        "id": id,
        "amount_due": amount,
        "amount_paid": 0,
        "amount_remaining": amount,
        "attempted": True,
        "billing_reason": "subscription_cycle",
        "created": now,
        "currency": began["currency"],
        "due_date": None,
        "from_invoice": None,
        "last_finalization_error": None,
        "livemode": began["livemode"],
        "next_payment_attempt": None,
        "shipping_cost": None,
        "shipping_details": None,
        "parent": {
            "type": "subscription_details",
            "quote_details": None,
            "subscription_details": {"metadata": dict(began["metadata"]), "subscription": began["id"]},
        },
        "period_start": item["current_period_start"],
        "period_end": item["current_period_end"],
        "status": "open",
        "subtotal": amount,
        "total": amount,
    }
    made["payment_settings"]["payment_method_options"] = None
    made.pop("subscription", None)  # stands in the published example, and not in the API any more
    world.ledger.put(account, made)
    began["latest_invoice"] = id
    return _charge(world, account, began, made, number)


def _charge(world: "World", account: str, began: dict[str, Any], made: dict[str, Any], number: str) -> dict[str, Any]:
    asked = {"amount_total": made["total"], "currency": made["currency"], "livemode": made["livemode"], "payment_intent": None}
    intent = payments.intent_for(world, account, asked, {"payment_intent_data": {"description": began["description"]}})
    made["attempt_count"] += 1
    if number in payments.DECLINES:
        payments.fail(world, account, intent, *payments.DECLINES[number], payments.card(number))
        began["status"] = "past_due"
        world.tell(account, "invoice.payment_failed", made)
        world.tell(account, "customer.subscription.updated", began)
        return made
    payments.succeed(world, account, intent, payments.card(number))
    paid = example("invoice_payment") | {
        "id": new_id("invoice_payment"),
        "amount_paid": made["total"],
        "amount_requested": made["total"],
        "created": world.clock.now(),
        "currency": made["currency"],
        "invoice": made["id"],
        "livemode": made["livemode"],
        "payment": {"type": "payment_intent", "payment_intent": intent["id"]},
        "status": "paid",
    }
    made |= {"amount_paid": made["total"], "amount_remaining": 0, "status": "paid"}
    world.ledger.hidden[made["id"]] = {"object": "list", "data": [paid], "has_more": False, "url": "/v1/invoice_payments"}
    began["status"] = "active"
    world.tell(account, "invoice.paid", made)
    world.tell(account, "customer.subscription.updated", began)
    return made


def retrieve(world: "World", account: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    return world.ledger.get(account, "subscription", id)


def listed(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    wanted = params.get("status")
    found = [
        one
        for one in world.ledger.of(account, "subscription")
        if wanted in ("all", one["status"]) or (wanted is None and one["status"] != "canceled")
    ]
    return payments.listed(found, params, "/v1/subscriptions")


def update(world: "World", account: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    began = retrieve(world, account, {}, id)
    if "pause_collection" in params:
        began["pause_collection"] = {"resumes_at": None, **params["pause_collection"]} if params["pause_collection"] else None
    if "cancel_at_period_end" in params:
        ends = began["items"]["data"][0]["current_period_end"]
        began |= {"cancel_at_period_end": params["cancel_at_period_end"], "cancel_at": ends if params["cancel_at_period_end"] else None}
    world.tell(account, "customer.subscription.updated", began)
    return began


def cancel(world: "World", account: str, params: dict[str, Any], id: str) -> dict[str, Any]:
    return _end(world, account, retrieve(world, account, {}, id))


def _end(world: "World", account: str, began: dict[str, Any]) -> dict[str, Any]:
    now = world.clock.now()
    began |= {"status": "canceled", "canceled_at": now, "ended_at": now}
    world.tell(account, "customer.subscription.deleted", began)
    return began


def invoices(world: "World", account: str, params: dict[str, Any]) -> dict[str, Any]:
    found = [one for one in world.ledger.of(account, "invoice") if "subscription" not in params or _is_of(one, params["subscription"])]
    shown = [one | {"payments": world.ledger.hidden.get(one["id"])} for one in found]
    return payments.listed(shown, params, "/v1/invoices")


def _is_of(made: dict[str, Any], subscription: str) -> bool:
    return bool(made["parent"]["subscription_details"]["subscription"] == subscription)
