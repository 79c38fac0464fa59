"""What is to go back of an invoice and has not yet; what was refused, and what went back in its stead."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from billing.invoice import Invoice
from billing.payment import Payment
from billing.refund import Dispute, Refund
from models.membership import Membership
from models.person import Person


@dataclass(frozen=True)
class GoingBack:
    """`by`: who asked for it or entered it, "" where nobody here did. `since`: of what was refused, what went back of the same payment after
    that, or will."""

    refund: Refund
    by: str
    since: tuple[GoingBack, ...] = ()

    @property
    def was_refused(self) -> bool:
        return self.refund.state == "failed"

    @property
    def is_made_good(self) -> bool:
        return sum(one.refund.amount_minor for one in self.since) >= self.refund.amount_minor


def unsettled(session: Session, invoice: Invoice) -> tuple[bool, list[GoingBack]]:
    """Does a bank question a payment of it just now? And what was asked to go back of it and has not, or was refused. One statement."""
    mine = select(Payment.id).where(Payment.invoice_id == Invoice.id).correlate(Invoice)
    disputed = exists().where(Dispute.payment_id.in_(mine), Dispute.state == "open")
    rows = (
        select(disputed, Refund, func.coalesce(func.nullif(Person.name, ""), Person.address, ""))
        .select_from(Invoice)
        .outerjoin(Refund, Refund.payment_id.in_(mine) & (Refund.state != "taken back"))
        .outerjoin(Membership, Membership.id == Refund.by_id)
        .outerjoin(Person, Person.id == Membership.person_id)
        .where(Invoice.id == invoice.id)
        .order_by(Refund.at)
    )
    found = session.execute(rows).all()
    all_of_it = [GoingBack(refund, by) for _, refund, by in found if refund]
    going = [GoingBack(one.refund, one.by, _since(one, all_of_it)) for one in all_of_it if one.refund.state != "done"]
    return any(is_disputed for is_disputed, *_ in found), going


def _since(one: GoingBack, all_of_it: list[GoingBack]) -> tuple[GoingBack, ...]:
    if not one.was_refused:
        return ()
    same = (other for other in all_of_it if other.refund.payment_id == one.refund.payment_id and not other.was_refused)
    return tuple(other for other in same if other.refund.at > one.refund.at)
