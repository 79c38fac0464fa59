"""What a purchase leads to: settled once it is paid, brought back to who closed the page, laid before the practice when it is on invoice."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.clock import now
from app.jobs import verb
from app.jobs.found import found
from billing import settling
from billing.purchase import Purchase
from models import Message, Practice

A_WEEK: Final = timedelta(days=7)
MOST_A_DAY: Final = 25
"""To so many who did not pay a practice writes in a day: nobody proved that the address is theirs, and real buyers need the practice's mails."""


@verb
def settle_purchase(session: Session, purchase_id: UUID) -> None:
    settling.settle(found(session, Purchase, purchase_id), _practice(session), now())


@verb
def take_order(session: Session, purchase_id: UUID) -> None:
    settling.take_order(found(session, Purchase, purchase_id), _practice(session), now())


@verb
def bring_back(session: Session, purchase_id: UUID) -> None:
    """Details and terms were given, and nothing was paid since: the link to go on, once; an address that strangers typed again and again, once a week."""
    purchase = found(session, Purchase, purchase_id)
    wanted = purchase.waits_for_money and purchase.offer.is_for_sale(_practice(session).today(now()))
    if wanted and not _wrote_enough(session, purchase.address):
        Message.plan(purchase, "purchase_open", subject=purchase, occasion=str(purchase.id), at=now())


def _wrote_enough(session: Session, address: str) -> bool:
    mine, today = Message.address == address, Message.planned_for > now() - timedelta(days=1)
    wrote = select(func.count().filter(mine), func.count().filter(today))
    to_them, to_all = session.execute(wrote.where(Message.kind == "purchase_open", Message.planned_for > now() - A_WEEK)).one()
    return bool(to_them or to_all >= MOST_A_DAY)


def _practice(session: Session) -> Practice:
    practice = session.get(Practice, session.info["practice_id"])
    assert practice is not None
    return practice
