"""Stripe tells that something happened. It is a hint: verified, stored once, and then Stripe is asked."""

from typing import Any

from flask import Blueprint, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from sqlalchemy import Text, bindparam, select

from app import db
from app.clock import now
from billing.gateway import BadSignature, Event, Gateway, GatewayRefused
from billing.stripe_event import StripeEvent, concerns_us
from models import Practice
from models.who import entering

bp = Blueprint("stripe_hook", __name__, url_prefix="/hooks/stripe")
LARGEST = 512 * 1024
_practice = Practice.__table__.c
OF_ACCOUNT = select(_practice.id, entering(_practice.id)).where(_practice.stripe_account == bindparam("account", type_=Text()))


@bp.record_once
def carries_no_token(state: BlueprintSetupState) -> None:
    """No cookie is read here and no form sent: the signature is what proves who asks."""
    state.app.extensions["csrf"].exempt(bp)


@bp.post("")
def take_in() -> Any:
    """200 also for what is of no use to us, so that it is not sent again."""
    gateway: Gateway | None = current_app.extensions["gateway"]
    if gateway is None:
        abort(404)
    request.max_content_length = LARGEST
    try:
        event = gateway.read_event(request.get_data(), request.headers.get("Stripe-Signature"))
    except (BadSignature, GatewayRefused):
        abort(400)
    session = db.session()
    if _concerns_us(event, gateway) and (practice_id := session.connection().scalar(OF_ACCOUNT, {"account": event.account})):
        db.enter(session, practice_id, is_told=True)
        StripeEvent.take_in(session, event, now())
    return "", 200


def _concerns_us(event: Event, gateway: Gateway) -> bool:
    """A live endpoint also receives test events; and only what we sell or bill is ours to ask about."""
    return event.livemode == gateway.livemode and concerns_us(event) and bool(event.object_id)
