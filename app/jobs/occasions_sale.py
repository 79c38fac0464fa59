"""What the messages about purchases are about."""

from sqlalchemy.orm import Session

from app import formats
from app.addresses import address, settings
from app.clock import now
from app.jobs.occasion import READERS, Occasion, about, get, moot, portal
from billing import OfferVersion, Purchase, Refund, Subscription
from billing.invoice import Invoice
from billing.payment import Payment
from models import Link, Message

READERS.update(buyer=Purchase)


@about("first_call", "purchase_open", "bought", "sold_out")
def _to_buyer(session: Session, message: Message, occasion: Occasion) -> None:
    purchase = _purchase(session, message)
    link = Link.reuse(
        session,
        settings().secret,
        "purchase",
        practice_id=message.practice_id,
        subject_id=purchase.id,
        address=purchase.address,
        now=now(),
        reader_id=None,
    )
    occasion.url = address("purchase.show", slug=occasion.practice.slug, token=link.token(settings().secret))
    occasion.facts = _facts(purchase, occasion) | {"is_known_here": purchase.client_id not in (None, purchase.id)}


@about("sale_came", "order_came")
def _to_coach(session: Session, message: Message, occasion: Occasion) -> None:
    purchase = _purchase(session, message)
    if message.kind == "order_came":
        occasion.url = address("invoices.show", slug=occasion.practice.slug, id=purchase.id)
    else:
        occasion.url = address("clients.show", slug=occasion.practice.slug, id=purchase.client_id)
    occasion.facts = _facts(purchase, occasion) | {"buyer": purchase.name, "company": purchase.company}


@about("money_back")
def _money_back(session: Session, message: Message, occasion: Occasion) -> None:
    """Where to look: the invoice, else the client; the offers where something is still to be done, or nobody became a client."""
    refund = get(session, Refund, message.subject_id)
    assert refund is not None
    paid = get(session, Payment, refund.payment_id) if refund.payment_id else None
    purchase = get(session, Purchase, refund.purchase_id) if refund.purchase_id else None
    invoice = get(session, Invoice, paid.invoice_id) if paid else None
    slug = occasion.practice.slug
    if invoice:
        occasion.url = address("invoices.show", slug=slug, id=invoice.id)
    elif purchase and purchase.client_id and refund.state != "failed":
        occasion.url = address("clients.show", slug=slug, id=purchase.client_id)
    else:
        occasion.url = address("offers.index", slug=slug)
    occasion.facts = {
        "price": formats.money(refund.amount_minor, refund.currency, occasion.locale),
        "failed": refund.state == "failed",
        "reason": refund.reason,
        "buyer": purchase.name if purchase else "",
        "number": invoice.number if invoice else "",
    }


@about("subscription_failed")
def _failed(session: Session, message: Message, occasion: Occasion) -> None:
    subscription = get(session, Subscription, message.subject_id)
    assert subscription is not None
    version = get(session, OfferVersion, subscription.version_id)
    portal(session, message, occasion)
    occasion.facts |= {"what": version.name if version else ""}
    occasion.url = address("portal.subscriptions", slug=occasion.practice.slug)


@moot("subscription_failed")
def _caught_up(session: Session, message: Message) -> str:
    subscription = get(session, Subscription, message.subject_id)
    return "" if subscription is not None and subscription.state == "past_due" else "it was paid"


@moot("purchase_open")
def _went_on(session: Session, message: Message) -> str:
    return "" if _purchase(session, message).waits_for_money else "it was paid"


def _purchase(session: Session, message: Message) -> Purchase:
    purchase = get(session, Purchase, message.subject_id)
    assert purchase is not None
    return purchase


def _facts(purchase: Purchase, occasion: Occasion) -> dict[str, object]:
    price = formats.money(purchase.total_minor, purchase.currency, occasion.locale) if purchase.total_minor else ""
    return {"what": purchase.version.name, "price": price}
