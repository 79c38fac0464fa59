"""Where a purchase stands, and the one thing to do next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, g, make_response, render_template, request
from sqlalchemy import select

from app import db
from app.clock import now
from app.markdown import render
from billing import first_call
from billing.checkout import Checkout
from billing.minor_units import can_ask_for
from billing.offer import OfferVersion
from billing.purchase import Purchase
from billing.refund import Refund
from blueprints.at_stripe import ask_about
from blueprints.forms.buying import AgreeForm, OrderForm, PayForm
from blueprints.forms.offer import cost_of_waiting
from blueprints.purchase import bp
from blueprints.purchase.left import Left, left
from models import Membership, PublicPage
from models.seen import seen_here

SECONDS = 3  # until a page that waits for Stripe is looked at again


@bp.get("")
def show(token: str) -> Any:
    """`back`: from Stripe's page without having paid, says the address. Stripe is asked: was a card refused, or was it paid after all?"""
    came_back = g.purchase.waits_for_money and "back" in request.args
    checkout = Checkout.of(db.session(), g.purchase) if came_back else None
    if checkout:
        ask_about(checkout)
    answer = make_response(steps(checkout=checkout, came_back=came_back))
    if g.purchase.state == "paid":
        answer.headers["Refresh"] = str(SECONDS)
    return answer


def steps(**more: Any) -> str:
    """The page, with what a view has to say on top."""
    purchase: Purchase = g.purchase
    version = newest() if purchase.waits_for_terms else purchase.version
    said = {
        "pay": PayForm(formdata=None),
        "agree": AgreeForm(formdata=None, fingerprint=version.fingerprint),
        "order": OrderForm(formdata=None),
    } | more
    for name in ("pay", "agree", "order"):
        said[name].tell(seen_here("asked"), f"seen-{name}")
    taken = first_call_taken()
    return render_template(
        "buying/show.html",
        purchase=purchase,
        offer=purchase.offer,
        version=version,
        total=version.sums(by_instalments=purchase.by_instalments),
        parts_of=version.parts(by_instalments=True) if version.instalments > 1 else [],
        plan=cost_of_waiting(version),
        terms=render(version.terms),
        coach=coach(version),
        for_sale=purchase.offer.is_for_sale(g.practice.today(now())),
        by_card=_by_card(purchase),
        changed="changed" in request.args,
        taken=taken,
        back=_back(),
        has_page=bool(taken) and _has_page(),
        **{"checkout": None, "came_back": False, "away": False, "trouble": "", "left": _left(purchase), **said},
    )


def first_call_taken() -> str:
    """Why this address gets no free first call; "" where it does, or none is asked for. A session of its own looks, and hands back a word."""
    purchase: Purchase = g.purchase
    if not (purchase.is_first_call and purchase.waits_for_terms):
        return ""
    with db.transaction(g.practice.id) as session:
        return first_call.taken(session, purchase.address)


@dataclass(frozen=True)
class Back:
    """Of money that goes back: did the card refuse it? And the day on which it went another way."""

    was_refused: bool = False
    given_on: date | None = None


def _back() -> Back:
    """A session of its own looks: a buyer's sees no refunds."""
    purchase: Purchase = g.purchase
    if not (purchase.was_too_late or purchase.state == "given back"):
        return Back()
    mine = (Refund.purchase_id == purchase.id, Refund.payment_intent == purchase.payment_intent)
    with db.transaction(g.practice.id) as session:
        found = session.scalar(select(Refund).where(*mine))
        return Back(found.state == "failed", found.given_on) if found else Back()


def _has_page() -> bool:
    return db.session().scalar(select(PublicPage.id).where(PublicPage.shown_at.is_not(None))) is not None


def newest() -> OfferVersion:
    """What is for sale now: whoever has not agreed yet reads that."""
    found = g.purchase.offer.current
    assert found is not None
    return found  # type: ignore[no-any-return]


def coach(version: OfferVersion) -> Membership | None:
    return db.session().get(Membership, (g.practice.id, version.by_id))


def _by_card(purchase: Purchase) -> bool:
    takes_cards = current_app.extensions["gateway"] is not None and g.practice.stripe_account is not None
    return takes_cards and can_ask_for(purchase.due_minor, purchase.currency)


def _left(purchase: Purchase) -> Left | None:
    return left(purchase) if purchase.is_settled else None


@bp.context_processor
def named() -> dict[str, object]:
    """In the buyer's own way of writing."""
    if not g.get("purchase"):
        return {}
    return {"zone": g.purchase.zone, "locale": g.purchase.locale, "token": (request.view_args or {}).get("token")}
