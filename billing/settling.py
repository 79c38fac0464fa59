"""What becomes of a purchase that is paid: a client, an invoice that is paid, sessions to book. Done twice it is done once."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, object_session

from billing.checkout import Checkout
from billing.draft import InvoiceDraft
from billing.instalments import Share
from billing.invoice import Invoice
from billing.package import Package
from billing.purchase import Purchase
from billing.refund import Refund
from billing.subscription import Subscription
from models.client import Client
from models.due import Due
from models.errors import NotReady
from models.membership import Membership
from models.message import Message
from models.practice import Practice

MONTH = 30  # days between two instalments


def settle(purchase: Purchase, practice: Practice, now: datetime) -> None:
    """Under the purchase's lock, then the offer's: the last place goes to whoever paid first, and the money of the next goes back."""
    purchase.lock()
    if purchase.state != "paid":
        return
    if not purchase.offer.take_place() and not purchase.on_invoice:
        _come_too_late(purchase, now)
        return
    client = client_of(purchase, practice, now)
    if purchase.is_monthly:
        _subscribe(purchase, client, now)
    else:
        if purchase.total_minor and not purchase.on_invoice:
            bill(purchase, practice, client, now)
        Package.sell(purchase, now)
    purchase.state, purchase.settled_at = "settled", now
    Message.plan(purchase, "bought", subject=purchase, occasion=str(purchase.id), at=now)
    Message.plan(client.coach, "sale_came", subject=purchase, occasion=str(purchase.id), at=now, session=_session(purchase))


def take_order(purchase: Purchase, practice: Practice, now: datetime) -> None:
    """On invoice: a draft for the practice to look at. It has the purchase's id, and so has the invoice it becomes."""
    # A client and a draft before any money came, because somebody has to look at both before the invoice goes out: no place is taken, no hour
    # can be booked and nothing is mailed to that address until a person issues it. What a stranger can do is fill the list of drafts, so the
    # door counts orders (blueprints/purchase/paying.py); a draft is dropped and its client archived with one press each.
    purchase.lock()
    session = _session(purchase)
    key = (purchase.practice_id, purchase.id)
    drafted, issued = session.get(InvoiceDraft, key), session.get(Invoice, key)
    if not purchase.is_ordered or drafted is not None or issued is not None:
        return
    client = client_of(purchase, practice, now)
    draft = _draft(purchase, practice, client, now)
    draft.id = purchase.id
    draft.payment_days = practice.payment_days
    session.add(draft)
    session.flush()
    Message.plan(client.coach, "order_came", subject=purchase, occasion=str(purchase.id), at=now, session=session)


def client_of(purchase: Purchase, practice: Practice, now: datetime) -> Client:
    """Who has that address already, else somebody new, who keeps the purchase's id: so its link opens theirs, and nobody else's."""
    session = _session(purchase)
    mark = func.hashtextextended(f"{purchase.practice_id}:{purchase.address}", 0)
    session.execute(select(func.pg_advisory_xact_lock(mark)))  # two purchases of one person make one client
    known = select(Client).where(Client.address == purchase.address, Client.archived_at.is_(None)).order_by(Client.created_at).limit(1)
    client = session.get(Client, (purchase.practice_id, purchase.client_id)) if purchase.client_id else session.scalar(known)
    if client is None:
        client = Client(
            id=purchase.id,
            name=purchase.name,
            address=purchase.address,
            zone=purchase.zone,
            locale=purchase.locale,
            coach_id=_coach(session, practice, purchase.version.by_id).id,
            created_at=now,
        )
        session.add(client)
        session.flush()
    purchase.client_id = client.id
    session.flush()
    return client


def bill(purchase: Purchase, practice: Practice, client: Client, now: datetime) -> Invoice:
    """One line, the name of what was bought; and the money that came for it. By instalments, the first part of it."""
    session = _session(purchase)
    issued = session.scalar(select(Invoice).where(Invoice.purchase_id == purchase.id))
    if issued is None:
        draft = _draft(purchase, practice, client, now)
        session.add(draft)
        session.flush()
        issued = draft.issue(practice, by=purchase.version.by_id, now=now, purchase_id=purchase.id)
    if purchase.payment_intent:
        issued.receive(purchase.due_minor, how="stripe", now=now, provider_id=purchase.payment_intent)
    return issued


def _draft(purchase: Purchase, practice: Practice, client: Client, now: datetime) -> InvoiceDraft:
    version = purchase.version
    parts = version.instalments if purchase.by_instalments else 1
    draft = InvoiceDraft(
        client_id=client.id,
        client=client,
        currency=purchase.currency,
        buyer_address=purchase.company,
        lines=[version.line(by_instalments=purchase.by_instalments).kept],
        instalments=[Share(Decimal(1), MONTH * n).kept for n in range(parts)] if parts > 1 else [],
        payment_days=0,
        created_at=now,
    )
    draft.for_themselves = True
    return draft


def _subscribe(purchase: Purchase, client: Client, now: datetime) -> None:
    """Its months come with Stripe's invoices, the first one too."""
    session = _session(purchase)
    begun = session.scalar(select(Subscription).where(Subscription.purchase_id == purchase.id))
    if begun is None:
        assert purchase.account is not None
        assert purchase.subscription_ref is not None
        begun = Subscription(
            purchase_id=purchase.id,
            client_id=client.id,
            version_id=purchase.version_id,
            account=purchase.account,
            provider_id=purchase.subscription_ref,
            state="active",
        )
        session.add(begun)
    Due.plan(begun, "sync_subscription", at=now)


def _come_too_late(purchase: Purchase, now: datetime) -> None:
    purchase.state = "sold out"
    purchase.note("sold_out", now)
    if purchase.subscription_ref:
        for paid in _session(purchase).scalars(select(Checkout).where(Checkout.purchase_id == purchase.id, Checkout.state == "complete")):
            Due.plan(paid, "undo_subscription", at=now)
    elif purchase.payment_intent and purchase.account:
        Refund.plan_for(
            purchase,
            purchase.due_minor,
            account=purchase.account,
            payment_intent=purchase.payment_intent,
            currency=purchase.currency,
            reason="The last place was taken.",
            by=None,
            now=now,
        )
    Message.plan(purchase, "sold_out", subject=purchase, occasion=str(purchase.id), at=now)


def _coach(session: Session, practice: Practice, publisher: UUID) -> Membership:
    """Whoever published the offer, if they coach; else the owner who has been here longest."""
    team = [one for one in Membership.team(session, practice.id) if one.coaches]
    found = next((one for one in team if one.id == publisher), None) or next((one for one in team if one.owns), None)
    if found is None:
        raise NotReady("Nobody coaches here.")
    return found


def _session(purchase: Purchase) -> Session:
    session = object_session(purchase)
    assert session is not None
    return session
