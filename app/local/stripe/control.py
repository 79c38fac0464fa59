"""/_control: how tests order faults, hold webhooks, move the clock. JSON in, JSON out."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from app.local.stripe import accounts, backwards, sessions, subscriptions
from app.local.stripe.faults import Fault
from app.local.stripe.ledger import OWN
from app.local.stripe.refusal import Refusal
from app.local.stripe.world import World

bp = Blueprint("control", __name__, url_prefix="/_control")


def _world() -> World:
    return current_app.extensions["stripe_standin"]


def _wishes() -> dict[str, Any]:
    return request.get_json(silent=True) or {}


@bp.post("/reset")
def reset() -> Response:
    """Objects, keys, clock, faults, webhooks: as at the start."""
    _world().reset()
    return jsonify(done=True)


@bp.post("/faults")
def order_fault() -> Response:
    """{"kind", "method": "POST", "path": "/v1/", "times": 1, "seconds": 60}"""
    _world().faults.order(Fault(**_wishes()))
    return jsonify(done=True)


@bp.delete("/faults")
def clear_faults() -> Response:
    _world().faults.clear()
    return jsonify(done=True)


@bp.post("/clock")
def clock() -> Response:
    """{"stop": seconds since 1970} or {"move": seconds, also backwards}"""
    world, wishes = _world(), _wishes()
    if "stop" in wishes:
        world.clock.stop(int(wishes["stop"]))
    world.clock.move(int(wishes.get("move", 0)))
    return jsonify(now=world.clock.now())


@bp.post("/accounts")
def add_account() -> Response:
    """{"id": "acct_…", "ready": true}"""
    world, wishes = _world(), _wishes()
    with world.lock:
        return jsonify(accounts.add(world, id=wishes["id"], ready=wishes.get("ready", True)))


@bp.post("/accounts/<id>")
def change_account(id: str) -> Response:
    """{"ready": false}: Stripe takes back, or gives, the right to charge."""
    world = _world()
    with world.lock:
        return jsonify(accounts.finish(world, id, ready=_wishes()["ready"]))


@bp.get("/objects/<id>")
def show_object(id: str) -> Response:
    world = _world()
    with world.lock:
        return jsonify(world.ledger.objects[world.ledger.owner_of(id) or ""][id])


@bp.patch("/objects/<id>")
def alter_object(id: str) -> Response:
    """Writes fields over, to see what is done about a wrong amount, currency or mode."""
    world = _world()
    with world.lock:
        thing = world.ledger.objects[world.ledger.owner_of(id) or ""][id]
        thing |= _wishes()
        return jsonify(thing)


@bp.post("/sessions/<id>/settle")
def settle(id: str) -> Response:
    """{"arrives": true}: the bank debit's money comes, or is returned."""
    world = _world()
    with world.lock:
        account = world.ledger.owner_of(id) or ""
        sessions.settle(world, account, world.ledger.get(account, "checkout.session", id), arrives=_wishes()["arrives"])
        world.ledger.save()
        return jsonify(world.ledger.get(account, "checkout.session", id))


@bp.post("/subscriptions/<id>/renew")
def renew(id: str) -> Response:
    """{"pays": true}: the next month is charged, or the bank says no."""
    world = _world()
    with world.lock:
        account = world.ledger.owner_of(id) or ""
        subscriptions.renew(world, account, world.ledger.get(account, "subscription", id), pays=_wishes()["pays"])
        world.ledger.save()
        return jsonify(world.ledger.get(account, "subscription", id))


@bp.post("/payments/<id>/dispute")
def dispute(id: str) -> Response:
    world = _world()
    with world.lock:
        account = world.ledger.owner_of(id) or ""
        made = backwards.dispute(world, account, world.ledger.get(account, "payment_intent", id))
        world.ledger.save()
        return jsonify(made)


@bp.post("/disputes/<id>/close")
def close_dispute(id: str) -> Response:
    """{"status": "won" or "lost"}"""
    world = _world()
    with world.lock:
        account = world.ledger.owner_of(id) or ""
        made = backwards.close(world, account, world.ledger.get(account, "dispute", id), _wishes()["status"])
        world.ledger.save()
        return jsonify(made)


@bp.post("/payments/<id>/refund")
def refund(id: str) -> Response:
    """{"amount": 500}: given back by hand on Stripe's own pages."""
    world = _world()
    with world.lock:
        account = world.ledger.owner_of(id) or ""
        made = backwards.refund(world, account, {"payment_intent": id, **_wishes()})
        world.ledger.save()
        return jsonify(made)


@bp.post("/refunds/<id>/settle")
def settle_refund(id: str) -> Response:
    """{"status": "succeeded" or "failed"}: the bank moved a refund, or returned it."""
    world = _world()
    with world.lock:
        account = world.ledger.owner_of(id) or ""
        made = backwards.settle(world, account, world.ledger.get(account, "refund", id), _wishes()["status"])
        world.ledger.save()
        return jsonify(made)


@bp.post("/events")
def tell() -> Response:
    """{"type", "id" of an object, and any field of the event to write over, such as "livemode" or "created"}"""
    world, wishes = _world(), _wishes()
    with world.lock:
        id = wishes.pop("id")
        account = world.ledger.owner_of(id) or OWN
        return jsonify(world.tell(account, wishes.pop("type"), world.ledger.objects[account][id], **wishes))


@bp.get("/webhooks")
def deliveries() -> Response:
    return jsonify([vars(one) for one in _world().hooks.deliveries()])


@bp.post("/webhooks")
def manner() -> Response:
    """Any of {"url", "secret", "hold", "signed_ago", "forged"}"""
    _world().hooks.change(**_wishes())
    return jsonify(done=True)


@bp.post("/webhooks/release")
def release() -> Response:
    """{"ids": [in this order], "backwards": true}: held webhooks go out."""
    wishes = _wishes()
    return jsonify(_world().hooks.release(wishes.get("ids"), backwards=wishes.get("backwards", False)))


@bp.post("/webhooks/<id>/duplicate")
def duplicate(id: str) -> Response:
    _world().hooks.duplicate(id)
    return jsonify(done=True)


@bp.get("/webhooks/settled")
def settled() -> Response:
    """?seconds=10: waits until nothing is on its way."""
    return jsonify(_world().hooks.settled(float(request.args.get("seconds", "10"))))


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> tuple[Response, int]:
    return jsonify(refusal.body), refusal.status
