"""What a purchase leads to: settled once it is paid, brought back to who closed the page, laid before the practice when it is on invoice."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from billing import settling
from billing.purchase import Purchase
from models import Message, Practice


@verb
def settle_purchase(session: Session, purchase_id: UUID) -> None:
    settling.settle(found(session, Purchase, purchase_id), _practice(session), now())


@verb
def take_order(session: Session, purchase_id: UUID) -> None:
    settling.take_order(found(session, Purchase, purchase_id), _practice(session), now())


@verb
def bring_back(session: Session, purchase_id: UUID) -> None:
    """Details and terms were given, and nothing was paid since: the link to go on, once."""
    purchase = found(session, Purchase, purchase_id)
    if purchase.waits_for_money and purchase.offer.is_for_sale(_practice(session).today(now())):
        Message.plan(purchase, "purchase_open", subject=purchase, occasion=str(purchase.id), at=now())


def _practice(session: Session) -> Practice:
    practice = session.get(Practice, session.info["practice_id"])
    assert practice is not None
    return practice
