"""What an accountant wants of a period: invoices and credit notes by rate of tax, and the money that came and went."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from billing.credit_note import CreditNote
from billing.invoice import Invoice
from billing.owed import BUYER
from billing.payment import Payment
from billing.tax import Tax


class Charged(NamedTuple):
    """One rate of one paper; of a credit note the sums are below zero. Minor units."""

    on: date
    paper: str
    number: str
    invoice: str
    buyer: str
    currency: str
    tax: Tax


class Moved(NamedTuple):
    """A payment, below zero when it went back or was taken back. Minor units."""

    on: date
    invoice: str
    buyer: str
    currency: str
    amount_minor: int
    how: str
    note: str


def charged(session: Session, first: date, last: date) -> list[Charged]:
    """By day and number; two statements."""
    issued = select(Invoice.issued_on, Invoice.number, BUYER, Invoice.currency, Invoice.snapshot["taxes"])
    issued = issued.where(Invoice.issued_on.between(first, last))
    credited = select(CreditNote.issued_on, CreditNote.number, Invoice.number, BUYER, Invoice.currency, CreditNote.snapshot["taxes"])
    credited = credited.join(Invoice, Invoice.id == CreditNote.invoice_id).where(CreditNote.issued_on.between(first, last))
    found = [
        Charged(on, "invoice", number, number, buyer, currency, Tax.read(kept))
        for on, number, buyer, currency, taxes in session.execute(issued)
        for kept in taxes
    ]
    found += [
        Charged(on, "credit note", number, invoice, buyer, currency, Tax.read(kept).negative)
        for on, number, invoice, buyer, currency, taxes in session.execute(credited)
        for kept in taxes
    ]
    return sorted(found, key=lambda one: (one.on, one.number))


def moved(session: Session, first: date, last: date, zone: str) -> list[Moved]:
    """By day in that zone; one statement."""
    on = Payment.day_in(zone)
    rows = select(on, Invoice.number, BUYER, Invoice.currency, Payment.amount_minor, Payment.how, Payment.note)
    rows = rows.join(Invoice, Invoice.id == Payment.invoice_id).where(on.between(first, last)).order_by(on, Payment.id)
    return [Moved(*row) for row in session.execute(rows)]
